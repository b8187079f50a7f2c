import { defineRule, type Fix, type Port, setYaml, skip } from '../../core/rule.ts';
import { rewrite } from '../shared/rewrite.ts';
import { proxiedPorts } from '../shared/upstream-targets.ts';

export default defineRule({
  id: 'deployment/bypassed-proxy',
  title: 'Service is reachable past the proxy',
  category: 'architecture',
  severity: 'warning',
  priority: 1,
  remedy: 'Publish the port on 127.0.0.1 only, or not at all.',
  strength: 'Services behind the proxy are reachable through it alone',
  rationale:
    'nginx gives a service its TLS, its headers and its limits. A port of the service that is published on every interface answers without any of them, and Docker opens it in the host’s firewall by itself. ' +
    'The proxy reaches the service over the network of the deployment and needs no published port.',
  references: [
    'https://docs.docker.com/engine/network/port-publishing/',
    'https://docs.docker.com/engine/network/packet-filtering-firewalls/',
  ],
  catalogue: ['deployment/bypasses-proxy'],
  production: true,
  on: 'service',
  bad: {
    'compose.yaml': `services:
  proxy:
    image: nginx:1.30-alpine
    ports:
      - "80:80"
    volumes:
      - ./nginx.conf:/etc/nginx/nginx.conf:ro
  api:
    image: example/api:1.4
    ports:
      - "3000:3000"
`,
    'nginx.conf': `events {}
http {
    server {
        location / {
            proxy_pass http://api:3000;
        }
    }
}
`,
  },
  good: {
    'compose.yaml': `services:
  proxy:
    image: nginx:1.30-alpine
    ports:
      - "80:80"
    volumes:
      - ./nginx.conf:/etc/nginx/nginx.conf:ro
  api:
    image: example/api:1.4
    ports:
      - "127.0.0.1:3000:3000"
`,
    'nginx.conf': `events {}
http {
    server {
        location / {
            proxy_pass http://api:3000;
        }
    }
}
`,
  },
  *check(deployed) {
    const proxied = proxiedPorts(deployed);
    if (proxied.size === 0) return skip;
    for (const port of deployed.service.ports) {
      const place = port.target === undefined ? undefined : proxied.get(port.target);
      const everywhere = port.hostIp === undefined || /^(?:0\.0\.0\.0|\[?::\]?)$/.test(port.hostIp);
      if (port.dynamic || port.published === undefined || !place || !everywhere) continue;
      const fix = fixFor(port);
      yield {
        at:
          port.value.kind === 'mapping'
            ? (port.value.entries.get('published')?.keySpan ?? port.span)
            : port.span,
        message: `Port ${port.published} leads past nginx to "${deployed.name}" from every interface of the host.`,
        related: [{ at: place, message: `nginx sends requests to port ${port.target}.` }],
        ...(fix && { fix }),
      };
    }
  },
});

function fixFor({ value, text, hostIp, published }: Port): Fix | undefined {
  const local = `127.0.0.1:${hostIp === undefined ? text : text.slice(hostIp.length + 1)}`;
  const written = value.kind === 'scalar' && value.variables.length === 0 ? rewrite(value, local) : undefined;
  const map = value.kind === 'mapping' && value.node?.kind === 'map' ? value.node : undefined;
  const edits = written ? [written] : map && setYaml(map, ['host_ip'], '127.0.0.1', { after: ['target'] });
  return edits
    ? { title: `Publish port ${published} on 127.0.0.1 only`, safety: 'review', edits }
    : undefined;
}
