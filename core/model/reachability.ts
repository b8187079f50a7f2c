import type { DeployedService, Deployment, Known } from './deployment.ts';

/** The networks that a service is on, as one name for each network that Docker makes of them; undefined where they are not known. */
export function networksOf(deployed: DeployedService): ReadonlySet<string> | undefined {
  const { service, deployment } = deployed;
  const mode = service.networkMode?.text;
  if (service.networkMode?.dynamic) return undefined;
  const joined = mode === undefined ? undefined : /^service:(.+)$/.exec(mode)?.[1];
  if (joined !== undefined) {
    const other = deployment.service(joined);
    return other && !other.service.networkMode ? networksOf(other) : undefined;
  }
  if (mode === 'none') return new Set();
  // `host`, `bridge`, another container's: what is reached there is nothing of Compose's.
  if (mode !== undefined) return undefined;
  // A piece that is laid over another file says only some of its networks.
  if (service.broken || (!service.image && !service.build)) return undefined;
  const real = deployment.derive(realNetworks);
  const names = service.networks.map(({ value }) =>
    value.includes('$') ? undefined : real.has(value) ? real.get(value) : value,
  );
  return names.includes(undefined) ? undefined : new Set(names as readonly string[]);
}

/** Two keys with the same `name` are one network of Docker's. A name that is not known is none. */
function realNetworks({ compose }: Deployment): ReadonlyMap<string, string | undefined> {
  return new Map(
    (compose?.networks ?? []).map(({ name, value, external }) => {
      const written = value?.entries.get('name')?.value;
      if (written?.kind === 'scalar') return [name, written.dynamic ? undefined : `name ${written.text}`];
      return [name, external ? `name ${name}` : name];
    }),
  );
}

/** Whether two services have a network in common, so that the name of the one resolves for the other. */
export function shareNetwork(one: DeployedService, other: DeployedService): Known {
  const left = networksOf(one);
  const right = networksOf(other);
  if (!left || !right) return 'unknown';
  for (const name of left) if (right.has(name)) return 'yes';
  return 'no';
}
