import { type DeployedStage, defineRule, type RunStep, type ShellCommand, span } from '../../core/rule.ts';

export default defineRule({
  id: 'dockerfile/unguarded-delete',
  title: 'Delete below a variable that is empty',
  category: 'correctness',
  severity: 'warning',
  priority: 1,
  remedy: 'Write the variable as `${NAME:?}`: the build then stops where it is empty.',
  rationale:
    'A shell puts nothing in the place of a variable that has no value: `rm -rf "$TARGET"/lib` then deletes /lib. ' +
    'A variable of the shell lives as long as its RUN, and an `ARG` without a default is empty unless the build is given one.',
  references: ['https://www.shellcheck.net/wiki/SC2115', 'https://docs.docker.com/reference/dockerfile/#arg'],
  catalogue: ['dockerfile/shell-script-lint'],
  peers: ['shellcheck:SC2115', 'hadolint:SC2115'],
  on: 'run',
  names: ['rm'],
  bad: `FROM debian:13-slim
ARG PREFIX
RUN rm -rf "$PREFIX"/share/doc
`,
  good: `FROM debian:13-slim
ARG PREFIX
RUN rm -rf "\${PREFIX:?}"/share/doc
`,
  *check({ run, stage }) {
    for (const [index, { call }] of run.commands.entries()) {
      if (call?.program !== 'rm' || !call.args.some(({ text }) => /^-\w*[rR]|^--recursive$/.test(text)))
        continue;
      for (const { text, span: at } of call.args) {
        const name = /^\$\{?(\w+)\}?\/(?!$)/.exec(text)?.[1];
        const why =
          name === undefined ? undefined : emptiness(name, run, run.commands.slice(0, index), stage);
        const below = text.slice(text.indexOf('/'));
        if (name === undefined || why === undefined) continue;
        const written = at.source.text.slice(at.start, at.end);
        const place = written.search(new RegExp(`\\$(?:${name}\\b|\\{${name}\\})`));
        const form = written.startsWith('${', place) ? `\${${name}}` : `$${name}`;
        if (place < 0) continue;
        yield {
          at,
          message: `${why}: where it is empty, this deletes "${below}".`,
          fix: {
            title: `Stop the build where "${name}" is empty`,
            safety: 'review',
            edits: [
              {
                span: span(at.source, at.start + place, at.start + place + form.length),
                text: `\${${name}:?}`,
              },
            ],
          },
        };
      }
    }
  },
});

/** Why a variable may have no value here; undefined where it has one, or where that is not known. */
function emptiness(
  name: string,
  run: RunStep,
  before: readonly ShellCommand[],
  { stage }: DeployedStage,
): string | undefined {
  // The build that runs it may set the variable.
  if (run.onbuild) return undefined;
  const inStep = (one: RunStep, commands: readonly ShellCommand[]) =>
    one.instruction.joined.text.includes('set -u') || commands.some((command) => sets(command, name));
  // A loop's variable, or one that `read` or a function gives, is written without a dollar.
  if (
    inStep(run, before) ||
    new RegExp(`\\b(?:for|read|local)\\b[^;\\n]*\\b${name}\\b`).test(run.instruction.joined.text)
  )
    return undefined;
  const definitions = stage.chain
    .flatMap((one) => one.definitions)
    .filter((one) => one.name === name && one.instruction.span.start < run.instruction.span.start);
  if (definitions.some(({ kind, value }) => kind === 'ENV' || value !== undefined)) return undefined;
  if (definitions.length > 0) return `"${name}" is an ARG without a default`;
  const earlier = stage.runs.some(
    (one) =>
      one.instruction.span.start < run.instruction.span.start &&
      one.commands.some((command) => sets(command, name)),
  );
  return earlier ? `"${name}" is set in an earlier RUN, whose variables end with it` : undefined;
}

function sets({ assignments, call }: ShellCommand, name: string): boolean {
  return (
    assignments.some((one) => one.name === name) ||
    (call?.program === 'export' && call.args.some(({ text }) => text.startsWith(`${name}=`)))
  );
}
