import { defineRule, removeWords, span, type TextEdit } from '../../core/rule.ts';

export default defineRule({
  id: 'dockerfile/useless-cat',
  title: 'Needless cat before a pipe',
  category: 'correctness',
  severity: 'info',
  priority: 3,
  off: true,
  remedy: 'Let the command read the file: `command < file`.',
  rationale:
    'The command reads the file itself, without a second process. ' +
    'Without the pipe a file that is missing also fails the step, where `cat` fails unseen unless pipefail is set. Many find the pipe easier to read, so this is off until it is asked for.',
  references: ['https://www.shellcheck.net/wiki/SC2002'],
  catalogue: ['dockerfile/shell-script-lint'],
  peers: ['shellcheck:SC2002', 'hadolint:SC2002'],
  on: 'run',
  names: ['cat'],
  bad: `FROM debian:13-slim
RUN cat packages.txt | sort > sorted.txt
`,
  good: `FROM debian:13-slim
RUN sort < packages.txt > sorted.txt
`,
  *check({ run }) {
    for (const { pipeline, name, args, redirects } of run.commands) {
      const [first, second] = pipeline;
      const [file] = args;
      if (name?.text !== 'cat' || first?.name !== name || !second?.name || args.length !== 1 || !file)
        continue;
      if (redirects.length > 0 || file.dynamic || /^-|[*?[]/.test(file.text)) continue;
      if (second.redirects.some(({ operator }) => operator.includes('<'))) continue;
      const { source } = name.span;
      const behind = second.args.at(-1) ?? second.name;
      const written = source.text.slice(file.span.start, file.span.end);
      const edits: readonly TextEdit[] = [
        ...removeWords(name, { ...second.name, span: second.span }),
        { span: span(source, behind.span.end, behind.span.end), text: ` < ${written}` },
      ];
      const plain = /^[ \t]*\|[ \t]*$/.test(source.text.slice(file.span.end, second.span.start));
      yield {
        at: name.span,
        message: `"${second.name.text}" can read "${file.text}" itself.`,
        ...(plain && {
          fix: { title: `Let "${second.name.text}" read "${file.text}"`, safety: 'review' as const, edits },
        }),
      };
    }
  },
});
