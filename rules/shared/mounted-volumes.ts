import {
  type ComposeResource,
  type ComposeScalar,
  type Deployment,
  type Edit,
  type Mount,
  removeYaml,
  type Service,
  sameMount,
} from '../../core/rule.ts';
import { rootAt } from './compose-places.ts';
import { removeListed } from './list-item.ts';

/** The declaration of the named volume that a mount takes. */
export function volumeOf({ compose }: Deployment, { type, source }: Mount): ComposeResource | undefined {
  return type === 'volume' ? compose?.volumes.find(({ name }) => name === source) : undefined;
}

/** The host folder that a volume of the local driver binds (`o: bind`); undefined for other volumes. */
export function boundFolder({ value }: ComposeResource): ComposeScalar | undefined {
  const options = value?.entries.get('driver_opts')?.value;
  if (options?.kind !== 'mapping') return undefined;
  const o = options.entries.get('o')?.value;
  const device = options.entries.get('device')?.value;
  const binds = o?.kind === 'scalar' && /(?:^|,)r?bind(?:,|$)/.test(o.text);
  return binds && device?.kind === 'scalar' ? device : undefined;
}

/** Whether another service mounts the same volume or host folder. */
export function isShared({ services }: Deployment, mount: Mount, own: Service): boolean {
  return services.some(
    ({ service }) => service !== own && service.mounts.some((other) => sameMount(mount, other)),
  );
}

/** The edits that take out a mount, and its volume's definition where nothing else mounts it. */
export function removeMount(
  deployment: Deployment,
  service: Service,
  mount: Mount,
): readonly Edit[] | undefined {
  const edits = removeListed(service, 'volumes', mount.value);
  if (!edits) return undefined;
  const uses = deployment.services.flatMap((one) =>
    one.service.mounts.filter((other) => sameMount(mount, other)),
  );
  const volume = volumeOf(deployment, mount);
  if (!volume || uses.length > 1) return edits;
  const root = rootAt(deployment, volume.nameSpan);
  const map = root?.entries.find((entry) => entry.key.text === 'volumes')?.value;
  if (!root || map?.kind !== 'map' || map.anchor) return edits;
  const own = map.entries.find((entry) => entry.key.text === volume.name);
  if (!own || own.value?.anchor) return edits;
  return [
    ...edits,
    ...(map.entries.length === 1 ? removeYaml(root, 'volumes') : removeYaml(map, volume.name)),
  ];
}
