import { type DeployedService, type Deployment, defineRule, type Port, skip } from '../../core/rule.ts';
import { partOf } from '../shared/compose-places.ts';

interface Publication {
  readonly port: Port;
  readonly service: string;
  readonly first: number;
  readonly last: number;
}

export default defineRule({
  id: 'compose/duplicate-host-port',
  title: 'One host port for two containers',
  category: 'correctness',
  severity: 'error',
  priority: 0,
  remedy: 'Publish each service on a port of its own.',
  rationale:
    'A port of the host can be bound once. The second container fails with "port is already allocated" and does not start; which of the two that is may change from start to start.',
  references: ['https://docs.docker.com/reference/compose-file/services/#ports'],
  catalogue: ['compose/duplicate-port'],
  peers: ['dclint:no-duplicate-exported-ports'],
  on: 'deployment',
  bad: `services:
  web:
    image: team/web:2.1
    ports:
      - "8080:80"
  admin:
    image: team/admin:2.1
    ports:
      - "8080:3000"
`,
  good: `services:
  web:
    image: team/web:2.1
    ports:
      - "8080:80"
  admin:
    image: team/admin:2.1
    ports:
      - "8081:3000"
`,
  *check(deployment) {
    const all = publications(deployment);
    if (all.length === 0) return skip;
    // Ranges, few as they are, are held against everything.
    const ranges: Publication[] = [];
    const single = new Map<number, Publication[]>();
    for (const [index, later] of all.entries()) {
      const ranged = later.last > later.first;
      const before = ranged ? all.slice(0, index) : [...(single.get(later.first) ?? nothing), ...ranges];
      const earlier = before.find((one) => clash(one, later, deployment));
      if (ranged) ranges.push(later);
      else single.set(later.first, [...(single.get(later.first) ?? nothing), later]);
      if (!earlier) continue;
      const number = Math.max(earlier.first, later.first);
      yield {
        at: place(later.port),
        message: `Host port ${number} of "${later.service}" is taken: "${earlier.service}" publishes it too, and only one of them starts.`,
        related: [
          { at: place(earlier.port), message: `"${earlier.service}" publishes port ${number} here.` },
        ],
        service: later.service,
      };
    }
  },
});

const nothing: readonly Publication[] = [];

function publications({ services }: Deployment): readonly Publication[] {
  return services.flatMap(({ service, name }) =>
    service.broken || service.networkMode
      ? []
      : service.ports.flatMap((port) =>
          port.published === undefined || port.published === 0 || port.dynamic
            ? []
            : [{ port, service: name, first: port.published, last: port.publishedEnd ?? port.published }],
        ),
  );
}

function clash(one: Publication, other: Publication, deployment: Deployment): boolean {
  const ranges = [one, other].map(({ first, last, port }) =>
    // A range for one container port gives each of several containers any free port of it.
    last > first && port.target !== undefined && port.targetEnd === undefined ? undefined : [first, last],
  );
  if (ranges.includes(undefined) || one.first > other.last || other.first > one.last) return false;
  if (one.port.protocol !== other.port.protocol || !sameAddress(one.port, other.port)) return false;
  if (one.service === other.service) return one.port.text !== other.port.text || one.port.form === 'short';
  return mayRunTogether(deployment.service(one.service), deployment.service(other.service));
}

function sameAddress(one: Port, other: Port): boolean {
  const any = (port: Port) => port.hostIp === undefined || port.hostIp === '0.0.0.0' || port.hostIp === '::';
  return any(one) || any(other) || one.hostIp === other.hostIp;
}

/** Services of different profiles are alternatives as a rule. */
function mayRunTogether(one?: DeployedService, other?: DeployedService): boolean {
  const [first = [], second = []] = [one?.service.profiles, other?.service.profiles];
  if (one?.oneShot || other?.oneShot) return false;
  return first.length === 0 && second.length === 0 ? true : first.some((profile) => second.includes(profile));
}

function place({ value, span }: Port) {
  const published = value.kind === 'mapping' ? value.entries.get('published')?.value?.span : undefined;
  return published ?? partOf(span, '');
}
