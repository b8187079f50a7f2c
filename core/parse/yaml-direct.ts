import type { YamlContext } from './yaml-context.ts';
import { code, unusual, YamlCursor } from './yaml-cursor.ts';
import { readFlow } from './yaml-direct-flow.ts';
import { type Marks, readAlias, readMarks } from './yaml-direct-marks.ts';
import { readKeyAlone, readPart } from './yaml-direct-part.ts';
import {
  checkPlainStart,
  plainKeyEnd,
  readBlockScalar,
  readPlain,
  readQuoted,
} from './yaml-direct-scalars.ts';
import { DuplicateKeys, emptyScalar } from './yaml-keys.ts';
import { plainValue } from './yaml-scalar.ts';
import type { YamlComment, YamlEntry, YamlMap, YamlNode, YamlScalar, YamlSequence } from './yaml-tree.ts';

/**
 * Read a YAML text of the usual forms straight into its tree, many times faster than by way of the `yaml` package.
 * What it knows it reads exactly as that package does. An entry that holds anything else, or a mistake, it hands to the
 * package alone, so what surrounds a broken line stays as it is.
 * @returns undefined where no entry could be told apart: the package then has to read the whole text.
 */
export function readDirectly(
  context: YamlContext,
):
  | { readonly documents: readonly (YamlNode | undefined)[]; readonly comments: readonly YamlComment[] }
  | undefined {
  const { text } = context.source;
  if ((text.includes('\r') && /\r(?!\n)/.test(text)) || text.includes('\ufeff', 1)) return undefined;
  const cursor = new YamlCursor(context);
  try {
    return { documents: readStream(cursor), comments: cursor.comments };
  } catch (error) {
    if (error === unusual) return undefined;
    throw error;
  }
}

function readStream(cursor: YamlCursor): readonly (YamlNode | undefined)[] {
  const documents: (YamlNode | undefined)[] = [];
  let ended = false;
  cursor.findContent();
  while (!cursor.atEnd) {
    if (cursor.column < 0) {
      const ends = cursor.text[cursor.offset] === '.';
      if (ends && (ended || documents.length === 0)) throw unusual;
      ended = ends;
      cursor.offset += 3;
      cursor.leaveLine();
      if (ends) continue;
    }
    ended = false;
    cursor.context.startDocument();
    documents.push(cursor.column < 0 ? undefined : readDocument(cursor));
    if (cursor.column >= 0) throw unusual;
  }
  return documents;
}

function readDocument(cursor: YamlCursor): YamlNode {
  if (cursor.isDash()) return readSequence(cursor, cursor.column);
  const first = cursor.text[cursor.offset];
  if (first !== '[' && first !== '{') return readMap(cursor, cursor.column);
  const flow = readFlow(cursor, 0);
  cursor.leaveLine();
  return flow;
}

/** A block mapping whose keys stand at `column`; the cursor ends at the next content outside of it. */
function readMap(cursor: YamlCursor, column: number): YamlMap {
  if (++cursor.depth > 90) throw unusual;
  const entries: YamlEntry[] = [];
  const seen = new DuplicateKeys(cursor.context);
  do {
    for (const entry of readEntry(cursor, column, entries.length === 0)) {
      seen.add(entry.key);
      entries.push(entry);
    }
  } while (cursor.column === column && !cursor.isDash());
  cursor.depth--;
  const span = cursor.context.span(entries[0]!.span.start, entries.at(-1)!.span.end);
  return { kind: 'map', entries, flow: false, span };
}

/** One entry; several where the slower reader made more of it. */
function readEntry(cursor: YamlCursor, column: number, first: boolean): readonly YamlEntry[] {
  const mark = cursor.mark();
  const key = readKey(cursor);
  if (!key) return [readKeyAlone(cursor, column, first)];
  const colonEnd = cursor.offset;
  if (colonEnd - key.span.start > 1000) throw unusual;
  try {
    const value = readValue(cursor, column);
    return value
      ? [{ key, value, span: cursor.context.span(key.span.start, value.span.end) }]
      : [{ key, span: cursor.context.span(key.span.start, colonEnd) }];
  } catch (error) {
    if (error !== unusual) throw error;
    cursor.goBack(mark);
    return readPart(cursor, column);
  }
}

/** A key; the cursor ends behind its colon. Undefined where no colon stands on its line. */
function readKey(cursor: YamlCursor): YamlScalar | undefined {
  const { text, offset: start } = cursor;
  const first = text.charCodeAt(start);
  if (first === code.doubleQuote || first === code.singleQuote) {
    const key = readQuoted(cursor, 0, true);
    cursor.skipSpaces();
    if (!isColon(cursor)) throw unusual;
    cursor.offset++;
    return key;
  }
  checkPlainStart(cursor);
  const end = plainKeyEnd(cursor);
  if (end === undefined) return undefined;
  cursor.offset = text.indexOf(':', end) + 1;
  const raw = text.slice(start, end);
  return {
    kind: 'scalar',
    text: raw,
    value: plainValue(raw),
    style: 'plain',
    span: cursor.context.span(start, end),
  };
}

