import { defineRule, removeDirective, skip } from '../../core/rule.ts';
import { inHttp } from '../shared/nginx-example.ts';

const server = [
  'server {',
  '  listen 8080;',
  '  location / {',
  '    proxy_pass http://127.0.0.1:3000;',
  '  }',
  '}',
];

export default defineRule({
  id: 'nginx/unbuffered-responses',
  title: 'Responses of all servers unbuffered',
  category: 'performance',
  severity: 'info',
  priority: 3,
  remedy:
    'Switch buffering off in the locations that stream, or by the header `X-Accel-Buffering: no` of their responses.',
  rationale:
    'With buffering nginx takes the response from the application at once and feeds it to a slow client by itself. ' +
    'Without it each download over a mobile network occupies a connection and a worker of the application for as long as it lasts. ' +
    'Event streams want it off; nothing else does.',
  references: ['https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_buffering'],
  catalogue: ['nginx/proxy-buffering'],
  production: true,
  on: 'directive',
  names: ['proxy_buffering'],
  bad: inHttp('proxy_buffering off;', ...server),
  good: inHttp(...server),
  *check({ directive }) {
    if (directive.args[0]?.text !== 'off' || directive.context !== 'http') return skip;
    yield {
      at: directive.span,
      message:
        'Slow clients hold a connection of the application for as long as their downloads last, on every server.',
      fix: { title: 'Buffer responses', safety: 'review', edits: removeDirective(directive.node) },
    };
  },
});
