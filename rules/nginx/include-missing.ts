import { defineRule, skip } from '../../core/rule.ts';
import { inHttp } from '../shared/nginx-example.ts';

const compose = 'services:\n  proxy:\n    image: nginx:1.29.7\n    volumes:\n      - ./nginx:/etc/nginx:ro\n';
const files = (included: string) => ({
  'compose.yaml': compose,
  'nginx/nginx.conf': inHttp(`include ${included};`, 'server {', '  listen 8080;', '}'),
  'nginx/snippets/tls.conf': 'ssl_protocols TLSv1.2 TLSv1.3;\n',
});

export default defineRule({
  id: 'nginx/include-missing',
  title: 'An included file that is not there',
  category: 'correctness',
  severity: 'error',
  priority: 0,
  remedy: 'Correct the path, or mount or copy the file to it.',
  rationale:
    'nginx does not start when a file that it is told to include is missing. ' +
    'Only a pattern with `*` may find nothing.',
  references: ['https://nginx.org/en/docs/ngx_core_module.html#include'],
  catalogue: ['nginx/include-missing'],
  on: 'nginx',
  bad: files('snippets/ssl.conf'),
  good: files('snippets/tls.conf'),
  *check({ config, services }) {
    if (!services[0]) return skip;
    for (const { span, text } of config.missingIncludes) {
      if (/[$%{<]/.test(text)) continue;
      const seen = text.startsWith('/') ? text : `/etc/nginx/${text}`;
      yield {
        at: span,
        message: `${seen} is not in the container of "${services[0].name}": nginx does not start.`,
      };
    }
  },
});
