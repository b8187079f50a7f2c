import type { YamlEntry, YamlMap, YamlNode } from '../parse/yaml-tree.ts';

/** An entry of a map once its merge keys are resolved. */
export interface EffectiveEntry {
  readonly entry: YamlEntry;
  /** It came through `<<`. */
  readonly shared: boolean;
}

type Effective = ReadonlyMap<string, EffectiveEntry>;

/** As Compose's YAML reader refuses "excessive aliasing", merge keys stop adding entries beyond this many in a file. */
const mostMerged = 1_000_000;

/** What an alias stands for; the node itself where it is none. */
export function resolveAlias(
  node: YamlNode | undefined,
): Exclude<YamlNode, { readonly kind: 'alias' }> | undefined {
  let at = node;
  while (at?.kind === 'alias') at = at.target;
  return at;
}

/** Resolves the merge keys (`<<`) of one file's maps; each map once. */
export class MergeKeys {
  readonly #known = new Map<YamlMap, Effective>();
  #left = mostMerged;

  /**
   * A map's entries by key, merge keys resolved (https://yaml.org/type/merge.html): a key of its own beats a merged one,
   * an earlier map of a list a later one; of two equal keys the last counts.
   */
  entries(map: YamlMap): Effective {
    const known = this.#known.get(map);
    if (known) return known;
    // Chains of merge keys may be longer than the call stack is deep.
    const stack = [map];
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const pending = this.#known.has(top) ? [] : mergedMaps(top).filter((one) => !this.#known.has(one));
      if (pending.length > 0) stack.push(...new Set(pending));
      else {
        if (!this.#known.has(top)) this.#known.set(top, this.#merge(top));
        stack.pop();
      }
    }
    return this.#known.get(map)!;
  }

  #merge(map: YamlMap): Effective {
    const result = new Map<string, EffectiveEntry>();
    for (const entry of map.entries) {
      const key = entry.key.text;
      if (!isMergeKey(entry)) {
        result.set(key, { entry, shared: false });
        continue;
      }
      for (const merged of mapsOf(entry.value)) {
        for (const [name, one] of this.#known.get(merged) ?? []) {
          if (result.has(name) || this.#left <= 0) continue;
          this.#left--;
          result.set(name, one.shared ? one : { entry: one.entry, shared: true });
        }
      }
    }
    return result;
  }
}

/** Whether a map has a merge key of its own. */
export function hasMergeKey(map: YamlMap): boolean {
  return map.entries.some(isMergeKey);
}

function isMergeKey(entry: YamlEntry): boolean {
  return entry.key.text === '<<' && entry.key.style === 'plain';
}

function mergedMaps(map: YamlMap): readonly YamlMap[] {
  return map.entries.filter(isMergeKey).flatMap((entry) => mapsOf(entry.value));
}

/** The maps that a merge key's value names: one, or a list of them. */
function mapsOf(value: YamlNode | undefined): readonly YamlMap[] {
  const node = resolveAlias(value);
  if (node?.kind === 'map') return [node];
  if (node?.kind !== 'sequence') return [];
  return node.items.flatMap((item) => {
    const one = resolveAlias(item);
    return one?.kind === 'map' ? [one] : [];
  });
}
