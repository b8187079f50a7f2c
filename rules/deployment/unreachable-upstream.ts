import { type DeployedService, defineRule, type Fix, type Hop, skip } from '../../core/rule.ts';
import { joinNetwork, networkWithoutDatabase } from '../shared/join-network.ts';
import { upstreamTargets } from '../shared/upstream-targets.ts';

const example = (networks: string) => ({
  'compose.yaml': `services:
  proxy:
    image: nginx:1.30-alpine
    volumes:
      - ./nginx.conf:/etc/nginx/nginx.conf:ro
    networks: [${networks}]
  api:
    image: example/api:1.4
    networks: [inner]
networks:
  edge:
  inner:
`,
  'nginx.conf': `events {}
http {
    server {
        listen 80;
        location / {
            proxy_pass http://api:3000;
        }
    }
}
`,
});

export default defineRule({
  id: 'deployment/unreachable-upstream',
  title: 'nginx sends requests to a service on another network',
  category: 'architecture',
  severity: 'error',
  priority: 0,
  remedy: 'Put the proxy and the service on a common network.',
  strength: 'nginx shares a network with everything it sends requests to',
  rationale:
    'A service’s name resolves only for the services on one of its networks. nginx looks the names in its configuration up when it starts: ' +
    'one that it cannot resolve ends it with "host not found in upstream". A service that names networks is no longer on `default`.',
  references: [
    'https://docs.docker.com/compose/how-tos/networking/',
    'https://docs.docker.com/reference/compose-file/services/#networks',
  ],
  catalogue: ['deployment/upstream-unreachable', 'compose/missing-network'],
  on: 'nginx',
  bad: example('edge'),
  good: example('edge, inner'),
  *check(nginx) {
    const targets = upstreamTargets(nginx);
    if (targets.length === 0 || nginx.services.length === 0) return skip;
    const said = new Set<string>();
    for (const hop of targets) {
      const { service, reachable, host, hostSpan } = hop;
      const proxy = nginx.services[0];
      if (reachable !== 'no' || !service || !proxy || said.has(host)) continue;
      said.add(host);
      const own = namesOf(proxy);
      const theirs = namesOf(service);
      yield {
        at: hostSpan,
        message: `"${service.name}" is on ${theirs}, "${proxy.name}" on ${own}: the name "${host}" does not resolve and nginx does not start.`,
        related: [
          {
            at: service.service.networks[0]?.span ?? service.service.nameSpan,
            message: `"${service.name}" is on ${theirs}.`,
          },
        ],
        fix: () => fixFor(proxy, service, hop),
      };
    }
  },
});

function namesOf({ service }: DeployedService): string {
  const names = service.networks.map(({ value }) => `"${value}"`);
  return names.length === 0 ? 'no network' : names.join(', ');
}

/** The proxy joins the service, or the service the proxy where a database would come within its reach. */
function fixFor(proxy: DeployedService, service: DeployedService, { host }: Hop): Fix | undefined {
  // An alias holds on its own network only.
  const byName = host === service.name;
  const network = networkWithoutDatabase(service);
  if (network !== undefined) return byName ? joinNetwork(proxy, network) : undefined;
  const meeting = proxy.service.networks[0]?.value;
  return meeting === undefined || !byName ? undefined : joinNetwork(service, meeting);
}
