import { defineRule, effective, insertIntoBlock, skip, span } from '../../core/rule.ts';
import { compressibleTypes, gzipTypes } from '../facts/compressible-types.ts';
import { listed } from '../shared/listed.ts';
import { inHttp } from '../shared/nginx-example.ts';

export default defineRule({
  id: 'nginx/uncompressed-types',
  title: 'Text formats left out of gzip',
  category: 'performance',
  severity: 'info',
  priority: 3,
  remedy: 'Name the types of CSS, JavaScript, JSON and SVG in `gzip_types`.',
  rationale:
    'With `gzip on` alone nginx compresses HTML and nothing else. ' +
    'Stylesheets, scripts and JSON are most of what a page loads, and shrink as well.',
  references: ['https://nginx.org/en/docs/http/ngx_http_gzip_module.html#gzip_types'],
  catalogue: ['nginx/gzip'],
  production: true,
  on: 'directive',
  names: ['gzip'],
  bad: inHttp('gzip on;', 'gzip_types text/css application/json;'),
  good: inHttp(
    'gzip on;',
    'gzip_types text/css application/json text/javascript application/javascript image/svg+xml;',
  ),
  *check({ directive, nginx }) {
    if (directive.args[0]?.text !== 'on' || directive.context.includes('location')) return skip;
    const named = effective(directive, 'gzip_types').at(-1);
    const last = named?.args.at(-1);
    if (!named || !last) {
      if (!nginx.config.complete || [...nginx.config.walk()].some(({ name }) => name === 'gzip_types'))
        return skip;
      const block = directive.parent?.node;
      const edits = block
        ? insertIntoBlock(block, [`gzip_types ${gzipTypes};`], { after: ['gzip', 'gzip_vary'] })
        : [];
      const fix = { title: 'Name the types', safety: 'review' as const, edits };
      yield {
        at: directive.nameSpan,
        message: 'gzip compresses HTML alone: no gzip_types names other types.',
        fix,
      };
      return;
    }
    const present = new Set(named.args.map(({ text }) => text));
    const missing = compressibleTypes.filter(({ types }) => !types.some((type) => present.has(type)));
    if (missing.length === 0 || present.has('*')) return;
    const added = missing.flatMap(({ types }) => types.slice(0, 2));
    const at = span(last.span.source, last.span.end, last.span.end);
    const names = missing.map(({ name }) => name);
    yield {
      at: named.nameSpan,
      message: `gzip_types leaves out ${listed(names)}, which ${names.length > 1 ? 'are' : 'is'} sent uncompressed.`,
      fix: {
        title: `Add ${listed(added)}`,
        safety: 'review',
        edits: [{ span: at, text: ` ${added.join(' ')}` }],
      },
    };
  },
});
