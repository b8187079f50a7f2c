import type { YamlEntry, YamlMap, YamlNode, YamlSequence } from '../parse/yaml-tree.ts';
import type { TextEdit } from '../text/index.ts';
import {
  behind,
  hasBlankBetween,
  keepsLines,
  lineEndAt,
  nextCode,
  replacing,
  restIsBlank,
} from './yaml-place.ts';
import { columnOf, styleOf, styleWithin, type YamlStyle } from './yaml-style.ts';
import { quoted, writeEntry, writeFlow, writeFlowEntry, writeItem, type YamlInput } from './yaml-write.ts';

export interface SetOptions {
  /** Place a new key behind the first of these that is there; at the map's end otherwise. */
  readonly after?: readonly string[];
  /** A comment line to stand above a new key, without `#`. Left out inside of `{ }`. */
  readonly comment?: string;
}

export interface NewEntry {
  readonly key: string;
  readonly value: YamlInput;
  readonly options: SetOptions | undefined;
}

/** Put new entries into a map that has none of their keys; those that go to one place in one edit, in their order. */
export function insertEntries(map: YamlMap, entries: readonly NewEntry[]): readonly TextEdit[] {
  if (map.entries.length === 0)
    return fillFlow(
      map,
      entries.map((entry) => flowText(map, entry)),
    );
  const places = new Map<YamlEntry, NewEntry[]>();
  for (const entry of entries) {
    const previous = previousEntry(map, entry.options);
    const group = places.get(previous);
    if (group) group.push(entry);
    else places.set(previous, [entry]);
  }
  return [...places].flatMap(([previous, group]) => {
    if (!map.flow) return insertBlock(map, previous, group);
    const at = map.entries.indexOf(previous);
    return insertFlow(
      map,
      map.entries[at - 1]?.span.end,
      previous.span.end,
      group.map((entry) => flowText(map, entry)),
    );
  });
}

function previousEntry(map: YamlMap, options: SetOptions | undefined): YamlEntry {
  const wanted = options?.after?.map((name) => map.entries.find((entry) => entry.key.text === name));
  return wanted?.find((entry) => entry !== undefined) ?? map.entries.at(-1)!;
}

function insertBlock(map: YamlMap, previous: YamlEntry, group: readonly NewEntry[]): readonly TextEdit[] {
  const { source } = map.span;
  const style = styleWithin(map);
  const column = columnOf(map);
  const at = behind(source, previous.value, previous.span.end);
  const gap = areSpaced(map) && !keepsLines(previous.value) ? style.eol : '';
  const text = group.map(({ key, value, options }) => {
    const comment = options?.comment ? [`${' '.repeat(column)}# ${options.comment}`] : [];
    return [...comment, ...writeEntry(key, value, column, style)].map((line) => style.eol + line).join('');
  });
  return [replacing(source, at, at, text.map((lines) => gap + lines).join(''))];
}

/** Whether a map of several entries has a blank line between each two of them. */
function areSpaced(map: YamlMap): boolean {
  const { source } = map.span;
  if (map.entries.length < 2) return false;
  return map.entries.every((entry, index) => {
    const next = map.entries[index + 1];
    return !next || hasBlankBetween(source, entry.span.end, next.span.start);
  });
}

function flowText(map: YamlMap, { key, value }: NewEntry): string {
  return writeFlowEntry(key, value, styleOf(map.span.source), isJson(map));
}

/** Whether a map is written as JSON: all keys in double quotes. */
export function isJson(map: YamlMap): boolean {
  return map.flow && map.entries.length > 0 && map.entries.every(({ key }) => key.style === 'double');
}

/** Put the first things into an empty `{}` or `[]`. */
function fillFlow(collection: YamlMap | YamlSequence, texts: readonly string[]): readonly TextEdit[] {
  const { source, start, end } = collection.span;
  const joined = texts.join(', ');
  const inner = source.text.slice(start + 1, end - 1);
  if (inner.trim() !== '') return [replacing(source, start + 1, start + 1, joined)];
  return [replacing(source, start + 1, end - 1, collection.kind === 'map' ? ` ${joined} ` : joined)];
}

/** Put texts behind a thing in `{ }` or `[ ]`: on lines of their own where that thing stands on one of its own. */
function insertFlow(
  collection: YamlMap | YamlSequence,
  before: number | undefined,
  at: number,
  texts: readonly string[],
): readonly TextEdit[] {
  const { source, start } = collection.span;
  const { text } = source;
  const next = nextCode(text, at);
  const comma = text[next] === ',' ? next : undefined;
  const line = source.position(at).line;
  const ownLine = source.position(before ?? start).line < line && restIsBlank(source, (comma ?? at - 1) + 1);
  if (!ownLine) return [replacing(source, at, at, texts.map((item) => `, ${item}`).join(''))];
  const style = styleOf(source);
  const indent = /^[ \t]*/.exec(source.line(line))![0];
  const lines = texts.join(`,${style.eol}${indent}`);
  const lineEnd = lineEndAt(source, comma ?? at);
  const added = replacing(
    source,
    lineEnd,
    lineEnd,
    `${style.eol}${indent}${lines}${comma === undefined ? '' : ','}`,
  );
  return comma === undefined ? [replacing(source, at, at, ','), added] : [added];
}

/** Add an item at a sequence's end, in the quotes of the items before it. */
export function appendYaml(sequence: YamlSequence, value: YamlInput): readonly TextEdit[] {
  const { source } = sequence.span;
  const style = styleOf(source);
  const last = sequence.items.at(-1);
  const like = inQuotesOf(sequence.items, value);
  if (!last) return fillFlow(sequence, [writeFlow(like, style, false)]);
  if (sequence.flow) {
    return insertFlow(sequence, sequence.items.at(-2)?.span.end, last.span.end, [
      writeFlow(like, style, false),
    ]);
  }
  const at = behind(source, last, last.span.end);
  const lines = writeItem(like, columnOf(sequence), itemStyle(sequence, style));
  return [replacing(source, at, at, lines.map((line) => style.eol + line).join(''))];
}

function itemStyle(sequence: YamlSequence, style: YamlStyle): YamlStyle {
  const map = sequence.items.find((item) => item.kind === 'map');
  return map?.kind === 'map' ? { ...styleWithin(map), eol: style.eol } : style;
}

/** A string in quotes where all strings of the list stand in quotes. */
function inQuotesOf(items: readonly YamlNode[], value: YamlInput): YamlInput {
  if (typeof value !== 'string' || value.includes('\n')) return value;
  const styles = items.map((item) => (item.kind === 'scalar' ? item.style : undefined));
  const first = styles[0];
  if ((first !== 'single' && first !== 'double') || styles.some((style) => style !== first)) return value;
  return { raw: quoted(value, first === 'single' ? "'" : '"') };
}
