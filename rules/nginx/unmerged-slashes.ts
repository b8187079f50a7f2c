import { type Directive, defineRule, removeDirective, skip } from '../../core/rule.ts';
import { inHttp } from '../shared/nginx-example.ts';
import { inside } from '../shared/nginx-places.ts';

const server = [
  'server {',
  '  listen 8080;',
  '  location /admin/ {',
  '    deny all;',
  '  }',
  '  location / {',
  '    proxy_pass http://127.0.0.1:3000;',
  '  }',
  '}',
];
const guards = new Set(['deny', 'auth_basic', 'auth_request', 'auth_jwt', 'internal']);

/** A location that is told by the beginning of the path, and restricts who may ask. */
function guarded(one: Directive): boolean {
  const [path] = one.args;
  return (
    one.name === 'location' &&
    path?.text.startsWith('/') === true &&
    path.text !== '/' &&
    one.children!.some(({ name, args }) => guards.has(name) && args[0]?.text !== 'off')
  );
}

export default defineRule({
  id: 'nginx/unmerged-slashes',
  title: 'Restricted paths that a second slash goes round',
  category: 'security',
  severity: 'warning',
  priority: 2,
  remedy: 'Leave `merge_slashes` on.',
  rationale:
    'nginx looks for locations by the path in which `//` has become `/`. With `merge_slashes off` a request for `//admin/` matches no `location /admin/` and falls to the next one that does. ' +
    'The application behind it mostly takes both for the same page.',
  references: ['https://nginx.org/en/docs/http/ngx_http_core_module.html#merge_slashes'],
  catalogue: ['nginx/merge-slashes-off'],
  on: 'directive',
  names: ['merge_slashes'],
  bad: inHttp('merge_slashes off;', ...server),
  good: inHttp(...server),
  *check({ directive }) {
    if (directive.args[0]?.text !== 'off') return skip;
    const around = directive.parent ? [directive.parent] : directive.config.directives;
    for (const block of around) {
      for (const one of inside(block)) {
        if (!one.children || !guarded(one)) continue;
        yield {
          at: directive.span,
          message: `"/${one.args[0]!.text}" goes round "location ${one.args[0]!.text}" and what restricts it.`,
          related: [{ at: one.nameSpan, message: 'This is not asked for a path with two slashes.' }],
          fix: { title: 'Merge slashes', safety: 'review', edits: removeDirective(directive.node) },
        };
        return;
      }
    }
  },
});
