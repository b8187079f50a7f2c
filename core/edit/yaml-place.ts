import type { YamlNode } from '../parse/yaml-tree.ts';
import type { Source, Span, TextEdit } from '../text/index.ts';

/** Where things stand in a YAML text, found from the text around a span. */

export function replacing(source: Source, start: number, end: number, text: string): TextEdit {
  return { span: { source, start, end }, text };
}

/** Offset at which the text of the line of `offset` ends, before its line break. */
export function lineEndAt(source: Source, offset: number): number {
  return source.lineEnd(source.position(offset).line);
}

export function lineStartAt(source: Source, offset: number): number {
  return source.lineStarts[source.position(offset).line] ?? 0;
}

/** Offset of the next character that is no blank, line break or comment; the text's length where there is none. */
export function nextCode(text: string, offset: number): number {
  let at = offset;
  while (at < text.length) {
    const character = text[at]!;
    if (character === '#' && /[\s,[{]/.test(text[at - 1] ?? ' ')) {
      const end = text.indexOf('\n', at);
      at = end < 0 ? text.length : end;
    } else if (!' \t\r\n\ufeff'.includes(character)) return at;
    else at++;
  }
  return at;
}

/** Whether a node stands inside `[ ]` or `{ }`: there a value is always followed by a comma, a colon or a bracket. */
export function isInFlow(at: Span): boolean {
  const { text } = at.source;
  const next = text[nextCode(text, at.end)];
  return next === ',' || next === ']' || next === '}';
}

/** Whether only blanks and a comment stand between `offset` and the end of its line. */
export function restIsBlank(source: Source, offset: number): boolean {
  return /^[ \t]*(?:#.*)?$/.test(source.text.slice(offset, lineEndAt(source, offset)));
}

/** The column at which the key or the item of a line begins, behind its indentation and dashes. */
export function contentColumn(line: string): number {
  return /^ *(?:- +)*/.exec(line)![0].length;
}

/** The last line before `line` that holds more than a comment; undefined at the text's start. */
export function codeLineBefore(source: Source, line: number): number | undefined {
  for (let at = line - 1; at >= 0; at--) {
    const body = source.line(at).trim();
    if (body !== '' && !body.startsWith('#')) return at;
  }
  return undefined;
}

/** Offset at which the code of a line that ends with a key, a dash, a tag or an anchor ends: before its comment. */
export function codeEnd(source: Source, line: number): number {
  const text = source.line(line);
  const code = /^(.*?(?::|-|[&!]\S*))[ \t]+#/.exec(text)?.[1] ?? text.trimEnd();
  return source.lineStarts[line]! + code.length;
}

/** Offset of the start of the comment lines that stand directly above a line, in its own indentation. */
export function commentStart(source: Source, line: number): number {
  const indent = indentOf(source.line(line));
  let first = line;
  while (first > 0) {
    const above = source.line(first - 1);
    if (!above.trimStart().startsWith('#') || indentOf(above) !== indent) break;
    first--;
  }
  return source.lineStarts[first]!;
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

/** Offset at which a new line can be put behind a node: the end of its last line, and of what a `|+` scalar keeps. */
export function behind(source: Source, node: YamlNode | undefined, end: number): number {
  let line = source.position(end).line;
  if (keepsLines(node)) {
    while (line + 1 < source.lineStarts.length - 1 && source.line(line + 1).trim() === '') line++;
  }
  return source.lineEnd(line);
}

/** Whether a node ends with a `|+` scalar, to which blank lines behind it belong. */
export function keepsLines(node: YamlNode | undefined): boolean {
  const last = lastScalar(node);
  return last !== undefined && /^[|>]\S*\+/.test(last.source.text.slice(last.start, last.start + 3));
}

function lastScalar(node: YamlNode | undefined): Span | undefined {
  if (!node || node.kind === 'alias') return undefined;
  if (node.kind === 'scalar')
    return node.style === 'literal' || node.style === 'folded' ? node.span : undefined;
  return lastScalar(node.kind === 'map' ? node.entries.at(-1)?.value : node.items.at(-1));
}

/** Whether the lines at two offsets have a blank line between them. */
export function hasBlankBetween(source: Source, from: number, to: number): boolean {
  return /\n[ \t]*\r?\n/.test(source.text.slice(from, to));
}
