import { defineRule, insertIntoBlock, skip } from '../../core/rule.ts';
import { listed } from '../shared/listed.ts';
import { proxyHeader, speaksHttp11 } from '../shared/nginx-connection.ts';
import { inHttp } from '../shared/nginx-example.ts';
import { locationName } from '../shared/nginx-places.ts';
import { inheritedLines } from '../shared/proxy-headers.ts';

const example = (...lines: readonly string[]) =>
  inHttp(
    'server {',
    '  listen 8080;',
    '  location /ws {',
    '    proxy_pass http://127.0.0.1:3000;',
    '    proxy_http_version 1.1;',
    '    proxy_set_header Upgrade $http_upgrade;',
    ...lines,
    '  }',
    '}',
  );

export default defineRule({
  id: 'nginx/incomplete-websocket-upgrade',
  title: 'WebSocket upgrade that lacks a part',
  category: 'correctness',
  severity: 'warning',
  priority: 1,
  remedy: 'Pass `Upgrade` on together with `Connection`, by HTTP/1.1.',
  rationale:
    'An upgrade is asked for by two headers, and exists from HTTP/1.1 on. ' +
    'Both headers are for one connection only, so nginx passes neither on by itself: with `Upgrade` alone the application answers an ordinary request, and the browser reports that the WebSocket failed.',
  references: [
    'https://nginx.org/en/docs/http/websocket.html',
    'https://www.rfc-editor.org/rfc/rfc6455#section-4.1',
  ],
  catalogue: ['nginx/websocket-upgrade'],
  on: 'location',
  bad: example(),
  good: example('    proxy_set_header Connection "upgrade";'),
  *check({ location, nginx }) {
    const { directive } = location;
    const pass = directive.first('proxy_pass');
    const upgrade = proxyHeader(directive, 'upgrade');
    if (!pass || !nginx.config.complete || !upgrade || upgrade.args[1]?.text === '') return skip;
    const alone = !proxyHeader(directive, 'connection');
    const old = speaksHttp11(nginx, directive) === false;
    if (!alone && !old) return;
    const lacks = [...(alone ? ['Connection'] : []), ...(old ? ['HTTP/1.1'] : [])];
    const edits = () => {
      const lines = [
        ...(old ? ['proxy_http_version 1.1;'] : []),
        ...(alone ? [...inheritedLines(directive), 'proxy_set_header Connection "upgrade";'] : []),
      ];
      return insertIntoBlock(directive.node, lines, {
        after: ['proxy_pass', 'proxy_http_version', 'proxy_set_header'],
      });
    };
    const contradicts = old && directive.first('proxy_http_version');
    yield {
      at: upgrade.nameSpan,
      message: `${locationName(location)} passes Upgrade on without ${listed(lacks)}: no WebSocket is opened.`,
      ...(!contradicts && {
        fix: () => ({ title: `Add ${listed(lacks)}`, safety: 'review', edits: edits() }),
      }),
    };
  },
});
