import { CST } from 'yaml';
import { code, unusual, type YamlCursor } from './yaml-cursor.ts';
import { plainValue, taggedValue } from './yaml-scalar.ts';
import type { YamlScalar } from './yaml-tree.ts';

/** Scalars as the direct reader takes them. `minimum`: the column that lines which continue a scalar have at least. */

/** An unquoted scalar of one line or several; the cursor ends behind it. */
export function readPlain(cursor: YamlCursor, minimum: number, tag: string | undefined): YamlScalar {
  const start = cursor.offset;
  checkPlainStart(cursor);
  let end = plainEnd(cursor, start);
  const firstEnd = end;
  cursor.offset = end;
  for (;;) {
    const next = continuation(cursor, end, minimum);
    if (next === undefined) break;
    end = plainEnd(cursor, next);
    cursor.offset = end;
  }
  const raw = cursor.text.slice(start, end);
  const text = end === firstEnd ? raw : resolve('scalar', start, raw);
  const value = tag ? taggedValue(tag, text, true) : plainValue(text);
  return {
    kind: 'scalar',
    text: value === null ? '' : text,
    value,
    style: 'plain',
    span: cursor.context.span(start, end),
  };
}

const reserved = ',[]{}#&*!|>\'"%@`';

export function checkPlainStart(cursor: YamlCursor): void {
  const { text, offset } = cursor;
  const first = text.charCodeAt(offset);
  if (first === code.dash || first === code.question || first === code.colon) {
    if (cursor.isBlank(offset + 1)) throw unusual;
  } else if (reserved.includes(text[offset]!)) throw unusual;
}

/** Where the part of a plain scalar on one line ends; a `: ` in it is left to others. */
function plainEnd(cursor: YamlCursor, start: number): number {
  const { text } = cursor;
  let last = start;
  for (let at = start; at < text.length; at++) {
    const found = text.charCodeAt(at);
    if (found === code.newline) break;
    if (found === code.space || found === code.tab || found === code.carriageReturn) continue;
    if (found === code.hash && at > last && at > start) break;
    if (found === code.colon && cursor.isBlank(at + 1)) throw unusual;
    last = at + 1;
  }
  return last;
}

/** Offset of the text on a following line that continues a plain scalar which ends at `end`. */
function continuation(cursor: YamlCursor, end: number, minimum: number): number | undefined {
  const { text } = cursor;
  let at = end;
  while (text.charCodeAt(at) === code.space) at++;
  if (text.charCodeAt(at) === code.carriageReturn) at++;
  if (text.charCodeAt(at) !== code.newline) return undefined;
  for (;;) {
    const lineStart = at + 1;
    at = lineStart;
    while (text.charCodeAt(at) === code.space) at++;
    const found = text.charCodeAt(at);
    if (found === code.tab) throw unusual;
    if (found === code.carriageReturn) at++;
    if (found === code.newline || found === code.carriageReturn) continue;
    if (at >= text.length || found === code.hash || at - lineStart < minimum) return undefined;
    if (at === lineStart) throw unusual;
    return at;
  }
}

/** Where a key without quotes ends: at its colon, blanks before it left out. @returns undefined where no colon follows. */
export function plainKeyEnd(cursor: YamlCursor): number | undefined {
  const { text, offset } = cursor;
  let last = offset;
  for (let at = offset; at < text.length; at++) {
    const found = text.charCodeAt(at);
    if (found === code.newline) return undefined;
    if (found === code.space) continue;
    if (found === code.tab) throw unusual;
    if (found === code.hash && at > last) return undefined;
    if (found === code.colon && cursor.isBlank(at + 1)) return last;
    last = at + 1;
  }
  return undefined;
}

/** A scalar in quotes; the cursor ends behind it. `oneLine`: as a key must be. */
export function readQuoted(cursor: YamlCursor, minimum: number, oneLine: boolean, tag?: string): YamlScalar {
  const { text, offset: start } = cursor;
  const double = text.charCodeAt(start) === code.doubleQuote;
  const end = (double ? doubleEnd(text, start) : singleEnd(text, start)) + 1;
  const inner = text.slice(start + 1, end - 1);
  let value = inner;
  if (inner.includes('\n')) {
    if (oneLine) throw unusual;
    checkIndentation(cursor, start, end, minimum);
    value = resolve(double ? 'double-quoted-scalar' : 'single-quoted-scalar', start, text.slice(start, end));
  } else if (double && inner.includes('\\'))
    value = resolve('double-quoted-scalar', start, text.slice(start, end));
  else if (!double && inner.includes("'")) value = inner.replaceAll("''", "'");
  cursor.offset = end;
  const typed = tag ? taggedValue(tag, value, false) : value;
  const style = double ? 'double' : 'single';
  return {
    kind: 'scalar',
    text: typed === null ? '' : value,
    value: typed,
    style,
    span: cursor.context.span(start, end),
  };
}

