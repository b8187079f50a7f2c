import { defineRule, effective, insertBeside, skip } from '../../core/rule.ts';
import { inHttp } from '../shared/nginx-example.ts';

const example = (...lines: readonly string[]) =>
  inHttp(
    'limit_req_zone $binary_remote_addr zone=api:10m rate=10r/s;',
    ...lines,
    'server {',
    '  listen 8080;',
    '  limit_req zone=api burst=20;',
    '}',
  );

export default defineRule({
  id: 'nginx/rate-limit-answers-503',
  title: 'Rate limit that answers with an outage',
  category: 'correctness',
  severity: 'info',
  priority: 3,
  remedy: 'Answer with 429: `limit_req_status 429`.',
  rationale:
    'nginx refuses with 503 by default, which says that the service is down: monitors raise an alarm and clients try again at once. ' +
    'The answer 429 says that the client asks too often.',
  references: [
    'https://nginx.org/en/docs/http/ngx_http_limit_req_module.html#limit_req_status',
    'https://www.rfc-editor.org/rfc/rfc6585#section-4',
  ],
  catalogue: ['nginx/limit-req-status', 'nginx/limit-conn'],
  on: 'nginx',
  bad: example(),
  good: example('limit_req_status 429;'),
  *check(nginx) {
    const uses = [...nginx.config.walk()].filter(
      ({ name, context }) => (name === 'limit_req' || name === 'limit_conn') && !context.startsWith('stream'),
    );
    if (uses.length === 0 || !nginx.config.complete) return skip;
    for (const name of ['limit_req', 'limit_conn']) {
      const open = uses.find(
        (one) => one.name === name && one.parent && effective(one.parent, `${name}_status`).length === 0,
      );
      if (!open) continue;
      const zone = nginx.config.all('http')[0]?.all(`${name}_zone`).at(-1);
      yield {
        at: open.nameSpan,
        message: `What ${name} refuses is answered with 503, as if the service were down.`,
        ...(zone && {
          fix: {
            title: 'Answer with 429',
            safety: 'review' as const,
            edits: insertBeside(zone.node, [`${name}_status 429;`], 'after'),
          },
        }),
      };
    }
  },
});
