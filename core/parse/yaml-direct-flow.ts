import { code, unusual, type YamlCursor } from './yaml-cursor.ts';
import { readAlias } from './yaml-direct-marks.ts';
import { readQuoted } from './yaml-direct-scalars.ts';
import { DuplicateKeys } from './yaml-keys.ts';
import { plainValue } from './yaml-scalar.ts';
import type { YamlEntry, YamlMap, YamlNode, YamlScalar, YamlSequence } from './yaml-tree.ts';

/** `[ ]` or `{ }`; the cursor ends behind it. `minimum`: the column that its further lines have at least. */
export function readFlow(cursor: YamlCursor, minimum: number): YamlMap | YamlSequence {
  const { context } = cursor;
  const start = cursor.offset;
  const isMap = cursor.text.charCodeAt(start) === code.openBrace;
  const closing = isMap ? code.closeBrace : code.closeBracket;
  const entries: YamlEntry[] = [];
  const items: YamlNode[] = [];
  const seen = isMap ? new DuplicateKeys(context) : undefined;
  if (++cursor.flowDepth > 40) throw unusual;
  cursor.offset++;
  for (;;) {
    if (skip(cursor, minimum) === closing) break;
    const read = readItem(cursor, minimum, isMap);
    if ('key' in read) {
      seen?.add(read.key);
      if (isMap) entries.push(read);
      else items.push({ kind: 'map', entries: [read], flow: true, span: read.span });
    } else items.push(read);
    const next = skip(cursor, minimum);
    if (next === closing) break;
    if (next !== code.comma) throw unusual;
    cursor.offset++;
  }
  cursor.flowDepth--;
  cursor.offset++;
  const span = context.span(start, cursor.offset);
  return isMap ? { kind: 'map', entries, flow: true, span } : { kind: 'sequence', items, flow: true, span };
}

function readItem(cursor: YamlCursor, minimum: number, inMap: boolean): YamlEntry | YamlNode {
  const quoted = isQuote(cursor.text.charCodeAt(cursor.offset));
  const node = readValue(cursor, minimum);
  const behind = cursor.offset;
  cursor.skipSpaces();
  const colon = cursor.offset;
  const follows = cursor.text.charCodeAt(colon) === code.colon && (quoted || isFlowBlank(cursor, colon + 1));
  if (!follows) {
    cursor.offset = behind;
    if (!inMap) return node;
    if (node.kind !== 'scalar') throw unusual;
    return { key: keyOf(cursor, node), span: node.span };
  }
  if (node.kind !== 'scalar' || cursor.text.slice(node.span.start, node.span.end).includes('\n'))
    throw unusual;
  if (colon - node.span.start > 1000) throw unusual;
  cursor.offset = colon + 1;
  const key = keyOf(cursor, node);
  const next = skip(cursor, minimum);
  if (next === code.comma || next === code.closeBrace || next === code.closeBracket) {
    return { key, span: cursor.context.span(node.span.start, colon + 1) };
  }
  const value = readValue(cursor, minimum);
  return { key, value, span: cursor.context.span(node.span.start, value.span.end) };
}

/** A key keeps its text also where it reads as null. */
function keyOf(cursor: YamlCursor, node: YamlScalar): YamlScalar {
  return node.value === null ? { ...node, text: cursor.text.slice(node.span.start, node.span.end) } : node;
}

function readValue(cursor: YamlCursor, minimum: number): YamlNode {
  const first = cursor.text.charCodeAt(cursor.offset);
  if (isQuote(first)) return readQuoted(cursor, minimum, false);
  if (first === code.openBracket || first === code.openBrace) return readFlow(cursor, minimum);
  if (first === code.asterisk) return readAlias(cursor);
  return readFlowPlain(cursor);
}

function isQuote(found: number): boolean {
  return found === code.doubleQuote || found === code.singleQuote;
}

function isFlowIndicator(found: number): boolean {
  return (
    found === code.comma ||
    found === code.openBracket ||
    found === code.closeBracket ||
    found === code.openBrace ||
    found === code.closeBrace
  );
}

function isFlowBlank(cursor: YamlCursor, offset: number): boolean {
  return cursor.isBlank(offset) || isFlowIndicator(cursor.text.charCodeAt(offset));
}

const reserved = ',[]{}#&*!|>\'"%@`-?:';

/** An unquoted scalar on one line. */
function readFlowPlain(cursor: YamlCursor): YamlScalar {
  const { text, offset: start } = cursor;
  if (reserved.includes(text[start] ?? ',') && !(text[start] === '-' && !isFlowBlank(cursor, start + 1)))
    throw unusual;
  let end = start;
  let at = start;
  for (; at < text.length; at++) {
    const found = text.charCodeAt(at);
    if (found === code.space) continue;
    if (found === code.newline || found === code.carriageReturn || isFlowIndicator(found)) break;
    if (found === code.tab) throw unusual;
    if (found === code.hash && at > end) break;
    if (found === code.colon && isFlowBlank(cursor, at + 1)) break;
    end = at + 1;
  }
  cursor.offset = end;
  const raw = text.slice(start, end);
  const value = plainValue(raw);
  return {
    kind: 'scalar',
    text: value === null ? '' : raw,
    value,
    style: 'plain',
    span: cursor.context.span(start, end),
  };
}

/** Go over blanks, comments and line breaks to the next character; its code. Lines must be indented, a last bracket may stand one less. */
function skip(cursor: YamlCursor, minimum: number): number {
  const { text } = cursor;
  let lineStart = -1;
  for (;;) {
    const before = cursor.offset;
    cursor.skipSpaces();
    const found = text.charCodeAt(cursor.offset);
    if (cursor.atEnd) throw unusual;
    if (found === code.hash) {
      if (cursor.offset === before && lineStart !== before) throw unusual;
    } else if (found !== code.newline && found !== code.carriageReturn) {
      if (lineStart >= 0) checkLine(cursor, cursor.offset - lineStart, found, minimum);
      return found;
    }
    cursor.nextLine();
    lineStart = cursor.offset;
  }
}

function checkLine(cursor: YamlCursor, column: number, found: number, minimum: number): void {
  if (column === 0 && cursor.atMarker()) throw unusual;
  if (column >= minimum) return;
  const closes = found === code.closeBrace || found === code.closeBracket;
  if (!closes || column !== minimum - 1 || cursor.flowDepth !== 1) throw unusual;
}
