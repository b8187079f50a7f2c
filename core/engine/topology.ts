import type { Deployment } from '../model/deployment.ts';
import { routesOf } from '../model/routes.ts';
import type { Span } from '../text/index.ts';
import type { Topology, TopologyEdge, TopologyNode } from './finding.ts';

/** Where requests come from. */
const internet: TopologyNode = { id: 'internet', kind: 'internet', name: 'Outside', networks: [] };

/**
 * A deployment as a picture has it: who is reached from outside, who passes on to whom, who waits for whom, and what keeps
 * data. Only what the files say: a connection that a program makes by itself is not in it.
 */
export function topologyOf(deployment: Deployment): Topology {
  const nodes: TopologyNode[] = deployment.services.map(({ name, service, image }) => ({
    id: serviceId(name),
    kind: 'service',
    name,
    ...(image && { role: image.role }),
    ...(service.image && { image: service.image.value }),
    at: service.nameSpan,
    networks: [...new Set(service.networks.map(({ value }) => value))].sort(),
  }));
  const edges = [...published(deployment), ...proxied(deployment), ...awaited(deployment)];
  const { volumes, mounts } = stores(deployment);
  if (edges.some(({ from }) => from === internet.id)) nodes.unshift(internet);
  return { nodes: [...nodes, ...volumes], edges: merged([...edges, ...mounts]) };
}

function published(deployment: Deployment): readonly TopologyEdge[] {
  return deployment.derive(routesOf).entrances.map(({ service, port }) => ({
    from: internet.id,
    to: serviceId(service.name),
    kind: 'published',
    label: port.dynamic
      ? port.text
      : `${port.published ?? port.text}${isLocal(port.hostIp) ? ' (this host)' : ''}`,
    at: port.span,
    broken: false,
  }));
}

function isLocal(address: string | undefined): boolean {
  return address !== undefined && /^(?:127\.|::1$|localhost$)/.test(address);
}

function proxied(deployment: Deployment): readonly TopologyEdge[] {
  return deployment.derive(routesOf).hops.flatMap(({ nginx, service, port, hostSpan, reachable, heard }) => {
    if (!service) return [];
    return nginx.services
      .filter((from) => from !== service)
      .map(
        (from): TopologyEdge => ({
          from: serviceId(from.name),
          to: serviceId(service.name),
          kind: 'proxied',
          ...(port !== undefined && { label: String(port) }),
          at: hostSpan,
          broken: reachable === 'no' || heard === 'no',
        }),
      );
  });
}

function awaited(deployment: Deployment): readonly TopologyEdge[] {
  return deployment.services.flatMap(({ name, service }) =>
    service.dependsOn
      .filter((one) => deployment.service(one.service) !== undefined && one.service !== name)
      .map(
        (one): TopologyEdge => ({
          from: serviceId(name),
          to: serviceId(one.service),
          kind: 'awaited',
          at: one.span,
          broken: false,
        }),
      ),
  );
}

function stores({ services, compose }: Deployment) {
  const volumes = new Map<string, TopologyNode>();
  const mounts: TopologyEdge[] = [];
  const declared = new Map<string, Span>(compose?.volumes.map(({ name, nameSpan }) => [name, nameSpan]));
  for (const { name, service } of services) {
    for (const { type, source, span } of service.mounts) {
      if (type !== 'volume' || source === undefined) continue;
      const id = `volume ${source}`;
      const at = declared.get(source) ?? span;
      if (!volumes.has(id)) volumes.set(id, { id, kind: 'volume', name: source, at, networks: [] });
      mounts.push({ from: serviceId(name), to: id, kind: 'stored', at: span, broken: false });
    }
  }
  return { volumes: [...volumes.values()], mounts };
}

function serviceId(name: string): string {
  return `service ${name}`;
}

/** One line between two things: what requests take comes before what only waits; labels are joined. */
function merged(edges: readonly TopologyEdge[]): readonly TopologyEdge[] {
  const lines = new Map<string, TopologyEdge>();
  for (const edge of edges) {
    const key = `${edge.from}\0${edge.to}`;
    const known = lines.get(key);
    if (!known) lines.set(key, edge);
    else if (known.kind === edge.kind) lines.set(key, joined(known, edge));
  }
  return [...lines.values()];
}

function joined(a: TopologyEdge, b: TopologyEdge): TopologyEdge {
  const labels = new Set([...(a.label?.split(', ') ?? []), ...(b.label === undefined ? [] : [b.label])]);
  const worse = b.broken && !a.broken ? b : a;
  return { ...worse, ...(labels.size > 0 && { label: [...labels].join(', ') }) };
}
