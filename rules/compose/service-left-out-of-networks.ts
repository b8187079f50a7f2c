import { type DeployedService, type Deployment, defineRule, skip } from '../../core/rule.ts';
import { joinNetwork } from '../shared/join-network.ts';

export default defineRule({
  id: 'compose/service-left-out-of-networks',
  title: 'Service beside the networks of the others',
  category: 'architecture',
  severity: 'info',
  priority: 3,
  remedy: 'Put the service on the network that it is meant for, or write `networks: [default]`.',
  rationale:
    'A service without `networks` is on the default network, and where the others name theirs it is there alone. ' +
    'Nothing tells whether that is meant: the day it has to reach a neighbour, the name is not found.',
  references: ['https://docs.docker.com/reference/compose-file/services/#networks'],
  catalogue: ['compose/missing-network'],
  on: 'service',
  bad: `services:
  api:
    image: team/api:2.1
    networks: [backend]
  db:
    image: postgres:18
    networks: [backend]
  worker:
    image: team/worker:2.1
networks:
  backend:
`,
  good: `services:
  api:
    image: team/api:2.1
    networks: [backend]
  db:
    image: postgres:18
    networks: [backend]
  worker:
    image: team/worker:2.1
    networks:
      - default
      - backend
networks:
  backend:
`,
  *check(deployed) {
    const { service, name, deployment } = deployed;
    const own = service.at('networks') !== undefined;
    const all = deployment.derive(namingNetworks);
    if (all.length - Number(own) < 2) return skip;
    if (own || service.at('network_mode') !== undefined) return;
    const others = deployment.services.filter((one) => one !== deployed);
    const named = all.filter((one) => one !== deployed);
    // Somebody is on the default network with it, or it is not alone in leaving the others.
    if (others.some((one) => one.service.networks.some(({ value }) => value === 'default'))) return;
    if (named.length < others.length) return;
    const shared = named[0]!.service.networks.find(({ value }) =>
      named.every((one) => one.service.networks.some((network) => network.value === value)),
    );
    yield {
      at: service.nameSpan,
      message: `"${name}" names no network and is alone on "default": the others are on ${shared ? `"${shared.value}"` : 'networks of their own'}.`,
      fix: () => (shared ? joinNetwork(deployed, shared.value) : undefined),
    };
  },
});

function namingNetworks({ services }: Deployment): readonly DeployedService[] {
  return services.filter((one) => one.service.at('networks') !== undefined);
}
