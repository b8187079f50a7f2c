import { defineRule, type Fix, skip } from '../../core/rule.ts';
import { serviceOfHost, type UpstreamTarget, upstreamTargets } from '../shared/upstream-targets.ts';

export default defineRule({
  id: 'deployment/wrong-upstream-port',
  title: 'nginx sends requests to a port that nothing listens on',
  category: 'correctness',
  severity: 'error',
  priority: 0,
  remedy: 'Use the port on which the service listens in its container.',
  strength: 'nginx reaches every service at the port it listens on',
  rationale:
    'Between containers the port is the one that the process listens on, not the one that `ports` publishes on the host. On another one the connection is refused and every request ends in a 502. ' +
    'Which ports a service listens on is read from its EXPOSE, its variables, its command and what is known of its image; where these do not settle it, nothing is said.',
  references: ['https://docs.docker.com/compose/how-tos/networking/'],
  catalogue: ['deployment/upstream-port'],
  on: 'nginx',
  bad: {
    'compose.yaml': `services:
  proxy:
    image: nginx:1.30-alpine
    volumes:
      - ./nginx.conf:/etc/nginx/nginx.conf:ro
  api:
    build: .
    ports:
      - "127.0.0.1:8080:3000"
`,
    Dockerfile: `FROM node:24-alpine
EXPOSE 3000
CMD ["node", "server.js"]
`,
    'nginx.conf': `events {}
http {
    server {
        location / {
            proxy_pass http://api:8080;
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
    build: .
    ports:
      - "127.0.0.1:8080:3000"
`,
    Dockerfile: `FROM node:24-alpine
EXPOSE 3000
CMD ["node", "server.js"]
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
  *check(nginx) {
    let asked = false;
    for (const target of nginx.services.length > 0 ? upstreamTargets(nginx) : []) {
      const service = serviceOfHost(nginx.deployment, target.host);
      if (!service?.listens.certain || target.port === undefined) continue;
      asked = true;
      const { ports } = service.listens;
      if (ports.includes(target.port)) continue;
      const listens = `it listens on ${ports.join(', ')}`;
      const published = service.service.ports.find((port) => port.published === target.port);
      yield {
        at: target.portSpan ?? target.hostSpan,
        message: `Port ${target.port} of "${service.name}" is ${published ? 'published on the host only; in its container ' : 'none that it listens on: '}${listens}.`,
        related: published
          ? [{ at: published.span, message: `The host's port ${target.port} leads to ${published.target}.` }]
          : [],
        ...(ports.length === 1 && ports[0] !== undefined && { fix: fixFor(target, ports[0]) }),
      };
    }
    if (!asked) return skip;
  },
});

function fixFor({ portSpan, hostSpan, host }: UpstreamTarget, port: number): Fix {
  const behind = { source: hostSpan.source, start: hostSpan.end, end: hostSpan.end };
  const edit = portSpan ? { span: portSpan, text: String(port) } : { span: behind, text: `:${port}` };
  return { title: `Send the requests to port ${port} of "${host}"`, safety: 'review', edits: [edit] };
}
