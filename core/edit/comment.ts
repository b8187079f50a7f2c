import type { Span, TextEdit } from '../text/index.ts';

/** Take out a comment: its whole line where it stands alone, else the comment and the blanks before it. */
export function removeComment(comment: Span): readonly TextEdit[] {
  const { source, start, end } = comment;
  const line = source.position(start).line;
  const lineStart = source.lineStarts[line] ?? 0;
  const before = source.text.slice(lineStart, start);
  if (before.trim() === '') {
    return [
      {
        span: { source, start: lineStart, end: source.lineStarts[line + 1] ?? source.text.length },
        text: '',
      },
    ];
  }
  return [{ span: { source, start: lineStart + before.trimEnd().length, end }, text: '' }];
}

/** A line that accepts findings of a rule, to stand above the line of `at`, in its indentation. */
export function ignoreComment(at: Span, ruleId: string, reason: string): TextEdit {
  const { source } = at;
  const line = source.position(at.start).line;
  const start = source.lineStarts[line] ?? 0;
  const indent = /^[ \t]*/.exec(source.line(line))?.[0] ?? '';
  return {
    span: { source, start, end: start },
    text: `${indent}# seaworthy-ignore ${ruleId} -- ${reason}${source.eol}`,
  };
}
