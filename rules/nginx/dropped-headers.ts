import { defineRule, insertIntoBlock, skip, textOf, versionAtLeast } from '../../core/rule.ts';
import { headerInheritSince } from '../facts/nginx-versions.ts';
import { droppedHeaders, replacesHeaders } from '../shared/dropped-headers.ts';
import { listed } from '../shared/listed.ts';
import { inHttp } from '../shared/nginx-example.ts';
import { blockName, includesUnknown } from '../shared/nginx-places.ts';

const example = (...more: readonly string[]) =>
  inHttp(
    'server {',
    '  listen 8080;',
    '  add_header X-Content-Type-Options nosniff always;',
    '  location /static/ {',
    '    root /srv;',
    '    add_header Cache-Control "public, max-age=3600";',
    ...more,
    '  }',
    '}',
  );

export default defineRule({
  id: 'nginx/dropped-headers',
  title: 'Security headers dropped by another `add_header`',
  category: 'security',
  severity: 'warning',
  priority: 2,
  remedy:
    'Repeat the outer headers in the block, include a file with them, or write `add_header_inherit merge;`.',
  rationale:
    'A block inherits `add_header` only while it has none of its own: one Cache-Control in a location takes away every security header of the server. ' +
    'nginx says nothing about it, and the pages that lose them are easily overlooked. From 1.29.3 on `add_header_inherit merge;` keeps both.',
  references: ['https://nginx.org/en/docs/http/ngx_http_headers_module.html#add_header'],
  catalogue: ['nginx/add-header-inheritance'],
  peers: [
    'gixy:add_header_redefinition',
    'semgrep:generic.nginx.security.header-redefinition.header-redefinition',
  ],
  on: 'directive',
  names: ['server', 'location', 'if'],
  bad: example(),
  good: example('    add_header X-Content-Type-Options nosniff always;'),
  *check({ directive, nginx }) {
    const [first] = directive.all('add_header');
    if (!first || !replacesHeaders(directive) || includesUnknown(directive)) return skip;
    const { dropped, replaced } = droppedHeaders(directive);
    if (dropped.length === 0) return;
    const outer = dropped[0]!.parent;
    const lost = listed([...new Set(dropped.map(({ args }) => args[0]!.text))]);
    const insert = (title: string, lines: readonly string[], after: readonly string[]) => {
      return { title, safety: 'review' as const, edits: insertIntoBlock(directive.node, lines, { after }) };
    };
    const repeat = () =>
      insert(
        `Repeat ${lost}`,
        dropped.map(({ span }) => textOf(span)),
        ['add_header'],
      );
    const mayMerge = versionAtLeast(nginx.version, headerInheritSince) && !replaced;
    yield {
      at: first.nameSpan,
      message: `${blockName(directive)} has headers of its own and therefore sends no ${lost} of ${outer ? blockName(outer) : 'the level around it'}.`,
      related: dropped.map(({ nameSpan, args }) => ({
        at: nameSpan,
        message: `${args[0]!.text} is set here.`,
      })),
      fix: () =>
        mayMerge
          ? [repeat(), insert('Write "add_header_inherit merge;"', ['add_header_inherit merge;'], [])]
          : repeat(),
    };
  },
});
