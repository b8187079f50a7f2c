import type { YamlEntry, YamlMap, YamlNode } from '../parse/yaml-tree.ts';
import type { TextEdit } from '../text/index.ts';
import { insertEntries, isJson, type NewEntry, type SetOptions } from './yaml-insert.ts';
import { replacing } from './yaml-place.ts';
import { holds, placeBelow, replaceYaml } from './yaml-replace.ts';
import { columnOf, styleOf, styleWithin } from './yaml-style.ts';
import {
  isBlockInput,
  isList,
  isObject,
  writeBlock,
  writeFlow,
  writeScalar,
  type YamlInput,
} from './yaml-write.ts';

export { appendYaml, type SetOptions } from './yaml-insert.ts';
export { removeItem, removeYaml } from './yaml-remove.ts';
export { replaceScalar, replaceYaml } from './yaml-replace.ts';
export type { YamlInput } from './yaml-write.ts';

/** One value to set: the path of keys from the map, the value, where a new key goes. */
export type YamlSetting = readonly [path: readonly string[], value: YamlInput, options?: SetOptions];

/**
 * The edits that give `map` the value at a path of keys, making what is missing in between, in the file's own style
 * (indentation, quotes, block or flow, line endings). A mapping is merged into one that is already there.
 * @returns no edits where the value is there; undefined where the way leads through an alias, a merge key's content,
 * or something that is no map.
 */
export function setYaml(
  map: YamlMap,
  path: readonly string[],
  value: YamlInput,
  options?: SetOptions,
): readonly TextEdit[] | undefined {
  return setYamlMany(map, [[path, value, options]]);
}

/** As `setYaml`, for several values at once: one list of edits that apply together, also where they share new parents. */
export function setYamlMany(map: YamlMap, settings: readonly YamlSetting[]): readonly TextEdit[] | undefined {
  const groups = new Map<string, YamlSetting[]>();
  for (const [[key, ...rest], value, options] of settings.flatMap(unfolded)) {
    if (key === undefined) return undefined;
    const setting: YamlSetting = [rest, value, options];
    const group = groups.get(key);
    if (group) group.push(setting);
    else groups.set(key, [setting]);
  }
  return setGroups(map, groups);
}

/** A mapping set to the map itself is its keys set one by one. */
function unfolded(setting: YamlSetting): readonly YamlSetting[] {
  const [path, value, options] = setting;
  if (path.length > 0 || !isObject(value)) return [setting];
  return Object.entries(value).map(([key, inner]) => [[key], inner, options]);
}

/** Values of keys that are there first, new keys behind them: edits at one offset then come in the text's order. */
function setGroups(
  map: YamlMap,
  groups: ReadonlyMap<string, readonly YamlSetting[]>,
): readonly TextEdit[] | undefined {
  const edits: TextEdit[] = [];
  const fresh: NewEntry[] = [];
  for (const [key, settings] of groups) {
    const entry = map.entries.find((each) => each.key.text === key);
    if (entry) {
      const changed = setEntry(map, entry, settings);
      if (!changed) return undefined;
      edits.push(...changed);
      continue;
    }
    const value = combine(settings);
    if (value === undefined || (isObject(value) && mergesKey(map, key))) return undefined;
    fresh.push({ key, value, options: settings[0]?.[2] });
  }
  return fresh.length === 0 ? edits : [...edits, ...insertEntries(map, fresh)];
}

/** The value that several settings below one new key make together. */
function combine(settings: readonly YamlSetting[]): YamlInput | undefined {
  let result: YamlInput | undefined;
  for (const [path, value] of settings) {
    const nested = path.reduceRight<YamlInput>((inner, key) => ({ [key]: inner }), value);
    result = result === undefined ? nested : merged(result, nested);
  }
  return result;
}

function merged(first: YamlInput, second: YamlInput): YamlInput {
  if (!isObject(first) || !isObject(second)) return second;
  const result: Record<string, YamlInput> = { ...first };
  for (const [key, value] of Object.entries(second)) {
    const before = result[key];
    result[key] = before === undefined ? value : merged(before, value);
  }
  return result;
}

/** Whether a merge key brings, or may bring, this key into the map. */
function mergesKey(map: YamlMap, key: string): boolean {
  return map.entries.some(
    (entry) => entry.key.text === '<<' && entry.value !== undefined && mayHold(entry.value, key),
  );
}

function mayHold(node: YamlNode, key: string): boolean {
  if (node.kind === 'alias') return !node.target || mayHold(node.target, key);
  if (node.kind === 'sequence') return node.items.some((item) => mayHold(item, key));
  return (
    node.kind === 'map' && (node.entries.some((entry) => entry.key.text === key) || mergesKey(node, key))
  );
}

function setEntry(
  map: YamlMap,
  entry: YamlEntry,
  settings: readonly YamlSetting[],
): readonly TextEdit[] | undefined {
  const value = combine(settings);
  if (value === undefined) return undefined;
  const present = entry.value;
  if (present?.kind === 'map' && isObject(value) && !(present.entries.length === 0 && !map.flow)) {
    return setYamlMany(present, settings);
  }
  if (isObject(value) && present && !isReplaceable(present, settings)) return undefined;
  return holds(present, value) ? [] : setValue(map, entry, value);
}

/** Whether a mapping may take a node's place: null and `{}` always, other values only where the caller named the mapping itself. */
function isReplaceable(node: YamlNode, settings: readonly YamlSetting[]): boolean {
  if (node.kind === 'alias') return false;
  if (node.kind === 'scalar' && node.value === null) return true;
  return node.kind === 'map' || settings.every(([path]) => path.length === 0);
}

function setValue(map: YamlMap, entry: YamlEntry, value: YamlInput): readonly TextEdit[] {
  const { source } = map.span;
  const node = entry.value;
  if (map.flow) {
    const text = writeFlow(value, styleOf(source), isJson(map));
    if (node && node.span.end > node.span.start)
      return [replacing(source, node.span.start, node.span.end, text)];
    const { end } = entry.span;
    return [replacing(source, end, end, end === entry.key.span.end ? `: ${text}` : ` ${text}`)];
  }
  if (node && !(isBlockInput(value) && isInline(node))) {
    if (node.span.end > node.span.start) return replaceYaml(node, value);
  }
  const style = styleWithin(map);
  const start = node?.span.start ?? entry.span.end;
  const end = node?.span.end ?? entry.span.end;
  if (!isBlockInput(value)) return [replacing(source, start, end, ` ${writeScalar(value, style, false)}`)];
  const column = columnOf(map) + (isList(value) ? style.listStep : style.step);
  return placeBelow(source, start, end, writeBlock(value, column, style));
}

function isInline(node: YamlNode): boolean {
  if (node.kind === 'scalar' || node.kind === 'alias') return true;
  return node.flow;
}

/** A map's value at a path of keys, as written (aliases not followed). */
export function findYaml(map: YamlMap, path: readonly string[]): YamlNode | undefined {
  let node: YamlNode | undefined = map;
  for (const key of path) {
    if (node?.kind !== 'map') return undefined;
    node = node.entries.find((entry) => entry.key.text === key)?.value;
  }
  return node;
}
