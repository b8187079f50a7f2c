import {
  type DeployedStage,
  defineRule,
  type Fix,
  nameOf,
  type RunStep,
  type ShellCommand,
  type ShellWord,
} from '../../core/rule.ts';

export default defineRule({
  id: 'dockerfile/bash-in-sh',
  title: 'Bash’s words in a shell that lacks them',
  category: 'correctness',
  severity: 'warning',
  priority: 1,
  remedy: 'Write it as POSIX has it, or let Bash run the step: `SHELL ["/bin/bash", "-c"]`.',
  rationale:
    'RUN uses /bin/sh. On Debian and Ubuntu that is dash, which knows neither `source` nor `pushd`, takes `==` in a test for an error, and prints the `-e` of `echo -e`. ' +
    'Behind a semicolon or in an `if` the failure is not seen.',
  references: [
    'https://www.shellcheck.net/wiki/SC3046',
    'https://www.shellcheck.net/wiki/SC3014',
    'https://www.shellcheck.net/wiki/SC3037',
    'https://manpages.debian.org/bookworm/dash/dash.1.en.html',
  ],
  catalogue: ['dockerfile/shell-script-lint'],
  peers: [
    ...['SC2039', 'SC3014', 'SC3037', 'SC3044', 'SC3046'].flatMap((id) => [
      `shellcheck:${id}`,
      `hadolint:${id}`,
    ]),
  ],
  on: 'run',
  names: ['source', 'pushd', 'popd', 'shopt', 'declare', '[', 'test', 'echo'],
  bad: `FROM debian:13-slim
RUN if [ "$(uname -m)" == "aarch64" ]; then touch /arm; fi
`,
  good: `FROM debian:13-slim
RUN if [ "$(uname -m)" = "aarch64" ]; then touch /arm; fi
`,
  *check({ run, stage }) {
    const all = run.commands.flatMap((command) => bashism(command) ?? []);
    if (all.length === 0 || !isDash(run, stage)) return;
    for (const found of all) {
      const peers = ['SC2039', found.peer].flatMap((id) => [`shellcheck:${id}`, `hadolint:${id}`]);
      yield {
        at: found.word.span,
        message: `/bin/sh is dash in this image: ${found.what}.`,
        peers,
        ...(found.text !== undefined && { fix: replaced(found.word, found.text) }),
      };
    }
  },
});

interface Bashism {
  readonly word: ShellWord;
  readonly what: string;
  readonly peer: string;
  /** What stands for it in POSIX, word for word. */
  readonly text?: string;
}

function bashism({ name, args, scope }: ShellCommand): Bashism | undefined {
  // Another shell's own argument.
  if (!name || scope?.kind === 'argument' || scope?.kind === 'function') return undefined;
  switch (name.text) {
    case 'source':
      return { word: name, what: 'it knows no "source"', peer: 'SC3046', text: '.' };
    case 'pushd':
    case 'popd':
    case 'shopt':
    case 'declare':
      return { word: name, what: `it knows no "${name.text}"`, peer: 'SC3044' };
    case '[':
    case 'test': {
      const word = args.find(({ text, quoted }) => text === '==' && !quoted);
      return (
        word && {
          word,
          what: 'it takes "==" for an error, and the test is never true',
          peer: 'SC3014',
          text: '=',
        }
      );
    }
    case 'echo': {
      const word = /^-(?:e|ne|en)$/.test(args[0]?.text ?? '') ? args[0] : undefined;
      return word && { word, what: `its "echo" prints "${word.text}" as well`, peer: 'SC3037' };
    }
    default:
      return undefined;
  }
}

/** The step is run by /bin/sh of Debian or Ubuntu, which nothing has put another in the place of. */
function isDash({ shell, form, instruction }: RunStep, { stage, base }: DeployedStage): boolean {
  if (form !== 'shell' || shell[0] !== '/bin/sh') return false;
  if (base?.distribution !== 'debian' && base?.distribution !== 'ubuntu') return false;
  // A heredoc may name its own interpreter.
  if (instruction.heredocs.length > 0) return false;
  return !stage.chain.some((one) =>
    one.runs.some((run) =>
      run.commands.some(
        ({ call }) =>
          call !== undefined &&
          (/^(?:dpkg-reconfigure|update-alternatives|chsh)$/.test(call.program) ||
            (/^(?:ln|mv|cp|rm)$/.test(call.program) &&
              call.args.some(({ text }) => nameOf(text) === 'sh' && text.includes('bin/')))),
      ),
    ),
  );
}

function replaced({ span: at }: ShellWord, text: string): Fix {
  return { title: `Write "${text}"`, safety: 'safe', edits: [{ span: at, text }] };
}
