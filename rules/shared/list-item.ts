import {
  type ComposeValue,
  type Edit,
  removeItem,
  removeYaml,
  type Service,
  type YamlSequence,
} from '../../core/rule.ts';

/** The edits that take an item out of a service's list, and the list with its last one; undefined where others share it. */
export function removeListed(
  { written }: Service,
  key: string,
  { node, origin }: ComposeValue,
): readonly Edit[] | undefined {
  if (origin === 'shared' || !node) return undefined;
  for (const { value: map } of written) {
    if (map?.kind !== 'map') continue;
    const list = map.entries.find((entry) => entry.key.text === key)?.value;
    if (list?.kind !== 'sequence' || list.anchor) continue;
    const index = list.items.indexOf(node);
    if (index >= 0) return list.items.length === 1 ? removeYaml(map, key) : removeItem(list, index);
  }
  return undefined;
}

/** A service's own key taken out; undefined where it is written elsewhere or shared. */
export function removeKey({ node }: Service, key: string): readonly Edit[] | undefined {
  const entry = node?.entries.find((one) => one.key.text === key);
  return node && entry && !entry.value?.anchor ? removeYaml(node, key) : undefined;
}

/** The lists that files write under a key of a service, each as it stands there. */
export function writtenLists({ written }: Service, key: string): readonly YamlSequence[] {
  return written.flatMap(({ value }) => {
    const list =
      value?.kind === 'map' ? value.entries.find((entry) => entry.key.text === key)?.value : undefined;
    return list?.kind === 'sequence' ? [list] : [];
  });
}
