import { defineRule, effective, skip } from '../../core/rule.ts';
import { inHttp } from '../shared/nginx-example.ts';

const example = (...lines: readonly string[]) =>
  inHttp(...lines, 'ssl_ciphers ECDHE-RSA-AES128-GCM-SHA256:DHE-RSA-AES128-GCM-SHA256;');

export default defineRule({
  id: 'nginx/unusable-dhe-ciphers',
  title: 'DHE ciphers without parameters',
  category: 'tls',
  severity: 'info',
  priority: 3,
  remedy: 'Take the DHE suites out, or give nginx parameters of 2048 bits with `ssl_dhparam`.',
  rationale:
    'Since 1.11.0 nginx has no parameters of its own, and without `ssl_dhparam` it offers no DHE suite. ' +
    'The list promises what no client gets; today’s browsers use none of them.',
  references: ['https://nginx.org/en/docs/http/ngx_http_ssl_module.html#ssl_dhparam'],
  catalogue: ['nginx/tls-dhparam'],
  on: 'directive',
  names: ['ssl_ciphers'],
  bad: example(),
  good: example('ssl_dhparam /etc/nginx/dhparam.pem;'),
  *check({ directive, nginx }) {
    const [list] = directive.args;
    if (!list || !nginx.config.complete || !directive.parent) return skip;
    const suite = list.text.split(':').find((one) => /^(?:DHE|EDH)-/.test(one));
    if (suite === undefined) return skip;
    if (effective(directive.parent, 'ssl_dhparam').length > 0) return;
    // A server inside may have parameters of its own.
    if (nginx.config.servers.some((server) => effective(server.directive, 'ssl_dhparam').length > 0))
      return skip;
    yield {
      at: list.span,
      message: `"${suite}" is never offered: nginx has no parameters for it.`,
    };
  },
});
