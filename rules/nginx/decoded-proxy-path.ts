import { defineRule, skip } from '../../core/rule.ts';
import { inHttp } from '../shared/nginx-example.ts';
import { locationName } from '../shared/nginx-places.ts';

const example = (path: string, uri: string) =>
  inHttp(
    'server {',
    '  listen 8080;',
    `  location ${path} {`,
    `    proxy_pass http://127.0.0.1:3000${uri};`,
    '  }',
    '}',
  );

export default defineRule({
  id: 'nginx/decoded-proxy-path',
  title: 'Paths decoded before they are passed on',
  category: 'correctness',
  severity: 'info',
  priority: 3,
  off: true,
  remedy: 'Write `proxy_pass` without a path, and let the application know its prefix.',
  rationale:
    'Where `proxy_pass` has a path, nginx decodes and normalises the path of the request and encodes it anew: `%2F` becomes a slash, `..` is resolved and `//` is one slash. ' +
    'Applications with such characters in names see other names, and what compares paths behind nginx compares other paths than nginx did. Most applications have no such names, so this is off until it is asked for.',
  references: [
    'https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_pass',
    'https://github.com/dvershinin/gixy',
  ],
  catalogue: ['nginx/proxy-pass-normalized'],
  peers: ['gixy:proxy_pass_normalized'],
  on: 'proxy',
  bad: example('/api/', '/'),
  good: example('/api/', ''),
  *check({ proxy }) {
    const { uri, location, directive } = proxy;
    const argument = directive.args[0];
    if (
      uri === undefined ||
      !argument ||
      !location ||
      location.modifier === '=' ||
      argument.text.includes('$')
    )
      return skip;
    yield {
      at: argument.span,
      message: `${locationName(location)} passes paths on decoded: "%2F" becomes a slash.`,
    };
  },
});
