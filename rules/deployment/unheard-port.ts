import { defineRule, type Entrance, type Fix, routesOf, skip } from '../../core/rule.ts';
import { listed } from '../shared/listed.ts';
import { portPlace } from '../shared/open-port.ts';
import { rewrite } from '../shared/rewrite.ts';

const example = (port: string) => ({
  'compose.yaml': `services:
  web:
    image: nginx:1.30-alpine
    ports:
      - "${port}"
    volumes:
      - ./nginx.conf:/etc/nginx/nginx.conf:ro
`,
  'nginx.conf': `events {}
http {
    server {
        listen 8080;
        root /usr/share/nginx/html;
    }
}
`,
});

export default defineRule({
  id: 'deployment/unheard-port',
  title: 'Published port that nothing listens on',
  category: 'correctness',
  severity: 'error',
  priority: 0,
  remedy: 'Publish the port on which the process in the container listens.',
  strength: 'Something listens behind every published port',
  rationale:
    'The number behind the colon is the port in the container. Where nothing listens on it Docker takes every connection and drops it at once. ' +
    'That is said only where all ports of the process are known: by a whole nginx configuration, by a stock image that nothing reconfigures, or by a server program with its port in the command.',
  references: [
    'https://docs.docker.com/reference/compose-file/services/#ports',
    'https://docs.docker.com/engine/network/port-publishing/',
  ],
  catalogue: ['deployment/published-port-unheard'],
  on: 'service',
  bad: example('80:80'),
  good: example('80:8080'),
  *check(deployed) {
    const { service, name, deployment } = deployed;
    if (service.ports.length === 0) return skip;
    const entrances = deployment.derive(routesOf).entrancesOf(deployed);
    if (entrances.every(({ heard }) => heard === 'unknown')) return skip;
    for (const entrance of entrances) {
      const { port, heard, target } = entrance;
      if (heard !== 'no' || target === undefined || port.targetEnd !== undefined) continue;
      const ports = [...deployed.hearing.ports];
      const fix = fixFor(entrance, ports);
      yield {
        at: portPlace(port),
        message: `Nothing in "${name}" listens on port ${target}${ports.length > 0 ? `, only on ${listed(ports.map(String))}` : ''}: connections to the published port are dropped.`,
        ...(fix && { fix }),
      };
    }
  },
});

/** The one port that is heard and that no other entry leads to. */
function fixFor({ service, port }: Entrance, ports: readonly number[]): Fix | undefined {
  const taken = new Set(service.service.ports.map((one) => one.target));
  const free = ports.filter((one) => !taken.has(one));
  if (free.length !== 1 || port.value.origin === 'shared') return undefined;
  const written = port.value.kind === 'mapping' ? port.value.entries.get('target')?.value : port.value;
  if (written?.kind !== 'scalar' || written.variables.length > 0) return undefined;
  const edit = rewrite(written, written.text.replace(/\d+(?=(?:\/\w+)?$)/, String(free[0])));
  return edit && { title: `Publish port ${free[0]} of "${service.name}"`, safety: 'review', edits: [edit] };
}
