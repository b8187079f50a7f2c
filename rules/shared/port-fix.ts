import {
  type DeployedService,
  type Edit,
  type Fix,
  type Port,
  removeItem,
  removeYaml,
  replaceScalar,
  setYaml,
} from '../../core/rule.ts';

/** Ways to take a published port from the outside: bind it to the host itself, or publish it no more. Not where others share it. */
export function closePort(port: Port, { service, name }: DeployedService): readonly Fix[] {
  const fixes: Fix[] = [];
  const number = port.published ?? port.target;
  const bound = bind(port);
  if (bound)
    fixes.push({
      title: `Publish port ${number} of "${name}" on 127.0.0.1 only`,
      safety: 'review',
      edits: bound,
    });
  const removed = remove(port, service.written);
  if (removed)
    fixes.push({ title: `Do not publish port ${number} of "${name}"`, safety: 'review', edits: removed });
  return fixes;
}

function bind({ value }: Port): readonly Edit[] | undefined {
  if (value.origin === 'shared') return undefined;
  if (value.kind === 'mapping') {
    return value.node?.kind === 'map' ? setYaml(value.node, ['host_ip'], '127.0.0.1') : undefined;
  }
  if (value.kind !== 'scalar' || value.node?.kind !== 'scalar') return undefined;
  const rest = value.node.text.replace(/^(?:0\.0\.0\.0|\[::\]):/, '');
  // Behind an address a container port alone needs an empty host port.
  return [replaceScalar(value.node, `127.0.0.1:${rest.includes(':') ? rest : `:${rest}`}`)];
}

function remove(
  { value }: Port,
  written: DeployedService['service']['written'],
): readonly Edit[] | undefined {
  for (const { value: map } of written) {
    if (map?.kind !== 'map') continue;
    const list = map.entries.find((entry) => entry.key.text === 'ports')?.value;
    if (list?.kind !== 'sequence' || list.anchor || !value.node) continue;
    const index = list.items.indexOf(value.node);
    if (index < 0) continue;
    return list.items.length === 1 ? removeYaml(map, 'ports') : removeItem(list, index);
  }
  return undefined;
}