function isColon(cursor: YamlCursor): boolean {
  return cursor.text.charCodeAt(cursor.offset) === code.colon && cursor.isBlank(cursor.offset + 1);
}

/** A block sequence whose dashes stand at `column`; the cursor ends at the next content outside of it. */
function readSequence(cursor: YamlCursor, column: number): YamlSequence {
  if (++cursor.depth > 90) throw unusual;
  const items: YamlNode[] = [];
  const start = cursor.offset;
  let end = start;
  do {
    const dash = cursor.offset++;
    const item = readValue(cursor, column, dash) ?? emptyScalar(cursor.context, dash + 1);
    items.push(item);
    end = item.span.end;
  } while (cursor.column === column && cursor.isDash());
  cursor.depth--;
  return { kind: 'sequence', items, flow: false, span: cursor.context.span(start, end) };
}

/**
 * What stands behind a key's colon or an item's dash, on its line or below; undefined where nothing does.
 * The cursor ends at the next content. `column`: that of the key or dash; `dash`: the dash's offset.
 */
function readValue(cursor: YamlCursor, column: number, dash?: number): YamlNode | undefined {
  const marks = readMarks(cursor);
  const name = marks?.anchor?.name;
  if (name !== undefined) cursor.context.open(name);
  const node = cursor.atLineEnd()
    ? readBelow(cursor, column, dash === undefined)
    : readBeside(cursor, column, marks, dash);
  if (!marks) return node;
  const plain = node ?? emptyScalar(cursor.context, marks.end, marks.tag);
  const result: YamlNode = {
    ...plain,
    ...(marks.tag !== undefined && { tag: marks.tag }),
    ...(marks.anchor && { anchor: marks.anchor }),
  };
  if (name !== undefined) cursor.context.define(name, result);
  return result;
}

/** A value on the lines below: further in, or a list at its key's own column. */
function readBelow(cursor: YamlCursor, column: number, behindKey: boolean): YamlNode | undefined {
  cursor.leaveLine();
  if (cursor.column > column) return readNested(cursor, column);
  if (behindKey && cursor.column === column && cursor.isDash()) return readSequence(cursor, column);
  return undefined;
}

function readNested(cursor: YamlCursor, column: number): YamlNode {
  const inner = cursor.column;
  if (cursor.isDash()) return within(readSequence(cursor, inner), cursor, column);
  const first = cursor.text.charCodeAt(cursor.offset);
  if (first === code.openBracket || first === code.openBrace) {
    const flow = readFlow(cursor, column + 1);
    cursor.leaveLine();
    return within(flow, cursor, column);
  }
  return within(readMap(cursor, inner), cursor, column);
}

/** What follows a nested node must stand outside of what holds it. */
function within<T>(node: T, cursor: YamlCursor, column: number): T {
  if (cursor.column > column) throw unusual;
  return node;
}

/** A value on the line of its key or dash. */
function readBeside(
  cursor: YamlCursor,
  column: number,
  marks: Marks | undefined,
  dash: number | undefined,
): YamlNode {
  const { text, offset } = cursor;
  const first = text.charCodeAt(offset);
  const compact = dash === undefined || marks ? undefined : readCompact(cursor, column + offset - dash);
  if (compact) return within(compact, cursor, column);
  const node = readInline(cursor, first, column + 1, marks);
  cursor.leaveLine();
  return within(node, cursor, column);
}

/** A mapping or list that begins on the line of its dash; undefined where something else stands there. */
function readCompact(cursor: YamlCursor, column: number): YamlNode | undefined {
  if (cursor.isDash()) return readSequence(cursor, column);
  const start = cursor.offset;
  const first = cursor.text.charCodeAt(start);
  if (first === code.doubleQuote || first === code.singleQuote) {
    readQuoted(cursor, 0, false);
    cursor.skipSpaces();
    const key = isColon(cursor);
    cursor.offset = start;
    return key ? readMap(cursor, column) : undefined;
  }
  if ('[{*|>'.includes(cursor.text[start]!)) return undefined;
  return plainKeyEnd(cursor) === undefined ? undefined : readMap(cursor, column);
}

function readInline(cursor: YamlCursor, first: number, minimum: number, marks: Marks | undefined): YamlNode {
  switch (first) {
    case code.asterisk:
      if (marks) throw unusual;
      return readAlias(cursor);
    case code.openBracket:
    case code.openBrace:
      return readFlow(cursor, minimum);
    case code.doubleQuote:
    case code.singleQuote:
      return readQuoted(cursor, minimum, false, marks?.tag);
    case code.bar:
    case code.greater:
      return readBlockScalar(cursor, minimum, marks?.tag);
    default:
      return readPlain(cursor, minimum, marks?.tag);
  }
}
