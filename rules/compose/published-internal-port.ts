import { defineRule, skip } from '../../core/rule.ts';
import { isOpenPort, portPlace } from '../shared/open-port.ts';
import { closePort } from '../shared/port-fix.ts';

export default defineRule({
  id: 'compose/published-internal-port',
  title: 'Metrics or logs open on every interface',
  category: 'security',
  severity: 'warning',
  priority: 2,
  remedy:
    'Publish the port on 127.0.0.1, or not at all: services of one network reach each other without it.',
  strength: 'Metrics and logs are not published to the outside',
  rationale:
    'Metrics name hosts, versions, paths and customers, and log stores take whatever they are sent; neither asks for a password by default. ' +
    'They are for the services of the deployment, which reach them over its network.',
  references: [
    'https://docs.docker.com/reference/compose-file/services/#ports',
    'https://prometheus.io/docs/operating/security/',
  ],
  catalogue: ['compose/bind-all-interfaces'],
  peers: ['dclint:no-unbound-port-interfaces'],
  production: true,
  on: 'service',
  bad: `services:
  metrics:
    image: prom/prometheus:v3.13.2
    ports:
      - "9090:9090"
`,
  good: `services:
  metrics:
    image: prom/prometheus:v3.13.2
    ports:
      - "127.0.0.1:9090:9090"
`,
  *check(deployed) {
    const { service, name, image } = deployed;
    const internal = image && (image.role === 'monitoring' || image.role === 'logging');
    // Those two are for people to look at: reported as administration interfaces.
    if (!internal || ['grafana', 'uptime-kuma'].includes(image.product) || service.networkMode) return skip;
    for (const port of service.ports) {
      if (!isOpenPort(port)) continue;
      const fixes = closePort(port, deployed);
      yield {
        at: portPlace(port),
        message: `Port ${port.published ?? port.target} of "${name}" is open on every interface, and ${image.product} asks nobody who they are by default.`,
        ...(fixes.length > 0 && { fix: fixes }),
      };
    }
  },
});
