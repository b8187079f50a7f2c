import { defineRule, effective, skip } from '../../core/rule.ts';
import { inHttp } from '../shared/nginx-example.ts';
import { blockName } from '../shared/nginx-places.ts';

const example = (...lines: readonly string[]) =>
  inHttp(
    'server {',
    '  listen 8080;',
    '  location /admin/ {',
    '    satisfy any;',
    ...lines.map((line) => `    ${line}`),
    '    auth_basic "Staff";',
    '    auth_basic_user_file /etc/nginx/users;',
    '    root /srv/www;',
    '  }',
    '}',
  );

export default defineRule({
  id: 'nginx/either-password-or-address',
  title: '"satisfy any" that asks nobody',
  category: 'security',
  severity: 'warning',
  priority: 1,
  remedy: 'End the address list with `deny all`.',
  rationale:
    'With `satisfy any` one of the checks is enough. ' +
    'An address list that ends without `deny all` lets every address in, and so nobody is asked for the password.',
  references: ['https://nginx.org/en/docs/http/ngx_http_core_module.html#satisfy'],
  catalogue: ['nginx/satisfy-any'],
  on: 'directive',
  names: ['http', 'server', 'location', 'limit_except'],
  bad: example('allow 10.0.0.0/8;'),
  good: example('allow 10.0.0.0/8;', 'deny all;'),
  *check({ directive }) {
    const [satisfy] = directive.all('satisfy');
    if (satisfy?.args[0]?.text !== 'any') return skip;
    const lists = ['allow', 'deny'].flatMap((name) => effective(directive, name));
    if (lists.length === 0) return skip;
    const refuses = lists.some(({ name, args }) => name === 'deny' && args[0]?.text === 'all');
    const letsAll = lists.some(({ name, args }) => name === 'allow' && args[0]?.text === 'all');
    if (refuses && !letsAll) return;
    yield {
      at: satisfy.nameSpan,
      message: `${blockName(directive)} lets every address in, and one of its checks is enough: nobody is asked for the password.`,
    };
  },
});
