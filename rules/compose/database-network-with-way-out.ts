import {
  type ComposeResource,
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
      const edits = root && setYaml(root, ['networks', network.name, 'internal'], true);
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

/** A database is on it, nobody on it publishes ports there alone, and everybody else has another network. */
function isDatabaseNetwork({ name, external }: ComposeResource, { services }: Deployment): boolean {
  const members = services.filter((one) => one.service.networks.some((network) => network.value === name));
  const stores = members.filter((one) => one.image?.role === 'database' || one.image?.role === 'cache');
  if (external || !stores.some((one) => one.image?.role === 'database')) return false;
  // What is published from an internal network is reached by nobody.
  if (stores.some((one) => one.service.ports.length > 0)) return false;
  return members.every((one) => stores.includes(one) || one.service.networks.length > 1);
}
