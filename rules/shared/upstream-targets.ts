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

/** The service that a host name means to its neighbours: by name, network alias, link or container name. */
export function serviceOfHost(deployment: Deployment, host: string): DeployedService | undefined {
  return deployment.service(host) ?? deployment.services.find((one) => isNamed(one, host));
}

function isNamed({ service, name }: DeployedService, host: string): boolean {
  return (
    name === host ||
    service.scalar('container_name')?.text === host ||
    service.networks.some((network) => network.aliases.includes(host))
  );
}

/** Container ports of a service that some nginx of its deployment sends requests to, each with a place that says so. */
export function proxiedPorts(deployed: DeployedService): ReadonlyMap<number, Span> {
  const proxied = new Map<number, Span>();
  for (const nginx of deployed.deployment.nginx) {
    if (nginx.services.length === 0 || nginx.services.includes(deployed)) continue;
    for (const { host, port, hostSpan } of upstreamTargets(nginx)) {
      if (
        port !== undefined &&
        isNamed(deployed, host) &&
        serviceOfHost(deployed.deployment, host) === deployed
      ) {
        proxied.set(port, hostSpan);
      }
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
