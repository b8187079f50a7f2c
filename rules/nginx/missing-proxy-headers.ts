import { defineRule, effective, insertIntoBlock, skip } from '../../core/rule.ts';
import { listed } from '../shared/listed.ts';
import { inHttp } from '../shared/nginx-example.ts';
import { blockName, locationName } from '../shared/nginx-places.ts';
import { applicationProxy, inheritedLines, missingProxyHeaders } from '../shared/proxy-headers.ts';

const example = (...headers: readonly string[]) =>
  inHttp(
    'server {',
    '  listen 8080;',
    '  location / {',
    '    proxy_pass http://127.0.0.1:3000;',
    ...headers.map((header) => `    proxy_set_header ${header};`),
    '  }',
    '}',
  );

export default defineRule({
  id: 'nginx/missing-proxy-headers',
  title: 'Application not told who asks',
  category: 'architecture',
  severity: 'warning',
  priority: 2,
  remedy: 'Pass Host, X-Real-IP, X-Forwarded-For and X-Forwarded-Proto on.',
  strength: 'Applications are told the host, the client and the scheme of a request',
  rationale:
    'Without them the application sees nginx as its only client, under the name of the upstream: its links and redirects point to the wrong place, ' +
    'its logs and rate limits know one address, and it takes HTTPS for HTTP. ' +
    'A block with one `proxy_set_header` of its own inherits none.',
  references: ['https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_set_header'],
  catalogue: ['nginx/proxy-headers'],
  production: true,
  on: 'location',
  bad: example(),
  good: example(
    'Host $host',
    'X-Real-IP $remote_addr',
    'X-Forwarded-For $proxy_add_x_forwarded_for',
    'X-Forwarded-Proto $scheme',
  ),
  *check({ location, server, nginx }) {
    const { directive } = location;
    const proxy = applicationProxy(location);
    if (!proxy || !nginx.config.complete) return skip;
    const missing = missingProxyHeaders(location, server);
    if (missing.length === 0) return;
    const isOwn = directive.all('proxy_set_header').length > 0;
    const outer = isOwn && directive.parent ? effective(directive.parent, 'proxy_set_header')[0] : undefined;
    const because = outer?.parent
      ? `: its own proxy_set_header replaces those of ${blockName(outer.parent)}`
      : '';
    const names = listed(missing.map(([name]) => name));
    const edits = () => {
      const lines = [
        ...inheritedLines(directive),
        ...missing.map(([name, value]) => `proxy_set_header ${name} ${value};`),
      ];
      const after = ['proxy_pass', 'proxy_http_version', 'proxy_set_header'];
      return insertIntoBlock(directive.node, lines, { after });
    };
    yield {
      at: proxy.directive.nameSpan,
      message: `${locationName(location)} passes no ${names} on to ${proxy.host ?? 'its application'}${because}.`,
      ...(outer && { related: [{ at: outer.nameSpan, message: 'These are not inherited.' }] }),
      fix: () => ({ title: `Pass on ${names}`, safety: 'review', edits: edits() }),
    };
  },
});
