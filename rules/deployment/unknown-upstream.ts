import { defineRule, skip } from '../../core/rule.ts';
import { knowsHost, reachesOut, serviceOfHost, upstreamTargets } from '../shared/upstream-targets.ts';

export default defineRule({
  id: 'deployment/unknown-upstream',
  title: 'nginx sends requests to a host that is no service',
  category: 'correctness',
  severity: 'error',
  priority: 0,
  remedy: 'Name a service of the deployment, or one of its aliases.',
  strength: 'Every upstream of nginx is a service of the deployment',
  rationale:
    'Inside a Compose network a host name is the name of a service, a network alias or a container name. nginx resolves the names in its configuration when it starts: ' +
    'with one that nobody answers to it ends with "host not found in upstream". Addresses, names with a dot and `extra_hosts` are taken for hosts outside.',
  references: [
    'https://docs.docker.com/compose/how-tos/networking/',
    'https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_pass',
  ],
  catalogue: ['deployment/upstream-unknown', 'nginx/undefined-upstream'],
  on: 'nginx',
  bad: {
    'compose.yaml': `services:
  proxy:
    image: nginx:1.30-alpine
    volumes:
      - ./nginx.conf:/etc/nginx/nginx.conf:ro
  api:
    image: example/api:1.4
`,
    'nginx.conf': `events {}
http {
    server {
        listen 80;
        location / {
            proxy_pass http://backend:3000;
        }
    }
}
`,
  },
  good: {
    'compose.yaml': `services:
  proxy:
    image: nginx:1.30-alpine
    volumes:
      - ./nginx.conf:/etc/nginx/nginx.conf:ro
  api:
    image: example/api:1.4
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
  },
  *check(nginx) {
    const { deployment, services } = nginx;
    if (services.length === 0 || services.some((service) => reachesOut(service))) return skip;
    const targets = upstreamTargets(nginx);
    if (targets.length === 0) return skip;
    for (const { host, hostSpan } of targets) {
      if (
        isOutside(host) ||
        serviceOfHost(deployment, host) ||
        services.some((service) => knowsHost(service, host))
      )
        continue;
      const names = services.map((service) => `"${service.name}"`).join(', ');
      yield {
        at: hostSpan,
        message: `${names} sends requests to "${host}", which is no service of this deployment: nginx does not start.`,
      };
    }
  },
});

function isOutside(host: string): boolean {
  return host === 'localhost' || /[.:[\]]/.test(host) || /^\d+$/.test(host);
}
