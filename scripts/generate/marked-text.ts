import type { Finding, Span } from '../../core/index.ts';

/** A place in a text and what is said of it. */
export interface Mark {
  readonly at: Span;
  readonly message: string;
}

/** A text with a line of carets under each marked place: `#   ^^^^ message`, in the columns of what it marks. */
export function markedText(text: string, marks: readonly Mark[]): string {
  const lines = text.split('\n');
  const below = new Map<number, string[]>();
  const sorted = [...marks].sort((a, b) => a.at.start - b.at.start || a.at.end - b.at.end);
  for (const { at, message } of sorted) {
    const { line, column } = at.source.position(at.start);
    below.set(line, [...(below.get(line) ?? []), caretLine(column, at.end - at.start, message)]);
  }
  return lines.flatMap((line, number) => [line, ...(below.get(number) ?? [])]).join('\n');
}

/** A place in the first column leaves no room for the comment sign. */
export function caretLine(column: number, length: number, message: string): string {
  const indent = column === 0 ? '' : `#${' '.repeat(column - 1)}`;
  return `${indent}${'^'.repeat(Math.max(1, length))} ${message}`;
}

/** The findings of a file as marks. */
export function marksOf(findings: readonly Finding[], path: string): readonly Mark[] {
  return findings
    .filter((finding) => finding.at.source.path === path)
    .map(({ at, message }) => ({ at, message }));
}

/** The language of a Markdown fence for a file. */
export function fenceLanguage(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (/\.ya?ml$/.test(name)) return 'yaml';
  if (/dockerfile|containerfile/i.test(name) && !name.endsWith('.dockerignore')) return 'dockerfile';
  if (/\.(?:conf|nginx|template)$/.test(name)) return 'nginx';
  return /\.sh$/.test(name) ? 'sh' : /\.json$/.test(name) ? 'json' : 'text';
}
