import { defineRule, effective, type Location, locationFor, serverFor, skip } from '../../core/rule.ts';
import { askedAddress } from '../shared/asked-address.ts';
import { lastPartOf } from '../shared/compose-places.ts';
import { healthInForce } from '../shared/health-in-force.ts';
import { locationName, serverName } from '../shared/nginx-places.ts';

const example = (path: string) => ({
  'compose.yaml': `services:
  web:
    image: nginx:1.30-alpine
    volumes:
      - ./nginx.conf:/etc/nginx/nginx.conf:ro
    healthcheck:
      test: ["CMD", "wget", "-q", "--spider", "http://127.0.0.1${path}"]
`,
  'nginx.conf': `events {}
http {
    server {
        listen 80;
        location = /up {
            return 204;
        }
        location / {
            return 404;
        }
    }
}
`,
});

export default defineRule({
  id: 'deployment/unserved-healthcheck-path',
  title: 'Health check asks nginx for a page that it refuses',
  category: 'health',
  severity: 'warning',
  priority: 1,
  remedy: 'Ask for a path that nginx answers with success.',
  strength: 'Health checks of nginx ask for pages that it serves',
  rationale:
    'curl with `-f` and wget fail on every answer from 400 on. Where the location that takes the request refuses it, the container is unhealthy from its first check to its last, however well nginx works.',
  references: [
    'https://nginx.org/en/docs/http/ngx_http_core_module.html#location',
    'https://docs.docker.com/reference/compose-file/services/#healthcheck',
  ],
  catalogue: ['deployment/healthcheck-path'],
  on: 'service',
  bad: example('/health'),
  good: example('/up'),
  *check(deployed) {
    const [nginx, second] = deployed.nginx;
    const check = nginx && healthInForce(deployed);
    const asked = check && askedAddress(check.script);
    if (!nginx || second || !check || asked?.path === undefined || !nginx.config.complete) return skip;
    const { script, at } = check;
    // Without -f curl takes every answer for success, and a host of one's own may choose another server.
    if (
      !/\bwget\b|\bcurl\b.*\s(?:-\w*f|--fail)/.test(script) ||
      /--header|\s-H\b|--method|\s-X\b/.test(script)
    )
      return skip;
    const host = /\/\/(\[?[\w.:]+?\]?)(?::\d+)?(?:\/|$|["'\s])/.exec(script)?.[1] ?? 'localhost';
    const server = serverFor(nginx.config, asked.port, host);
    if (
      !server ||
      server.broken ||
      server.directive.all('if').length + server.directive.all('rewrite').length > 0
    )
      return skip;
    const location = locationFor(server, asked.path.split(/[?#]/)[0] ?? '/');
    if (!location || location === 'none') return skip;
    const answer = refusal(location);
    if (answer === undefined) return;
    yield {
      at: lastPartOf(at, asked.path),
      message: `The health check of "${deployed.name}" asks for "${asked.path}", which ${locationName(location)} of ${serverName(server)} answers with ${answer}: it never becomes healthy.`,
      related: [{ at: location.pathSpan, message: 'It takes the request.' }],
    };
  },
});

/** The status by which a location refuses every request; undefined where it may answer. */
function refusal({ directive }: Location): number | undefined {
  if (directive.first('if') || effective(directive, 'error_page').length > 0) return undefined;
  const returned = Number(directive.first('return')?.args[0]?.text);
  if (returned >= 400 && returned < 600) return returned;
  if (directive.first('return') || directive.first('rewrite')) return undefined;
  const denied = directive.all('deny').some(({ args }) => args[0]?.text === 'all');
  return denied && directive.all('allow').length === 0 && !directive.first('satisfy') ? 403 : undefined;
}