function doubleEnd(text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  while (end > 0) {
    let slashes = 0;
    while (text.charCodeAt(end - 1 - slashes) === code.backslash) slashes++;
    if (slashes % 2 === 0) return end;
    end = text.indexOf('"', end + 1);
  }
  throw unusual;
}

function singleEnd(text: string, start: number): number {
  let end = text.indexOf("'", start + 1);
  while (end > 0 && text.charCodeAt(end + 1) === code.singleQuote) end = text.indexOf("'", end + 2);
  if (end < 0) throw unusual;
  return end;
}

/** The lines of a quoted scalar behind its first must be indented, or blank. */
function checkIndentation(cursor: YamlCursor, start: number, end: number, minimum: number): void {
  const { text } = cursor;
  for (let at = text.indexOf('\n', start); at >= 0 && at < end; at = text.indexOf('\n', at + 1)) {
    let next = at + 1;
    while (text.charCodeAt(next) === code.space) next++;
    const found = text.charCodeAt(next);
    const blank = found === code.newline || found === code.carriageReturn;
    if (found === code.tab || (!blank && next - at - 1 < Math.max(minimum, 1))) throw unusual;
  }
}

const header = /[|>](-?)(?= *(?: #[^\n]*)?\r?\n)/y;

/** A `|` or `>` scalar; the cursor ends behind its last line with content. */
export function readBlockScalar(cursor: YamlCursor, minimum: number, tag: string | undefined): YamlScalar {
  const { text, offset: start } = cursor;
  header.lastIndex = start;
  if (!header.test(text)) throw unusual;
  const headerEnd = header.lastIndex;
  cursor.offset = headerEnd;
  cursor.atLineEnd();
  cursor.nextLine();
  const bodyStart = cursor.offset;
  const bodyEnd = blockEnd(cursor, minimum);
  const source = `${text.slice(bodyStart, bodyEnd)}\n`;
  const raw = resolveBlock(start, text.slice(start, headerEnd), source);
  const value = tag ? taggedValue(tag, raw, false) : raw;
  let end = bodyEnd;
  while (' \t\r\n'.includes(text[end - 1]!)) end--;
  cursor.offset = bodyEnd;
  return {
    kind: 'scalar',
    text: value === null ? '' : raw,
    value,
    style: text.charCodeAt(start) === code.bar ? 'literal' : 'folded',
    span: cursor.context.span(start, end),
  };
}

/** End of the last line with content; all such lines stand at the first one's column or further in. */
function blockEnd(cursor: YamlCursor, minimum: number): number {
  const { text } = cursor;
  let indent = -1;
  let end = -1;
  let longestBlank = 0;
  for (let lineStart = cursor.offset; lineStart < text.length; ) {
    let at = lineStart;
    while (text.charCodeAt(at) === code.space) at++;
    const found = text.charCodeAt(at);
    const lineEnd = cursor.lineEnd(at);
    if (at === lineEnd) longestBlank = Math.max(longestBlank, at - lineStart);
    else if (indent < 0 || at - lineStart < indent) {
      if (found === code.tab) throw unusual;
      if (at - lineStart < Math.max(minimum, 1)) break;
      if (indent >= 0) throw unusual;
      indent = at - lineStart;
    }
    if (at < lineEnd) end = lineEnd;
    const next = text.indexOf('\n', lineEnd);
    if (next < 0) break;
    lineStart = next + 1;
  }
  if (indent < 0 || longestBlank > indent) throw unusual;
  return end;
}

type FlowType = 'scalar' | 'single-quoted-scalar' | 'double-quoted-scalar';

function resolve(type: FlowType, offset: number, source: string): string {
  return CST.resolveAsScalar({ type, offset, indent: 0, source }, true, giveUp).value;
}

function resolveBlock(offset: number, mark: string, source: string): string {
  const props = [
    { type: 'block-scalar-header' as const, offset, indent: 0, source: mark },
    { type: 'newline' as const, offset: offset + mark.length, indent: 0, source: '\n' },
  ];
  return CST.resolveAsScalar({ type: 'block-scalar', offset, indent: 0, props, source }, true, giveUp).value;
}

function giveUp(): never {
  throw unusual;
}
