import { defineRule, replaceArgument, skip } from '../../core/rule.ts';
import { inHttp } from '../shared/nginx-example.ts';

const example = (key: string) =>
  inHttp(
    `limit_req_zone ${key} zone=api:10m rate=10r/s;`,
    'server {',
    '  listen 8080;',
    '  limit_req zone=api;',
    '  limit_req_status 429;',
    '}',
  );

export default defineRule({
  id: 'nginx/text-rate-limit-key',
  title: 'Addresses counted as text',
  category: 'performance',
  severity: 'info',
  priority: 3,
  remedy: 'Count by `$binary_remote_addr`.',
  rationale:
    'An address takes 4 or 16 bytes as a number and up to 39 as text. ' +
    'The zone then holds fewer clients, and when it is full nginx forgets the oldest, whom it was to slow down.',
  references: ['https://nginx.org/en/docs/http/ngx_http_limit_req_module.html#limit_req_zone'],
  catalogue: ['nginx/rate-limit-key'],
  on: 'directive',
  names: ['limit_req_zone', 'limit_conn_zone'],
  bad: example('$remote_addr'),
  good: example('$binary_remote_addr'),
  *check({ directive }) {
    const [key] = directive.args;
    if (!key) return skip;
    if (key.text !== '$remote_addr') return;
    yield {
      at: key.span,
      message: 'Clients are counted by their address as text, which takes several times the room.',
      fix: {
        title: 'Count by $binary_remote_addr',
        safety: 'safe',
        edits: [replaceArgument(key, '$binary_remote_addr')],
      },
    };
  },
});
