import { defineRule, type ShellCommand } from '../../core/rule.ts';

export default defineRule({
  id: 'dockerfile/overwritten-exit-status',
  title: 'Exit status of the wrong command',
  category: 'correctness',
  severity: 'warning',
  priority: 2,
  remedy: 'Ask the command itself (`if ! command; then …`), or keep `$?` in a variable right behind it.',
  rationale:
    '`$?` is what the last command came to. Behind an `echo`, and behind `&&`, that is always zero: a test of it asks nothing, and a step that failed counts as done.',
  references: [
    'https://www.shellcheck.net/wiki/SC2320',
    'https://www.shellcheck.net/wiki/SC2181',
    'https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html#tag_19_05_02',
  ],
  catalogue: ['dockerfile/shell-script-lint'],
  peers: ['shellcheck:SC2320', 'hadolint:SC2320', 'shellcheck:SC2181', 'hadolint:SC2181'],
  on: 'run',
  names: ['[', 'test', 'exit', 'return'],
  bad: `FROM debian:13-slim
RUN make; echo "make has ended"; exit $?
`,
  good: `FROM debian:13-slim
RUN make; status=$?; echo "make has ended"; exit $status
`,
  *check({ run }) {
    for (const [index, command] of run.commands.entries()) {
      const { call, after } = command;
      if (!call || !/^(?:\[|test|exit|return)$/.test(call.program)) continue;
      const status = call.args.find(({ text }) => text === '$?');
      const before = run.commands[index - 1];
      if (!status || !before) continue;
      const chained = after === '&&' && before.scope === command.scope;
      if (!chained && !(isSilent(before) && stands(before, command))) continue;
      yield {
        at: status.span,
        message: chained
          ? 'This is always 0: behind "&&" the command before has succeeded.'
          : `This is always 0: it is what "${before.call?.program}" came to.`,
      };
    }
  },
});

/** It always succeeds and does nothing but say something. */
function isSilent({ call, redirects }: ShellCommand): boolean {
  return call !== undefined && /^(?:echo|printf|true|:)$/.test(call.program) && redirects.length === 0;
}

/** One right behind the other: in the same list, or at the head of an `if` there. */
function stands(before: ShellCommand, { after, scope, pipeline }: ShellCommand): boolean {
  if (pipeline.length > 1 || before.pipeline.length > 1) return false;
  if (before.scope === scope) return after === ';';
  return scope?.kind === 'condition' && scope.parent === before.scope && after === undefined;
}
