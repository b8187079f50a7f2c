import { defineRule, skip } from '../../core/rule.ts';
import { inHttp } from '../shared/nginx-example.ts';
import { locationName } from '../shared/nginx-places.ts';

const example = (path: string) =>
  inHttp(
    'server {',
    '  listen 8080;',
    '  location /api/ {',
    '    proxy_pass http://127.0.0.1:3000;',
    '  }',
    `  location ${path} {`,
    '    proxy_pass http://127.0.0.1:3001;',
    '  }',
    '}',
  );

export default defineRule({
  id: 'nginx/duplicate-location',
  title: 'Two locations for one path',
  category: 'correctness',
  severity: 'error',
  priority: 0,
  remedy: 'Join the two, or correct the path of one.',
  rationale:
    'A server may have one prefix, one exact and one named location of the same text. ' +
    'For a second one nginx says "duplicate location" and does not start; `^~` makes no difference.',
  references: ['https://nginx.org/en/docs/http/ngx_http_core_module.html#location'],
  catalogue: ['nginx/duplicate-location'],
  on: 'location',
  bad: example('/api/'),
  good: example('/api/v2/'),
  *check({ location, server }) {
    const { modifier, path, parent, pathSpan, directive } = location;
    if (modifier === '~' || modifier === '~*' || /[${%<]/.test(path)) return skip;
    const kind = modifier === '^~' ? '' : modifier;
    const first = server.locations.find(
      (one) =>
        one.parent === parent && one.path === path && (one.modifier === '^~' ? '' : one.modifier) === kind,
    )!;
    if (first === location || first.directive.node === directive.node) return;
    yield {
      at: pathSpan,
      message: `The server has ${locationName(first)} already: nginx does not start.`,
      related: [{ at: first.pathSpan, message: 'The first of that path.' }],
    };
  },
});
