import type { Span } from '../text/index.ts';
import type { Port } from './compose.ts';
import type { DeployedNginx, DeployedService, Deployment, Known } from './deployment.ts';
import type { Directive, ProxyPass, Server } from './nginx.ts';
import { shareNetwork } from './reachability.ts';

/** A published port and what answers behind it. */
export interface Entrance {
  readonly service: DeployedService;
  readonly port: Port;
  /** The first container port that it leads to; undefined where it is not known. */
  readonly target: number | undefined;
  /** Servers of the service's nginx that listen there, each with its configuration. */
  readonly servers: readonly { readonly nginx: DeployedNginx; readonly server: Server }[];
  /** Whether a process in the container listens there. */
  readonly heard: Known;
}

/** One way on from an nginx: to the host that a `proxy_pass` or a `server` of an upstream block names. */
export interface Hop {
  readonly nginx: DeployedNginx;
  /** The `proxy_pass` and the like; undefined for an upstream block that nothing passes to. */
  readonly proxy: ProxyPass | undefined;
  /** The `server` directive of the upstream block, else the `proxy_pass` itself. */
  readonly directive: Directive;
  readonly host: string;
  readonly hostSpan: Span;
  /** What is written, or the scheme's default. */
  readonly port: number | undefined;
  readonly portSpan: Span | undefined;
  /** The service of the deployment that the host name means. */
  readonly service: DeployedService | undefined;
  /** Whether the name resolves and its service can be reached from each service that runs this nginx. */
  readonly reachable: Known;
  /** Whether the service listens at that port. */
  readonly heard: Known;
}

/** The ways of requests through a deployment: published port, nginx server, location, upstream, service, port. */
export interface Routes {
  readonly entrances: readonly Entrance[];
  entrancesOf(service: DeployedService): readonly Entrance[];
  /** In the order of the configurations' text; what is decided at run time is left out. */
  readonly hops: readonly Hop[];
  /** Hops by the configuration that they start from. */
  from(nginx: DeployedNginx): readonly Hop[];
  /** Hops from other services by the service where they end. */
  to(service: DeployedService): readonly Hop[];
}

/** To be asked through `deployment.derive(routesOf)`, which works it out once. */
export function routesOf(deployment: Deployment): Routes {
  const hops = deployment.nginx.flatMap((nginx) => hopsOf(nginx));
  const from = grouped(hops, ({ nginx }) => nginx);
  const to = grouped(
    hops.filter(({ service, nginx }) => service !== undefined && !nginx.services.includes(service)),
    ({ service }) => service,
  );
  return {
    get entrances() {
      return deployment.derive(entrancesOf);
    },
    entrancesOf: (service) => deployment.derive(entrancesByService).get(service) ?? [],
    hops,
    from: (nginx) => from.get(nginx) ?? [],
    to: (service) => to.get(service) ?? [],
  };
}

function grouped<T, K>(items: readonly T[], keyOf: (item: T) => K | undefined): ReadonlyMap<K, readonly T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    if (key === undefined) continue;
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

function entrancesByService(deployment: Deployment): ReadonlyMap<DeployedService, readonly Entrance[]> {
  return grouped(deployment.derive(entrancesOf), ({ service }) => service);
}

function entrancesOf({ services }: Deployment): readonly Entrance[] {
  return services.flatMap((service) =>
    service.service.ports.map((port) => {
      const target = port.dynamic ? undefined : port.target;
      return {
        service,
        port,
        target,
        servers: service.nginx.flatMap((nginx) =>
          nginx.config.servers
            .filter((server) => target !== undefined && server.listens.some((one) => one.port === target))
            .map((server) => ({ nginx, server })),
        ),
        heard: target === undefined || port.protocol !== 'tcp' ? 'unknown' : service.hears(target),
      };
    }),
  );
}

function hopsOf(nginx: DeployedNginx): readonly Hop[] {
  const { config } = nginx;
  const used = new Set(config.proxies.flatMap(({ upstream }) => upstream ?? []));
  const ways = [
    ...config.proxies.map((proxy) => ({ proxy, upstream: proxy.upstream })),
    ...config.upstreams.filter((one) => !used.has(one)).map((upstream) => ({ proxy: undefined, upstream })),
  ];
  return ways.flatMap(({ proxy, upstream }) => {
    const ends = upstream
      ? upstream.peers.filter((peer) => !isServiceRecord(peer.directive))
      : proxy
        ? [proxy]
        : [];
    return ends.flatMap((end) => {
      const { host, hostSpan, port, portSpan, directive, dynamic } = end;
      if (dynamic || host === undefined || !hostSpan) return [];
      return [{ nginx, proxy, directive, host, hostSpan, port, portSpan, ...arrival(nginx, host, port) }];
    });
  });
}

/** `server name service=http resolve`: the port comes from the DNS. */
function isServiceRecord({ args }: Directive): boolean {
  return args.some(({ text }) => text.startsWith('service='));
}

function arrival(
  nginx: DeployedNginx,
  host: string,
  port: number | undefined,
): Pick<Hop, 'service' | 'reachable' | 'heard'> {
  const named = servicesOfHost(nginx.deployment, host);
  const [service] = named;
  if (!service || nginx.services.length === 0) return { service, reachable: 'unknown', heard: 'unknown' };
  const answers = nginx.services.flatMap((own) => {
    if (own === service || ownNames(own).has(host)) return ['unknown' as const];
    const each = named.map((other) => shareNetwork(own, other));
    return each.includes('yes') ? 'yes' : each.includes('unknown') ? 'unknown' : 'no';
  });
  return {
    service,
    reachable: answers.includes('no') ? 'no' : answers.includes('unknown') ? 'unknown' : 'yes',
    heard: port === undefined || named.length > 1 ? 'unknown' : service.hears(port),
  };
}

/** The services that a host name means to their neighbours: by name, container name, hostname or network alias; the first by name. */
function servicesOfHost(deployment: Deployment, host: string): readonly DeployedService[] {
  return deployment.derive(readHosts).get(host) ?? [];
}

/** The service that a host name means to its neighbours: by name, container name or network alias. */
export function serviceOfHost(deployment: Deployment, host: string): DeployedService | undefined {
  return servicesOfHost(deployment, host)[0];
}

function readHosts({ services }: Deployment): ReadonlyMap<string, readonly DeployedService[]> {
  const hosts = new Map<string, DeployedService[]>();
  const add = (name: string | undefined, service: DeployedService) => {
    if (name === undefined) return;
    const known = hosts.get(name);
    if (!known) hosts.set(name, [service]);
    else if (!known.includes(service)) known.push(service);
  };
  for (const one of services) add(one.name, one);
  for (const one of services) {
    add(one.service.scalar('container_name')?.text, one);
    for (const network of one.service.networks) for (const alias of network.aliases) add(alias, one);
  }
  return hosts;
}

/** Host names that a service's container resolves without a neighbour: `extra_hosts`, `links` and its own. */
export function ownNames({ service }: DeployedService): ReadonlySet<string> {
  const texts = ['extra_hosts', 'links', 'external_links'].flatMap((key) => {
    const value = service.at(key);
    if (value?.kind === 'mapping') return [...value.entries.keys()];
    if (value?.kind !== 'sequence') return [];
    return value.items.flatMap((item) => (item.kind === 'scalar' ? item.text.split(/[:=]/) : []));
  });
  return new Set([...texts, service.name, service.scalar('hostname')?.text ?? service.name]);
}
