import { defineRule, insertIntoBlock, skip, versionAtLeast } from '../../core/rule.ts';
import { upstreamKeepaliveSince } from '../facts/nginx-versions.ts';
import { listed } from '../shared/listed.ts';
import { proxyHeader, speaksHttp11 } from '../shared/nginx-connection.ts';
import { inHttp } from '../shared/nginx-example.ts';
import { underNginx } from '../shared/nginx-image-example.ts';
import { blockName } from '../shared/nginx-places.ts';
import { inheritedLines } from '../shared/proxy-headers.ts';

const example = (...lines: readonly string[]) =>
  underNginx(
    '1.28.0-alpine',
    inHttp(
      'upstream app {',
      '  server 127.0.0.1:3000;',
      '  keepalive 16;',
      '}',
      'server {',
      '  listen 8080;',
      '  location / {',
      '    proxy_pass http://app;',
      ...lines,
      '  }',
      '}',
    ),
  );

export default defineRule({
  id: 'nginx/unused-upstream-keepalive',
  title: 'Upstream connections that are kept by nobody',
  category: 'performance',
  severity: 'info',
  priority: 3,
  remedy: 'Speak HTTP/1.1 to the upstream and send no `Connection: close`.',
  rationale:
    'Before 1.29.7 nginx asks upstreams by HTTP/1.0 and with `Connection: close` where nothing else is written. ' +
    'The other side then closes after each answer, and `keepalive` in the upstream block keeps nothing: every request pays for a new connection. ' +
    'From 1.29.7 on both are as they should be by default.',
  references: [
    'https://nginx.org/en/docs/http/ngx_http_upstream_module.html#keepalive',
    'https://nginx.org/en/CHANGES',
  ],
  catalogue: ['nginx/keepalive', 'nginx/upstream-keepalive'],
  production: true,
  on: 'proxy',
  bad: example(),
  good: example('    proxy_http_version 1.1;', '    proxy_set_header Connection "";'),
  *check({ proxy, nginx }) {
    const block = proxy.directive.parent;
    const keepalive = proxy.upstream?.directive.first('keepalive');
    if (!keepalive || !block || !proxy.scheme.startsWith('http')) return skip;
    const { version, config } = nginx;
    if (!config.complete || version === undefined || versionAtLeast(version, upstreamKeepaliveSince))
      return skip;
    const old = speaksHttp11(nginx, block) === false;
    const connection = proxyHeader(block, 'connection');
    const closes = !connection || connection.args[1]?.text.toLowerCase() === 'close';
    if (!old && !closes) return;
    const lacks = [...(old ? ['HTTP/1.1'] : []), ...(closes ? ['an empty Connection header'] : [])];
    const edits = () => {
      const lines = [
        ...(old ? ['proxy_http_version 1.1;'] : []),
        ...(closes ? [...inheritedLines(block), 'proxy_set_header Connection "";'] : []),
      ];
      return insertIntoBlock(block.node, lines, { after: ['proxy_pass', 'proxy_http_version'] });
    };
    const written = old ? block.first('proxy_http_version') : undefined;
    const replaced = written ?? (connection?.parent === block ? connection : undefined);
    yield {
      at: proxy.directive.nameSpan,
      message: `${blockName(block)} asks "${proxy.upstream!.name}" without ${listed(lacks)}: nginx ${version} keeps none of the connections that "keepalive" is there for.`,
      related: [{ at: keepalive.nameSpan, message: 'These connections are to be kept.' }],
      ...(!replaced && {
        fix: () => ({ title: 'Keep the connections open', safety: 'review', edits: edits() }),
      }),
    };
  },
});
