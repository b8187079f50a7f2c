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
  const byName = deployment.service(host);
  if (byName) return byName;
  return deployment.services.find(
    ({ service }) =>
      service.scalar('container_name')?.text === host ||
      service.networks.some((network) => network.aliases.includes(host)),
  );
}

/** Container ports of each service that some nginx of the deployment sends requests to, and one place that says so. */
export function proxiedPorts(deployment: Deployment): ReadonlyMap<string, ReadonlyMap<number, Span>> {
  const proxied = new Map<string, Map<number, Span>>();
  for (const nginx of deployment.nginx) {
    if (nginx.services.length === 0) continue;
    for (const { host, port, hostSpan } of upstreamTargets(nginx)) {
      const service = serviceOfHost(deployment, host);
      if (!service || port === undefined || nginx.services.includes(service)) continue;
      const ports = proxied.get(service.name) ?? new Map<number, Span>();
      proxied.set(service.name, ports.set(port, hostSpan));
    }
  }
  return proxied;
}
