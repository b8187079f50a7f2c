import { defineRule, type RunStep, type ShellCommand, span } from '../../core/rule.ts';

export default defineRule({
  id: 'dockerfile/unchecked-cd',
  title: 'Commands that run even if cd fails',
  category: 'correctness',
  severity: 'info',
  priority: 2,
  remedy: 'Join what needs the folder with `&&`, or write `cd … || exit 1`.',
  rationale:
    'A semicolon or a new line goes on whatever the command before came to. If the folder is not there, the next command works in the wrong one, ' +
    'and the build may succeed with an image that lacks what should have been made.',
  references: ['https://www.shellcheck.net/wiki/SC2164'],
  catalogue: ['dockerfile/shell-script-lint'],
  peers: ['shellcheck:SC2164', 'hadolint:SC2164'],
  on: 'run',
  names: ['cd'],
  bad: `FROM debian:13-slim
RUN cd /opt/tool; make install
`,
  good: `FROM debian:13-slim
RUN cd /opt/tool || exit 1; make install
`,
  *check({ run }) {
    if (stops(run)) return;
    for (const [index, command] of run.commands.entries()) {
      const { name, args } = command;
      const folder = args[0]?.text;
      if (name?.text !== 'cd' || args.length !== 1 || folder === undefined || certain.test(folder)) continue;
      const next = run.commands.slice(index + 1).find(({ scope }) => scope === command.scope);
      if (next?.after !== ';' || next.call === undefined || command.pipeline.length > 1) continue;
      if (command.scope?.kind === 'condition' || madeBefore(run, index, folder)) continue;
      const { source, end } = command.span;
      yield {
        at: { ...name.span, end },
        message: `If "${folder}" is not there, "${[next.call.program, next.call.args[0]?.text ?? ''].join(' ').trim()}" runs in another folder all the same.`,
        fix: {
          title: `Stop where "${folder}" is not there`,
          safety: 'review',
          edits: [{ span: span(source, end, end), text: ' || exit 1' }],
        },
      };
    }
  },
});

/** Folders that every image has, and ways back. */
const certain =
  /^(?:\/|-|~|\.|\.\.(?:\/\.\.)*|\/(?:tmp|opt|var|etc|usr|root|home|usr\/(?:src|local|share|lib|bin)(?:\/(?:src|bin|lib|share))?))\/?$/;

/** The shell ends with the first command that fails. */
function stops({ commands, shell }: RunStep): boolean {
  const option = /^-[a-z]*e/;
  return (
    shell.slice(1).some((word) => option.test(word)) ||
    commands.some(
      ({ name, args }) =>
        name?.text === 'set' &&
        args.some(
          ({ text }, index) => option.test(text) || (args[index - 1]?.text === '-o' && text === 'errexit'),
        ),
    )
  );
}

/** A command before names the folder: it made it, or went there. */
function madeBefore({ commands }: RunStep, index: number, folder: string): boolean {
  const last = folder.slice(folder.lastIndexOf('/', folder.length - 2) + 1);
  return commands
    .slice(0, index)
    .some((one: ShellCommand) => one.args.some(({ text }) => text.includes(last)));
}
