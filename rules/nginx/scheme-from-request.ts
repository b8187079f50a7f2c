import { defineRule, skip } from '../../core/rule.ts';
import { inHttp } from '../shared/nginx-example.ts';

const example = (scheme: string) =>
  inHttp(
    'server {',
    '  listen 8080;',
    '  location / {',
    `    proxy_pass ${scheme}://127.0.0.1:3000;`,
    '  }',
    '}',
  );

export default defineRule({
  id: 'nginx/scheme-from-request',
  title: 'Upstream spoken to as the client spoke',
  category: 'security',
  severity: 'warning',
  priority: 2,
  remedy: 'Write out whether the upstream is spoken to with `http` or `https`.',
  rationale:
    'With `$scheme` the client’s way to nginx decides over the way from nginx on. ' +
    'A plain request is passed on plain even where the upstream offers TLS, and a TLS one fails where it does not.',
  references: ['https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_pass'],
  catalogue: ['nginx/scheme-from-variable'],
  peers: ['semgrep:generic.nginx.security.dynamic-proxy-scheme.dynamic-proxy-scheme'],
  on: 'directive',
  names: ['proxy_pass'],
  bad: example('$scheme'),
  good: example('http'),
  *check({ directive }) {
    const [target] = directive.args;
    if (!target) return skip;
    const found = /^\$(?:\{scheme\}|scheme)(?=:\/\/)|^\$(?:http_\w+|\{http_\w+\}|arg_\w+)(?=:\/\/)/.exec(
      target.text,
    )?.[0];
    if (found === undefined) return;
    yield {
      at: target.span,
      message: `${found} decides how the upstream is spoken to, which is the client's choice.`,
    };
  },
});
