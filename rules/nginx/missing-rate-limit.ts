import { defineRule, skip } from '../../core/rule.ts';
import { inHttp } from '../shared/nginx-example.ts';
import { facesClients, locationName } from '../shared/nginx-places.ts';
import { isLimited, limitedKind, limitRequests, rateZones } from '../shared/rate-limit.ts';

const example = (zone: readonly string[], limit: readonly string[]) =>
  inHttp(
    ...zone,
    'server {',
    '  listen 8080;',
    '  location /login {',
    '    proxy_pass http://127.0.0.1:3000;',
    ...limit,
    '  }',
    '}',
  );

export default defineRule({
  id: 'nginx/missing-rate-limit',
  title: 'No rate limit',
  category: 'security',
  severity: 'warning',
  priority: 2,
  remedy: 'Limit requests with `limit_req`, tightly where people log in.',
  strength: 'Requests to logins and interfaces are limited',
  rationale:
    'Without a limit one client can try passwords as fast as the line carries them, or keep the application busy for all others. ' +
    'The rates that are written here are a beginning: look at what real clients do, and set `limit_req_status 429`.',
  references: ['https://nginx.org/en/docs/http/ngx_http_limit_req_module.html'],
  catalogue: ['nginx/rate-limit'],
  production: true,
  on: 'location',
  bad: example([], []),
  good: example(
    ['limit_req_zone $binary_remote_addr zone=login:10m rate=10r/m;'],
    ['    limit_req zone=login burst=5 nodelay;', '    limit_req_status 429;'],
  ),
  *check({ location, nginx }) {
    const { directive } = location;
    const kind = limitedKind(location);
    const pass = directive.children!.find(({ name }) => /^(?:proxy|grpc|fastcgi|uwsgi)_pass$/.test(name));
    if (!kind || !pass || !nginx.config.complete || !facesClients(nginx)) return skip;
    if (isLimited(directive)) return;
    const zone = rateZones(nginx.config).find(({ name }) => name.includes(kind))?.name;
    const consequence = kind === 'login' ? 'whoever tries passwords' : 'a client that floods it';
    const title = `Limit requests by ${zone === undefined ? 'a new zone' : `the zone "${zone}"`}`;
    yield {
      at: pass.nameSpan,
      message: `${locationName(location)} passes requests on without a limit: nothing slows down ${consequence}.`,
      fix: () => ({ title, safety: 'review', edits: limitRequests(location, kind, zone) }),
    };
  },
});
