import { type DeployedService, type Deployment, defineRule, skip } from '../../core/rule.ts';
import { moveToOwnNetwork } from '../shared/database-network.ts';

export default defineRule({
  id: 'compose/unsegmented-database',
  title: 'Database on the network of the public proxy',
  category: 'architecture',
  severity: 'info',
  priority: 3,
  remedy: 'Give the database a network that the proxy is not on.',
  strength: 'The public proxy reaches no database',
  rationale:
    'The proxy is what the internet talks to first. It needs the applications, never the database; on one network with it, whoever takes over the proxy is one password away from the data.',
  references: ['https://docs.docker.com/compose/how-tos/networking/#specify-custom-networks'],
  catalogue: ['compose/network-segmentation', 'deployment/database-exposed-by-network'],
  production: true,
  on: 'service',
  bad: `services:
  proxy:
    image: nginx:1.30
    ports: ["443:443"]
    networks: [web]
  api:
    image: team/api:2.1
    networks: [web]
  db:
    image: postgres:18
    networks: [web]
networks:
  web:
`,
  good: `services:
  proxy:
    image: nginx:1.30
    ports: ["443:443"]
    networks: [web]
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
  *check(deployed) {
    const { service, name, image, deployment } = deployed;
    // With an entrypoint of its own it is a client of the database, not one.
    if (image?.role !== 'database' || service.entrypoint || service.networks.length === 0) return skip;
    const proxies = deployment.derive(publicProxies);
    if (proxies.length === 0) return skip;
    for (const { value, span } of service.networks) {
      // On the default network all are together: reported once for the deployment.
      const proxy =
        value === 'default'
          ? undefined
          : proxies.find((one) => one.service.networks.some((other) => other.value === value));
      if (!proxy) continue;
      yield {
        at: span,
        message: `"${name}" is on the network "${value}" with "${proxy.name}", which faces the internet.`,
        fix: () => moveToOwnNetwork(deployed, value, proxies),
      };
    }
  },
});

function publicProxies({ services }: Deployment): readonly DeployedService[] {
  return services.filter(isPublicProxy);
}

function isPublicProxy({ image, service }: DeployedService): boolean {
  const role = image?.role === 'proxy' || image?.product === 'nginx' || image?.product === 'httpd';
  return role && service.ports.some((port) => port.hostIp === undefined || port.hostIp === '0.0.0.0');
}
