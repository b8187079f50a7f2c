import type { DeployedNginx, DeployedService, Deployment, Span } from '../../core/rule.ts';

/** A host, and mostly a port, that an nginx sends requests to. */
export interface UpstreamTarget {
  readonly host: string;
  readonly hostSpan: Span;
  /** What is written, or the scheme's default. */
  readonly port: number | undefined;
  readonly portSpan: Span | undefined;
}

/** Where an nginx configuration sends requests, upstream blocks resolved. What is decided at run time is left out. */
export function upstreamTargets({ config }: DeployedNginx): readonly UpstreamTarget[] {
  const peers = config.upstreams.flatMap((upstream) =>
    upstream.peers.filter(
      (peer) =>
        !peer.dynamic && !peer.directive.args.some((argument) => argument.text.startsWith('service=')),
    ),
  );
  const direct = config.proxies.filter((proxy) => !proxy.upstream && !proxy.dynamic);
  return [...peers, ...direct].flatMap(({ host, hostSpan, port, portSpan }) =>
    host === undefined || !hostSpan ? [] : [{ host, hostSpan, port, portSpan }],
  );
}

/** Worked out once for a deployment, which is made anew when one of its files changes. */
const hostsOf = new WeakMap<Deployment, ReadonlyMap<string, DeployedService>>();
const proxiedOf = new WeakMap<Deployment, ReadonlyMap<DeployedService, ReadonlyMap<number, Span>>>();

/** The service that a host name means to its neighbours: by name, container name or network alias. */
export function serviceOfHost(deployment: Deployment, host: string): DeployedService | undefined {
  const hosts = hostsOf.get(deployment) ?? readHosts(deployment);
  hostsOf.set(deployment, hosts);
  return hosts.get(host);
}

function readHosts(deployment: Deployment): ReadonlyMap<string, DeployedService> {
  const hosts = new Map(deployment.services.map((one) => [one.name, one]));
  for (const one of deployment.services) {
    const { service } = one;
    const names = [
      service.scalar('container_name')?.text ?? [],
      service.networks.flatMap((network) => network.aliases),
    ].flat();
    for (const name of names) if (!hosts.has(name)) hosts.set(name, one);
  }
  return hosts;
}

/** Container ports of a service that some nginx of its deployment sends requests to, each with a place that says so. */
export function proxiedPorts(deployed: DeployedService): ReadonlyMap<number, Span> {
  const { deployment } = deployed;
  const proxied = proxiedOf.get(deployment) ?? readProxied(deployment);
  proxiedOf.set(deployment, proxied);
  return proxied.get(deployed) ?? new Map();
}

function readProxied(deployment: Deployment): ReadonlyMap<DeployedService, ReadonlyMap<number, Span>> {
  const proxied = new Map<DeployedService, Map<number, Span>>();
  for (const nginx of deployment.nginx) {
    if (nginx.services.length === 0) continue;
    for (const { host, port, hostSpan } of upstreamTargets(nginx)) {
      const service = serviceOfHost(deployment, host);
      if (!service || port === undefined || nginx.services.includes(service)) continue;
      proxied.set(service, (proxied.get(service) ?? new Map<number, Span>()).set(port, hostSpan));
    }
  }
  return proxied;
}

/** Whether a service's container can resolve a host name that is no service: by `extra_hosts`, `links` or its own name. */
export function knowsHost({ service }: DeployedService, host: string): boolean {
  const texts = ['extra_hosts', 'links', 'external_links'].flatMap((key) => {
    const value = service.at(key);
    if (value?.kind === 'mapping') return [...value.entries.keys()];
    return value?.kind === 'sequence'
      ? value.items.map((item) => (item.kind === 'scalar' ? item.text : ''))
      : [];
  });
  return (
    service.name === host ||
    service.scalar('hostname')?.text === host ||
    texts.some((text) => text.split(/[:=]/).includes(host))
  );
}

/** Whether a service is on a network where containers of other projects, or the host's own names, may answer. */
export function reachesOut({ service, deployment }: DeployedService): boolean {
  if (service.networkMode) return true;
  return service.networks.some(({ value }) =>
    deployment.compose?.networks.some((network) => network.name === value && network.external),
  );
}
