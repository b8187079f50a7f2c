import { type DeployedService, defineRule, type Port, skip } from '../../core/rule.ts';
import { isOpenPort, portPlace } from '../shared/open-port.ts';
import { closePort } from '../shared/port-fix.ts';

/** Administration by port, of images that do something else beside. */
const administration: Readonly<Record<string, readonly number[]>> = {
  traefik: [8080],
  rabbitmq: [15672],
  caddy: [2019],
};
/** Images of which no more is known than what they are. */
const known =
  /(?:^|\/)(?:grafana(?:-oss|-enterprise)?|redis-commander|redisinsight|cloudbeaver|mailhog|mailpit|mailcatcher|dozzle|flower|kafka-ui|kafdrop|cerebro|elasticvue|phpredisadmin|uptime-kuma|yacht|nginx-proxy-manager)$/;

export default defineRule({
  id: 'compose/published-admin-interface',
  title: 'Administration interface open on every interface',
  category: 'security',
  severity: 'warning',
  priority: 1,
  remedy:
    'Publish it on 127.0.0.1 and reach it through a tunnel, or put it behind the proxy with authentication and TLS.',
  strength: 'No administration interface is published to the outside',
  rationale:
    'Who is logged in to an administration interface owns what it administers. Published as it is, it speaks plain HTTP, so the password goes over the wire readable, and its login page is for the whole internet to try. ' +
    'Docker’s port rules pass by ufw and firewalld.',
  references: [
    'https://docs.docker.com/engine/network/packet-filtering-firewalls/#docker-and-ufw',
    'https://docs.docker.com/reference/compose-file/services/#ports',
  ],
  catalogue: ['compose/admin-ui-published'],
  production: true,
  on: 'service',
  bad: `services:
  adminer:
    image: adminer:5
    ports:
      - "8080:8080"
`,
  good: `services:
  adminer:
    image: adminer:5
    ports:
      - "127.0.0.1:8080:8080"
`,
  *check(deployed) {
    const { service, name } = deployed;
    if (service.networkMode || service.ports.length === 0) return skip;
    for (const port of service.ports) {
      if (!isOpenPort(port) || !isAdministration(port, deployed)) continue;
      const fixes = closePort(port, deployed);
      yield {
        at: portPlace(port),
        message: `The administration interface of "${name}" is open on every interface, on port ${port.published ?? port.target}.`,
        ...(fixes.length > 0 && { fix: fixes }),
      };
    }
  },
});

function isAdministration({ target = 0 }: Port, { image, built, service }: DeployedService): boolean {
  if (built) return false;
  if (image && (administration[image.product]?.includes(target) ?? false)) return true;
  // Portainer's agents speak to it on 8000.
  if (image?.product === 'portainer') return target === 9000 || target === 9443;
  if (image?.role === 'admin-ui') return true;
  const repository = service.image?.reference?.repository ?? '';
  // Mail goes in on 1025.
  if (target === 1025) return false;
  return repository.endsWith('nginx-proxy-manager') ? target === 81 : known.test(repository);
}
