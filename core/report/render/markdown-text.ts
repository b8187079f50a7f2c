import { type ReportContext, shownPath } from '../report.ts';

import { printable } from './width.ts';

/**
 * A text that Markdown shows as it is: what would be read as markup, HTML or mathematics is escaped.
 * Characters: CommonMark 0.31 "Backslash escapes", and `$`, with which VS Code's preview sets formulas.
 */
export function plain(text: string): string {
  return printable(text)
    .replace(/[\\`*[\]<>|$~]/g, '\\$&')
    .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\_')
    .replace(/&(?=#?\w+;)/g, '\\&')
    .replace(/^(\s*)([#+-])/, '$1\\$2')
    .replace(/^(\s*\d+)([.)])/, '$1\\$2');
}

/** A text set as code, whatever backticks are in it. */
export function code(text: string): string {
  const clean = printable(text);
  const longest = Math.max(0, ...[...clean.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const space = clean.startsWith('`') || clean.endsWith('`') ? ' ' : '';
  return `${fence}${space}${clean}${space}${fence}`;
}

/** A sentence in which what stands between backticks is code. */
export function marked(text: string): string {
  return text
    .split('`')
    .map((part, index) => (index % 2 === 0 ? plain(part) : code(part)))
    .join('');
}

/** A link; its address may hold any character. */
export function link(text: string, address: string): string {
  return `[${plain(text)}](${address.replace(/[()<> \\]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)})`;
}

export interface MarkdownContext extends ReportContext {
  /** `YYYY-MM-DD`; absent, the report bears no date. */
  readonly today?: string;
  /** Where a link to a line (from 1) of a file leads; by default the path relative to the working directory with `#L12`. */
  readonly href?: (path: string, line: number) => string;
}

/** A link to a line (from 1) of a file. */
export function fileLink(path: string, line: number, { cwd, href }: MarkdownContext): string {
  const shown = shownPath(path, cwd);
  return link(
    `${shown}:${line}`,
    href ? href(path, line) : `${encodeURI(shown).replace(/[#?]/g, encodeURIComponent)}#L${line}`,
  );
}
