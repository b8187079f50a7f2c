import { defineRule, skip } from '../../core/rule.ts';
import { inHttp } from '../shared/nginx-example.ts';
import { limitedKind, limitRequests, rateZones } from '../shared/rate-limit.ts';

const example = (...limit: readonly string[]) =>
  inHttp(
    'limit_req_zone $binary_remote_addr zone=login:10m rate=10r/m;',
    'server {',
    '  listen 8080;',
    '  location /login {',
    '    proxy_pass http://127.0.0.1:3000;',
    ...limit,
    '  }',
    '}',
  );

export default defineRule({
  id: 'nginx/unused-rate-limit-zone',
  title: 'Rate limit defined and never used',
  category: 'security',
  severity: 'warning',
  priority: 2,
  remedy: 'Name the zone in a `limit_req`, or delete it.',
  rationale:
    'A `limit_req_zone` only counts; it limits nothing until a `limit_req` names it. ' +
    'One that nothing names looks like protection to whoever reads the file, and is none.',
  references: ['https://nginx.org/en/docs/http/ngx_http_limit_req_module.html#limit_req_zone'],
  catalogue: ['nginx/rate-limit'],
  on: 'nginx',
  bad: example(),
  good: example('    limit_req zone=login burst=5 nodelay;', '    limit_req_status 429;'),
  *check({ config }) {
    const zones = rateZones(config);
    if (!config.complete || zones.length === 0) return skip;
    const limits = [...config.walk()].filter(({ name }) => name === 'limit_req');
    const used = new Set(limits.flatMap(({ args }) => args.map(({ text }) => text)));
    const locations = config.servers.flatMap((server) => server.locations);
    for (const { name, span } of zones.filter((zone) => !used.has(`zone=${zone.name}`))) {
      const fits = locations.find((location) => {
        const kind = limitedKind(location);
        return kind !== undefined && name.includes(kind) && location.directive.all('limit_req').length === 0;
      });
      const kind = fits && limitedKind(fits);
      const fix = kind && {
        title: `Limit "${fits.path}" by it`,
        safety: 'review' as const,
        edits: limitRequests(fits, kind, name),
      };
      yield {
        at: span,
        message: `The zone "${name}" limits nothing: no limit_req names it.`,
        ...(fix && { fix }),
      };
    }
  },
});
