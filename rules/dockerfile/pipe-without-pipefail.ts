import {
  defineRule,
  type Fix,
  insertInstruction,
  keyword,
  type RunSubject,
  type ShellCommand,
  type ShellPipeline,
  span,
} from '../../core/rule.ts';

export default defineRule({
  id: 'dockerfile/pipe-without-pipefail',
  title: 'Pipe that hides a failure',
  category: 'correctness',
  severity: 'warning',
  priority: 2,
  remedy: 'Set pipefail for the step, or write the output to a file and read that.',
  strength: 'Pipes in builds fail when any of their commands does',
  rationale:
    'The shell takes a pipe’s outcome from its last command. A download that fails in front of `tar`, `sh` or `jq` leaves them with half a file or none, the step succeeds, and the broken layer is cached and shipped.',
  references: [
    'https://docs.docker.com/build/building/best-practices/#using-pipes',
    'https://github.com/hadolint/hadolint/wiki/DL4006',
  ],
  catalogue: ['dockerfile/pipefail'],
  peers: ['hadolint:DL4006'],
  on: 'run',
  bad: `FROM alpine:3.22
RUN wget -qO- https://example.org/tool.tar.gz | tar -xz -C /usr/local
USER nobody
`,
  good: `FROM alpine:3.22
RUN set -o pipefail && wget -qO- https://example.org/tool.tar.gz | tar -xz -C /usr/local
USER nobody
`,
  *check(subject) {
    const pipelines = subject.run.scripts.flatMap((script) => (script.broken ? [] : script.pipelines));
    for (const pipeline of pipelines) {
      const source = pipeline.pipefail ? undefined : hidden(pipeline);
      if (!source?.call) continue;
      const fix = fixFor(subject, pipeline);
      const last = pipeline.commands.at(-1)!;
      const reader =
        last === source ? 'what follows' : `"${last.call?.program ?? last.name?.text ?? 'the last command'}"`;
      yield {
        at: source.call.word.span,
        message: `When "${source.call.program}" fails, ${reader} decides how the pipe ends, and the build goes on.`,
        ...(fix && { fix }),
      };
      // One setting mends the whole step.
      return;
    }
  },
});

/** Commands that do not fail, or whose failing says nothing. */
const harmless =
  /^(?:echo|printf|yes|true|cat|:|set|ls|dpkg-query|uname|dpkg|date|env|id|whoami|grep|egrep|awk|sed|cut|tr|sort|uniq|head|tail|tee|xargs|find|wc|ldd|apt-mark|apt-cache|scanelf|readelf)$/;

/** Also questions to a package manager, whose answer is what counts, and reads of a device. */
function isHarmless(command: ShellCommand): boolean {
  const { program, args } = command.call!;
  if (program === 'dd') return args.some(({ text }) => text.startsWith('if=/dev/'));
  const [verb] = args;
  return (
    harmless.test(program) ||
    (/^(?:apk|apt|dnf|yum|rpm|npm|pip3?)$/.test(program) &&
      /^(?:info|list|show|search|-q\w*)$/.test(verb?.text ?? ''))
  );
}

/** A command of the pipe that may fail unseen, where that matters. */
function hidden({ commands, scope, span: at }: ShellPipeline) {
  if (scope?.kind === 'condition') return undefined;
  const last = commands.at(-1);
  // A reader that ends early breaks the pipe on purpose.
  if (!last || /^(?:head|grep|true)$/.test(last.call?.program ?? '')) return undefined;
  const behind = at.source.text.slice(at.end, at.end + 80);
  if (/^(?:\s|\\\r?\n)*\|\|/.test(behind)) return undefined;
  // Where the last part is no simple command, all of these stand in front of it.
  const before = last.span.end >= at.end ? commands.slice(0, -1) : commands;
  return before.find((command) => command.call && !command.call.word.dynamic && !isHarmless(command));
}

/** The step's own shell knows pipefail in Alpine (BusyBox); Debian's and Ubuntu's images have bash beside theirs. */
function fixFor({ run, stage }: RunSubject, { scope }: ShellPipeline): Fix | undefined {
  const { instruction } = run;
  if (run.form !== 'shell' || scope?.kind === 'argument' || instruction.heredocs.length > 0) return undefined;
  const distribution = stage.base?.distribution;
  const bash = /(?:^|\/)bash$/.test(run.shell[0] ?? '');
  const { source, start } = instruction.argsSpan;
  if (bash || distribution === 'alpine') {
    const strict = /^set -/.test(source.text.slice(start, start + 5));
    if (strict) return undefined;
    const edits = [{ span: span(source, start, start), text: 'set -o pipefail && ' }];
    return { title: 'Set pipefail for this step', safety: 'review', edits };
  }
  // The shell of an ONBUILD's step is the one that the stage ends with: it cannot be changed in front of the step.
  if ((distribution !== 'debian' && distribution !== 'ubuntu') || run.onbuild) return undefined;
  const line = `${keyword(instruction, 'SHELL')} ["/bin/bash", "-o", "pipefail", "-c"]`;
  return {
    title: 'Run this step and those below it with bash and pipefail',
    safety: 'review',
    edits: insertInstruction(instruction, [line], 'before'),
  };
}
