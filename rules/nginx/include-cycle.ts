import { defineRule } from '../../core/rule.ts';
import { inHttp } from '../shared/nginx-example.ts';

const files = (line: string) => ({
  'nginx/nginx.conf': inHttp('include conf.d/a.conf;', 'server {', '  listen 8080;', '}'),
  'nginx/conf.d/a.conf': line,
});

export default defineRule({
  id: 'nginx/include-cycle',
  title: 'A file that includes itself',
  category: 'correctness',
  severity: 'error',
  priority: 0,
  remedy: 'Take the include out of the file that is included.',
  rationale:
    'nginx reads an included file where the include stands, and so would never come to an end. ' +
    'It stops with "too many open files" or fills the memory before.',
  references: ['https://nginx.org/en/docs/ngx_core_module.html#include'],
  catalogue: ['nginx/include-missing'],
  on: 'nginx',
  bad: files('include conf.d/a.conf;\n'),
  good: files('gzip on;\n'),
  *check({ config }) {
    for (const { span, message } of config.problems) yield { at: span, message };
  },
});
