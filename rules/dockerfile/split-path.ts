import { defineRule, type ShellWord, span } from '../../core/rule.ts';

export default defineRule({
  id: 'dockerfile/split-path',
  title: 'Path with a blank, unquoted',
  category: 'correctness',
  severity: 'warning',
  priority: 2,
  remedy: 'Put the word into double quotes.',
  rationale:
    'A shell splits the value of an unquoted variable at its blanks. A path that has one becomes two arguments, and what stands behind the variable belongs to the last of them only: ' +
    '`$HOME_OF_APP/bin` with the value `/opt/My App` means `/opt/My` and `App/bin`.',
  references: ['https://www.shellcheck.net/wiki/SC2086'],
  catalogue: ['dockerfile/shell-script-lint'],
  peers: ['shellcheck:SC2086', 'hadolint:SC2086'],
  on: 'run',
  bad: `FROM debian:13-slim
ENV APP_HOME="/opt/My App"
RUN mkdir -p $APP_HOME/bin
`,
  good: `FROM debian:13-slim
ENV APP_HOME="/opt/My App"
RUN mkdir -p "$APP_HOME/bin"
`,
  *check({ run, stage }) {
    // Its variables are those of another build.
    if (run.onbuild) return;
    for (const { call } of run.commands) {
      for (const word of call?.args ?? []) {
        const name = unquotedStart(word);
        if (name === undefined) continue;
        const values = stage.stage.chain
          .flatMap((one) => one.definitions)
          .filter((one) => one.name === name && one.instruction.span.start < run.instruction.span.start);
        const value = values.at(-1)?.value;
        const inStep = run.commands.some(({ assignments }) => assignments.some((one) => one.name === name));
        // Several paths are meant to be several words.
        if (!value || value.dynamic || inStep || !/^\/\S* (?![/-])\S+$/.test(value.value)) continue;
        const { source, start, end } = word.span;
        yield {
          at: word.span,
          message: `"${name}" is "${value.value}": without quotes the shell makes two words of "${word.text}".`,
          fix: {
            title: `Quote "${word.text}"`,
            safety: 'review',
            edits: [
              { span: span(source, start, start), text: '"' },
              { span: span(source, end, end), text: '"' },
            ],
          },
        };
      }
    }
  },
});

/** The variable that a word begins with, where it is unquoted and a path goes on behind it. */
function unquotedStart({ text, unquoted, quoted }: ShellWord): string | undefined {
  if (quoted || unquoted.length !== 1) return undefined;
  return /^\$\{?(\w+)\}?\/[\w./-]+$/.exec(text)?.[1];
}
