import type { YamlMap, YamlNode, YamlSequence } from '../parse/yaml-tree.ts';
import type { Source, TextEdit } from '../text/index.ts';
import { commentStart, lineEndAt, nextCode, replacing, restIsBlank } from './yaml-place.ts';
import { replaceYaml } from './yaml-replace.ts';
import { columnOf } from './yaml-style.ts';

interface Extent {
  readonly start: number;
  readonly end: number;
}

/** Take out a key with its value, its line and the comment lines that belong to it alone. */
export function removeYaml(map: YamlMap, key: string): readonly TextEdit[] {
  const index = map.entries.findIndex((entry) => entry.key.text === key);
  if (index < 0) return [];
  if (map.entries.length === 1 && !map.flow) return replaceYaml(map, {});
  const extents = map.entries.map(({ span, key: name }) => ({
    start: Math.min(span.start, name.anchor?.span.start ?? span.start),
    end: span.end,
  }));
  return map.flow ? removeFlow(map, extents, index) : removeBlock(map.span.source, extents, index);
}

/** Take out the item at an index. */
export function removeItem(sequence: YamlSequence, index: number): readonly TextEdit[] {
  const item = sequence.items[index];
  if (!item) return [];
  if (sequence.items.length === 1 && !sequence.flow) return replaceYaml(sequence, []);
  if (sequence.flow) return removeFlow(sequence, sequence.items.map(flowExtent), index);
  const extents = sequence.items.map((each) => ({ start: dashOf(sequence, each), end: each.span.end }));
  return removeBlock(sequence.span.source, extents, index);
}

function flowExtent(item: YamlNode): Extent {
  return { start: Math.min(item.span.start, item.anchor?.span.start ?? item.span.start), end: item.span.end };
}

/** Offset of the dash before an item: at the list's column, on the item's line or above it. */
function dashOf(sequence: YamlSequence, item: YamlNode): number {
  const { source } = sequence.span;
  const column = columnOf(sequence);
  const first = source.position(sequence.span.start).line;
  for (let line = source.position(item.span.start).line; line > first; line--) {
    const at = source.lineStarts[line]! + column;
    if (source.text[at] === '-' && source.text.slice(source.lineStarts[line], at).trim() === '') return at;
  }
  return sequence.span.start;
}

function removeBlock(source: Source, extents: readonly Extent[], index: number): readonly TextEdit[] {
  const { start, end } = extents[index]!;
  const { line } = source.position(start);
  const lineEnd = lineEndAt(source, end);
  if (source.text.slice(source.lineStarts[line], start).trim() !== '') {
    const next = extents[index + 1];
    if (!next) return [replacing(source, start, end, '')];
    const comment = /\S/.exec(source.text.slice(lineEnd, next.start));
    return [replacing(source, start, comment ? lineEnd + comment.index : next.start, '')];
  }
  const from = commentStart(source, line);
  const nextLine = source.lineStarts[source.position(end).line + 1];
  if (nextLine !== undefined) return [replacing(source, from, nextLine, '')];
  return [replacing(source, from === 0 ? 0 : source.lineEnd(source.position(from).line - 1), lineEnd, '')];
}

function removeFlow(
  collection: YamlMap | YamlSequence,
  extents: readonly Extent[],
  index: number,
): readonly TextEdit[] {
  const { source } = collection.span;
  const { text } = source;
  const { start, end } = extents[index]!;
  const previous = extents[index - 1];
  const next = extents[index + 1];
  const code = nextCode(text, end);
  const comma = text[code] === ',' ? code : undefined;
  const { line } = source.position(start);
  const ownLines =
    text.slice(source.lineStarts[line], start).trim() === '' &&
    restIsBlank(source, comma === undefined ? end : comma + 1);
  if (ownLines)
    return removeFlowLines(source, { start, end: comma ?? end }, comma === undefined ? previous : undefined);
  if (next) return [replacing(source, start, next.start, '')];
  if (previous) return [replacing(source, previous.end, end, '')];
  return [replacing(source, collection.span.start + 1, collection.span.end - 1, '')];
}

/** Take out whole lines; where the last thing goes, the comma before it goes too. */
function removeFlowLines(source: Source, gone: Extent, previous: Extent | undefined): readonly TextEdit[] {
  const { text } = source;
  const from = commentStart(source, source.position(gone.start).line);
  const to = source.lineStarts[source.position(gone.end).line + 1] ?? text.length;
  const lines = replacing(source, from, to, '');
  if (!previous) return [lines];
  const comma = nextCode(text, previous.end);
  return text[comma] === ',' ? [replacing(source, comma, comma + 1, ''), lines] : [lines];
}
