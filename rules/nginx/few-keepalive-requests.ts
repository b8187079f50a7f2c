import { defineRule, removeDirective, skip } from '../../core/rule.ts';
import { inHttp } from '../shared/nginx-example.ts';

/** The default since nginx 1.19.10. */
const usual = 1000;

export default defineRule({
  id: 'nginx/few-keepalive-requests',
  title: 'Connections closed after few requests',
  category: 'performance',
  severity: 'info',
  priority: 3,
  remedy: 'Leave `keepalive_requests` at its default of 1000, or set it higher.',
  rationale:
    'A page of today takes a hundred requests, all over one HTTP/2 connection. ' +
    'Closed in between, browsers start over with a new handshake, and some report the page as failed.',
  references: ['https://nginx.org/en/docs/http/ngx_http_core_module.html#keepalive_requests'],
  catalogue: ['nginx/keepalive-requests-low'],
  peers: ['gixy:low_keepalive_requests'],
  on: 'directive',
  names: ['keepalive_requests'],
  bad: inHttp('keepalive_requests 100;', 'gzip off;'),
  good: inHttp('gzip off;'),
  *check({ directive }) {
    const [count] = directive.args;
    if (!count || !/^\d+$/.test(count.text) || directive.context.includes('upstream')) return skip;
    if (Number(count.text) >= usual) return;
    yield {
      at: count.span,
      message: `A connection is closed after ${count.text} requests; the default is ${usual}.`,
      fix: { title: 'Leave it at the default', safety: 'safe', edits: removeDirective(directive.node) },
    };
  },
});
