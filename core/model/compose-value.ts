import type { YamlEntry, YamlMap, YamlNode, YamlScalar, YamlSequence } from '../parse/yaml-tree.ts';
import type { Span } from '../text/index.ts';
import type {
  ComposeEntry,
  ComposeFile,
  ComposeMapping,
  ComposeScalar,
  ComposeSequence,
  ComposeValue,
  Origin,
} from './compose.ts';
import { interpolate, spansOfUses } from './interpolate.ts';
import { hasMergeKey, MergeKeys, resolveAlias } from './yaml-merge.ts';

/** What `!reset` and `!override` do to the values of the files before. */
export type Directive = 'reset' | 'override';

/** One file in its place in a project. */
export class Layer {
  readonly file: ComposeFile;
  /** The folder that its relative paths start from. */
  readonly folder: string;
  readonly variables: ReadonlyMap<string, string>;
  readonly mergeKeys = new MergeKeys();
  /** Anchored nodes and merged entries: converted once, however many aliases lead to them. */
  readonly #nodes = new Map<YamlNode, ComposeValue>();
  readonly #entries = new Map<YamlEntry, ComposeEntry>();

  constructor(file: ComposeFile, folder: string, variables: ReadonlyMap<string, string>) {
    this.file = file;
    this.folder = folder;
    this.variables = variables;
  }

  /** A node as a Compose value; containers convert what is in them when it is asked for. */
  value(node: YamlNode | undefined, origin: Origin): ComposeValue | undefined {
    if (node === undefined) return undefined;
    if (node.kind !== 'alias') return origin === 'shared' ? this.#shared(node) : this.#convert(node, origin);
    const target = resolveAlias(node);
    return target && this.#shared(target);
  }

  #shared(node: Exclude<YamlNode, { readonly kind: 'alias' }>): ComposeValue {
    const known = this.#nodes.get(node);
    if (known) return known;
    const value = this.#convert(node, 'shared');
    this.#nodes.set(node, value);
    return value;
  }

  #convert(node: Exclude<YamlNode, { readonly kind: 'alias' }>, origin: Origin): ComposeValue {
    if (node.kind === 'map') return new WrittenMapping(node, this, origin);
    if (node.kind === 'sequence') return new WrittenSequence(node, this, origin);
    return this.#scalar(node, origin);
  }

  #scalar(node: YamlScalar, origin: Origin): ComposeScalar {
    const { text, value, span: at } = node;
    const folder = this.folder;
    if (!text.includes('$'))
      return { kind: 'scalar', text, value, dynamic: false, variables: none, span: at, node, origin, folder };
    const result = interpolate(text, this.variables);
    const spans = spansOfUses(node, result.uses);
    const variables = result.uses.map(({ start, end, ...use }, index) => ({ ...use, span: spans[index]! }));
    const kept = result.text === text && variables.length === 0 ? value : result.text;
    return {
      kind: 'scalar',
      text: result.text,
      value: kept,
      dynamic: result.dynamic,
      variables,
      span: at,
      node,
      origin,
      folder,
    };
  }

  entry(entry: YamlEntry, origin: Origin): ComposeEntry {
    if (origin !== 'shared') return this.#convertEntry(entry, origin);
    const known = this.#entries.get(entry);
    if (known) return known;
    const converted = this.#convertEntry(entry, 'shared');
    this.#entries.set(entry, converted);
    return converted;
  }

  #convertEntry(entry: YamlEntry, origin: Origin): ComposeEntry {
    return { key: entry.key.text, keySpan: entry.key.span, value: this.value(entry.value, origin) };
  }
}

const none: readonly never[] = [];

/** A map of one file. */
export class WrittenMapping implements ComposeMapping {
  readonly kind = 'mapping';
  readonly span: Span;
  readonly node: YamlMap | undefined;
  readonly origin: Origin;
  readonly #map: YamlMap;
  readonly #layer: Layer;
  #entries: ReadonlyMap<string, ComposeEntry> | undefined;
  #directives: ReadonlyMap<string, Directive> = noDirectives;

  constructor(map: YamlMap, layer: Layer, origin: Origin) {
    this.span = map.span;
    this.node = origin === 'shared' ? undefined : map;
    this.origin = origin;
    this.#map = map;
    this.#layer = layer;
  }

  /** Without what `!reset` takes away. */
  get entries(): ReadonlyMap<string, ComposeEntry> {
    if (this.#entries) return this.#entries;
    const entries = new Map<string, ComposeEntry>();
    if (!hasMergeKey(this.#map))
      for (const entry of this.#map.entries) this.#add(entries, entry, this.origin);
    else {
      for (const { entry, shared } of this.#layer.mergeKeys.entries(this.#map).values())
        this.#add(entries, entry, shared ? 'shared' : this.origin);
    }
    this.#entries = entries;
    return entries;
  }

  #add(entries: Map<string, ComposeEntry>, entry: YamlEntry, origin: Origin): void {
    const key = entry.key.text;
    const tag = entry.value?.tag;
    const directive = tag === undefined ? undefined : directiveOf(tag);
    if (directive) this.#directives = new Map([...this.#directives, [key, directive]]);
    if (directive === 'reset') entries.delete(key);
    else entries.set(key, this.#layer.entry(entry, origin));
  }

  /** Its keys with `!reset` or `!override`. */
  get directives(): ReadonlyMap<string, Directive> {
    return this.entries && this.#directives;
  }
}

export const noDirectives: ReadonlyMap<string, Directive> = new Map();

function directiveOf(tag: string): Directive | undefined {
  if (tag === '!reset') return 'reset';
  return tag === '!override' ? 'override' : undefined;
}

class WrittenSequence implements ComposeSequence {
  readonly kind = 'sequence';
  readonly span: Span;
  readonly node: YamlSequence | undefined;
  readonly origin: Origin;
  readonly #sequence: YamlSequence;
  readonly #layer: Layer;
  #items: readonly ComposeValue[] | undefined;

  constructor(sequence: YamlSequence, layer: Layer, origin: Origin) {
    this.span = sequence.span;
    this.node = origin === 'shared' ? undefined : sequence;
    this.origin = origin;
    this.#sequence = sequence;
    this.#layer = layer;
  }

  get items(): readonly ComposeValue[] {
    this.#items ??= this.#sequence.items.flatMap((item) =>
      item.tag === '!reset' ? none : (this.#layer.value(item, this.origin) ?? none),
    );
    return this.#items;
  }
}
