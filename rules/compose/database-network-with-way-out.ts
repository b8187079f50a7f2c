import {
  type ComposeResource,
  type DeployedService,
  type Deployment,
  defineRule,
  type Fix,
  setYaml,
  skip,
} from '../../core/rule.ts';
import { rootAt } from '../shared/compose-places.ts';

export default defineRule({
  id: 'compose/database-network-with-way-out',
  title: 'Database network with a way to the internet',
  category: 'architecture',
  severity: 'info',
  priority: 3,
  remedy: 'Set `internal: true` on the network that only databases and their clients share.',
  strength: 'Database networks are internal',
  rationale:
    'A database has nothing to fetch from the internet, and an intruder in it has much to send there. On an internal network there is no way out. Its clients keep theirs through their other network.',
  references: ['https://docs.docker.com/reference/compose-file/networks/#internal'],
  catalogue: ['compose/internal-network'],
  production: true,
  on: 'deployment',
  bad: `services:
  api:
    image: team/api:2.1
    networks: [web, data]
  db:
    image: postgres:18
    networks: [data]
networks:
  web:
  data:
`,
  good: `services:
  api:
    image: team/api:2.1
    networks: [web, data]
  db:
    image: postgres:18
    networks: [data]
networks:
  web:
  data:
    internal: true
`,
  *check(deployment) {
    const networks = (deployment.compose?.networks ?? []).filter((one) => isDatabaseNetwork(one, deployment));
    if (networks.length === 0) return skip;
    for (const network of networks) {
      if (network.value?.entries.has('internal')) continue;
      const root = rootAt(deployment, network.nameSpan);
      // What is published from an internal network is reached by nobody.
      const published = membersOf(network.name, deployment).some(
        (one) => isStore(one) && one.service.ports.length > 0,
      );
      const edits =
        root && !published ? setYaml(root, ['networks', network.name, 'internal'], true) : undefined;
      const fix: Fix | undefined = edits && {
        title: `Make "${network.name}" internal`,
        safety: 'review',
        edits,
      };
      yield {
        at: network.nameSpan,
        message: `The network "${network.name}" leads to the internet, and only databases and their clients are on it.`,
        ...(fix && { fix }),
      };
    }
  },
});

/** A database is on it, and each of its clients there has another network. */
function isDatabaseNetwork({ name, external }: ComposeResource, deployment: Deployment): boolean {
  const members = membersOf(name, deployment);
  const clients = members.filter((one) => !isStore(one));
  if (external || !members.some((one) => one.image?.role === 'database')) return false;
  return clients.every((one) => one.service.networks.length > 1);
}

function membersOf(name: string, { services }: Deployment): readonly DeployedService[] {
  return services.filter((one) => one.service.networks.some((network) => network.value === name));
}

function isStore({ image }: DeployedService): boolean {
  return image?.role === 'database' || image?.role === 'cache';
}
