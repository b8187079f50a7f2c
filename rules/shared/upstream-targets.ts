import {
  type DeployedNginx,
  type DeployedService,
  type Hop,
  ownNames,
  routesOf,
  type Span,
  serviceOfHost,
} from '../../core/rule.ts';

export { serviceOfHost };

/** A host, and mostly a port, that an nginx sends requests to. */
export type UpstreamTarget = Pick<Hop, 'host' | 'hostSpan' | 'port' | 'portSpan' | 'service'>;

/** Where an nginx configuration sends requests, each place once, upstream blocks resolved. What is decided at run time is left out. */
export function upstreamTargets(nginx: DeployedNginx): readonly Hop[] {
  const places = new Map(
    nginx.deployment
      .derive(routesOf)
      .from(nginx)
      .map((hop) => [hop.directive, hop]),
  );
  return [...places.values()];
}

/** Container ports of a service that some nginx of its deployment sends requests to, each with a place that says so. */
export function proxiedPorts(deployed: DeployedService): ReadonlyMap<number, Span> {
  const hops = deployed.deployment.derive(routesOf).to(deployed);
  return new Map(
    hops.flatMap(({ port, hostSpan, nginx }) =>
      port === undefined || nginx.services.length === 0 ? [] : [[port, hostSpan] as const],
    ),
  );
}

/** Whether a service's container can resolve a host name that is no service: by `extra_hosts`, `links` or its own name. */
export function knowsHost(deployed: DeployedService, host: string): boolean {
  return ownNames(deployed).has(host);
}

/** Whether a service is on a network where containers of other projects, or the host's own names, may answer. */
export function reachesOut({ service, deployment }: DeployedService): boolean {
  if (service.networkMode) return true;
  return service.networks.some(({ value }) =>
    deployment.compose?.networks.some((network) => network.name === value && network.external),
  );
}
