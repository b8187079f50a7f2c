import { defineRule, type Port, skip } from '../../core/rule.ts';
import { closePort } from '../shared/port-fix.ts';

/** Ports on which brokers speak TLS with clients from outside: AMQP and MQTT (IANA service names amqps, secure-mqtt). */
const publicPorts: readonly number[] = [5671, 8883];

export default defineRule({
  id: 'compose/published-database-port',
  title: 'Database port open on every interface',
  category: 'security',
  severity: 'error',
  priority: 0,
  remedy:
    'Publish the port on 127.0.0.1, or not at all: services of one network reach each other without it.',
  strength: 'No database, cache or broker is published to the outside',
  rationale:
    'A port without an address is open on every interface of the host. Docker writes its own firewall rules, which ufw and firewalld do not see: a host firewall that seems to close the port does not. ' +
    'Databases that answer the internet are found within minutes; then only the password stands between.',
  references: [
    'https://docs.docker.com/engine/network/packet-filtering-firewalls/#docker-and-ufw',
    'https://docs.docker.com/reference/compose-file/services/#ports',
  ],
  catalogue: ['compose/database-published'],
  production: true,
  on: 'service',
  bad: `services:
  db:
    image: postgres:18
    ports:
      - "5432:5432"
`,
  good: `services:
  db:
    image: postgres:18
    ports:
      - "127.0.0.1:5432:5432"
`,
  *check(deployed) {
    const { service, name, image } = deployed;
    if (!image || !['database', 'cache', 'broker'].includes(image.role) || service.networkMode) return skip;
    for (const port of service.ports) {
      if (!isOpen(port)) continue;
      const fixes = closePort(port, deployed);
      const target = port.published ?? port.target;
      yield {
        at:
          port.value.kind === 'mapping'
            ? (port.value.entries.get('target')?.value?.span ?? port.span)
            : port.span,
        message: `Port ${target} of "${name}" is open on every interface: who reaches the host reaches ${image.product}.`,
        ...(fixes.length > 0 && { fix: fixes }),
      };
    }
  },
});

function isOpen(port: Port): boolean {
  if (port.target !== undefined && publicPorts.includes(port.target)) return false;
  // The unknown part may bring an address with it.
  if (port.dynamic) return false;
  return port.hostIp === undefined || port.hostIp === '0.0.0.0' || port.hostIp === '::';
}
