import {
  type Directive,
  defineRule,
  effective,
  effectiveHeaders,
  insertIntoBlock,
  skip,
} from '../../core/rule.ts';
import { inHttp } from '../shared/nginx-example.ts';
import { inside, locationName } from '../shared/nginx-places.ts';

const example = (...lines: readonly string[]) =>
  inHttp(
    'server {',
    '  listen 8080;',
    '  root /srv/www;',
    '  location ~* \\.(?:css|js|png)$ {',
    ...lines,
    '    access_log off;',
    '  }',
    '}',
  );

/** What answers by something other than a file, or sets headers where the text does not show it. */
const others = /_pass$|^(?:return|deny|internal|expires|rewrite|more_set_headers|js_|.*_by_lua)/;

export default defineRule({
  id: 'nginx/uncached-assets',
  title: 'Assets that browsers ask for again and again',
  category: 'performance',
  severity: 'info',
  priority: 3,
  remedy: 'Say with `expires` how long a browser may keep them.',
  rationale:
    'Without Expires or Cache-Control a browser guesses by the age of the file, and mostly asks whether there is a newer one: a round trip for each stylesheet, script and picture before the page is complete. ' +
    'Files with a hash in their name may be kept for a year; others for hours or days.',
  references: [
    'https://nginx.org/en/docs/http/ngx_http_headers_module.html#expires',
    'https://developer.mozilla.org/docs/Web/HTTP/Guides/Caching',
  ],
  catalogue: ['nginx/static-cache'],
  production: true,
  on: 'location',
  bad: example(),
  good: example('    expires 7d;'),
  *check({ location, nginx }) {
    const { directive, modifier, path } = location;
    if ((modifier !== '~' && modifier !== '~*') || !nginx.config.complete) return skip;
    // Two kinds at least: a location for one kind is there for something else.
    const kinds = path.match(/\b(?:css|m?js|png|jpe\??g|gif|svg|webp|woff2?\??)\b/g);
    if (!path.includes('\\.') || new Set(kinds).size < 2) return skip;
    if ([...inside(directive)].some((one: Directive) => others.test(one.name))) return skip;
    if (effective(directive, 'expires').length > 0) return;
    if (effectiveHeaders(directive).some(({ name }) => /^(?:cache-control|expires)$/i.test(name))) return;
    yield {
      at: location.pathSpan,
      message: `${locationName(location)} says nothing of how long browsers may keep its files.`,
      fix: () => ({
        title: 'Let browsers keep them for a week',
        safety: 'review',
        edits: insertIntoBlock(directive.node, ['expires 7d;'], { at: 'start' }),
      }),
    };
  },
});
