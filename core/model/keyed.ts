import type { ComposeEntry, ComposeMapping, ComposeScalar, ComposeValue } from './compose.ts';
import { ScalarParts } from './scalar-part.ts';

/** An entry of what may be written as a `KEY=value` list or as a map. */
export interface KeyedEntry extends ComposeEntry {
  /** The list's item, where it comes from a list. */
  readonly item?: ComposeScalar;
}

/** Host names and addresses in `extra_hosts` are parted by `=` or, older, `:`. */
const separators = { '=': /=/, host: /[=:]/ } as const;

export type KeyedForm = keyof typeof separators;

/** `KEY=value` lists and maps in one shape: entries by key, the last of a key counts. An item without a value has none. */
export function keyed(
  value: ComposeValue | undefined,
  form: KeyedForm = '=',
): ReadonlyMap<string, KeyedEntry> {
  if (value?.kind === 'mapping') return value.entries;
  const result = new Map<string, KeyedEntry>();
  for (const item of value?.kind === 'sequence' ? value.items : value ? [value] : []) {
    if (item.kind !== 'scalar' || item.text === '') continue;
    const entry = keyedItem(item, form);
    result.set(entry.key, entry);
  }
  return result;
}

function keyedItem(item: ComposeScalar, form: KeyedForm): KeyedEntry {
  const separator = item.text.search(separators[form]);
  if (separator < 0) return { key: item.text, keySpan: item.span, value: undefined, item };
  const parts = new ScalarParts(item);
  return {
    key: item.text.slice(0, separator),
    keySpan: parts.span(0, separator),
    value: parts.part(separator + 1, item.text.length),
    item,
  };
}

/** Lists of names (`depends_on`, `networks`) and maps by name in one shape; a listed name has no value. */
export function named(value: ComposeValue | undefined): ReadonlyMap<string, KeyedEntry> {
  if (value?.kind === 'mapping') return value.entries;
  const result = new Map<string, KeyedEntry>();
  for (const item of value?.kind === 'sequence' ? value.items : []) {
    if (item.kind === 'scalar' && item.text !== '') {
      result.set(item.text, { key: item.text, keySpan: item.span, value: undefined, item });
    }
  }
  return result;
}

/** A mapping that no file writes as such. */
export function madeMapping(
  entries: ReadonlyMap<string, ComposeEntry>,
  like: Pick<ComposeValue, 'span' | 'origin'>,
): ComposeMapping {
  return { kind: 'mapping', entries, span: like.span, node: undefined, origin: like.origin };
}

/** A scalar's text, or that of a key in a mapping. */
export function textAt(value: ComposeValue | undefined, key: string): string | undefined {
  const found = scalarAt(value, key);
  return found?.value === null ? undefined : found?.text;
}

export function scalarAt(value: ComposeValue | undefined, key: string): ComposeScalar | undefined {
  const found = value?.kind === 'mapping' ? value.entries.get(key)?.value : undefined;
  return found?.kind === 'scalar' ? found : undefined;
}
