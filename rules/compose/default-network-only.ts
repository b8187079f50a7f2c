import { defineRule, skip } from '../../core/rule.ts';
import { uses } from '../shared/store-users.ts';

export default defineRule({
  id: 'compose/default-network-only',
  title: 'All services on one network',
  category: 'architecture',
  severity: 'info',
  priority: 3,
  remedy: 'Put the proxy and the applications on one network, the applications and the databases on another.',
  strength: 'Services are kept apart by networks',
  rationale:
    'On the default network every service reaches every other. Whoever takes over the one that faces the internet talks to the database directly. Two networks keep them apart at no cost.',
  references: ['https://docs.docker.com/compose/how-tos/networking/#specify-custom-networks'],
  catalogue: ['compose/custom-network'],
  production: true,
  on: 'deployment',
  bad: `services:
  web:
    image: nginx:1.30
    ports: ["80:80"]
  api:
    image: team/api:2.1
  db:
    image: postgres:18
`,
  good: `services:
  web:
    image: nginx:1.30
    ports: ["80:80"]
    networks: [frontend]
  api:
    image: team/api:2.1
    networks: [frontend, backend]
  db:
    image: postgres:18
    networks: [backend]
networks:
  frontend:
  backend:
`,
  *check(deployment) {
    const services = deployment.services.filter((one) => !one.oneShot && one.service.networks.length > 0);
    // With an entrypoint of its own it is a client of the store, not one.
    const stores = services.filter(
      ({ image, service }) => (image?.role === 'database' || image?.role === 'cache') && !service.entrypoint,
    );
    const pair = services
      .filter((one) => one.service.ports.length > 0 && !stores.includes(one))
      .flatMap((open) => stores.map((store) => ({ open, store })))
      .find(({ open, store }) => !uses(open, store.name));
    if (services.length < 3 || !pair) return skip;
    if (services.some((one) => one.service.networks.some((network) => network.value !== 'default'))) return;
    yield {
      at: deployment.span,
      message: `All ${services.length} services share one network: "${pair.open.name}", which is published and has no need of it, reaches "${pair.store.name}" directly.`,
    };
  },
});
