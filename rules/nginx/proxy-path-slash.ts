import { defineRule, skip, span } from '../../core/rule.ts';
import { inHttp } from '../shared/nginx-example.ts';
import { locationName } from '../shared/nginx-places.ts';

const example = (uri: string) =>
  inHttp(
    'server {',
    '  listen 8080;',
    '  location /api/ {',
    `    proxy_pass http://127.0.0.1:3000${uri};`,
    '  }',
    '}',
  );

export default defineRule({
  id: 'nginx/proxy-path-slash',
  title: 'Paths joined without a slash, or with two',
  category: 'correctness',
  severity: 'warning',
  priority: 1,
  remedy: 'End the location and the path of `proxy_pass` alike: both with a slash, or both without.',
  rationale:
    'Where `proxy_pass` has a path, nginx puts it in the place of the text that the location matched, letter by letter. ' +
    '`location /api/` with `proxy_pass http://app/v1` makes `/v1users` of `/api/users`; `location /api` with `http://app/` makes `//users` of it.',
  references: ['https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_pass'],
  catalogue: ['nginx/proxy-pass-slash'],
  on: 'proxy',
  bad: example('/v1'),
  good: example('/v1/'),
  *check({ proxy }) {
    const { uri, location, directive } = proxy;
    const argument = directive.args[0];
    if (uri === undefined || !argument || !location || directive.parent !== location.directive) return skip;
    if ((location.modifier !== '' && location.modifier !== '^~') || /[?$=&{%]/.test(uri + location.path))
      return skip;
    if (location.path.endsWith('/') === uri.endsWith('/')) return;
    // One file, or a location that is no more than it says: nothing stands behind it.
    const rest = location.path.endsWith('/');
    if (rest ? /\.\w+$/.test(uri) : uri !== '/') return;
    const end = argument.span.end - (argument.quote ? 1 : 0);
    const { source } = argument.span;
    const longer = location.path.endsWith('/') ? location.path : `${location.path}/`;
    const made = `${uri}${longer.length > location.path.length ? '/x' : 'x'}`;
    yield {
      at: argument.span,
      message: `${locationName(location)} makes "${made}" of "${longer}x".`,
      ...(!rest && { severity: 'info' as const }),
      ...(rest && {
        fix: {
          title: 'End the path with "/"',
          safety: 'review' as const,
          edits: [{ span: span(source, end, end), text: '/' }],
        },
      }),
    };
  },
});
