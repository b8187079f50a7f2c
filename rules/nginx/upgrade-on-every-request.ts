import { defineRule, type ProxyPass, skip, versionAtLeast } from '../../core/rule.ts';
import { upstreamKeepaliveSince } from '../facts/nginx-versions.ts';
import { upgradeByMap } from '../shared/connection-upgrade.ts';
import { proxyHeader } from '../shared/nginx-connection.ts';
import { inHttp } from '../shared/nginx-example.ts';
import { blockName } from '../shared/nginx-places.ts';

const example = (map: readonly string[], value: string) =>
  inHttp(
    ...map,
    'upstream app {',
    '  server 127.0.0.1:3000;',
    '  keepalive 16;',
    '}',
    'server {',
    '  listen 8080;',
    '  location /api/ {',
    '    proxy_pass http://app;',
    '    proxy_http_version 1.1;',
    '    proxy_set_header Upgrade $http_upgrade;',
    `    proxy_set_header Connection ${value};`,
    '  }',
    '}',
  );
const map = ['map $http_upgrade $connection_upgrade {', '  default upgrade;', "  '' '';", '}', ''];

export default defineRule({
  id: 'nginx/upgrade-on-every-request',
  title: 'Connection: upgrade on every request',
  category: 'performance',
  severity: 'info',
  priority: 3,
  remedy: 'Send `upgrade` only where the client asks for one: a `map` of `$http_upgrade`.',
  rationale:
    'A written `Connection: upgrade` goes out with every request, whatever the client wants and whatever the version of nginx: from 1.29.7 on connections to an upstream block are kept by default, and this line stays as it is. ' +
    'Without an Upgrade header beside it the word means nothing, and what the other side makes of it is its own affair: whether the connection is kept, and with older Kestrel servers a 400 for every request that has a body. ' +
    "nginx's own documentation derives the value from the client's header by a map; with an empty value the header is left out, and the connection is kept.",
  references: [
    'https://nginx.org/en/docs/http/websocket.html',
    'https://nginx.org/en/docs/http/ngx_http_upstream_module.html#keepalive',
    'https://github.com/dotnet/aspnetcore/issues/17081',
  ],
  catalogue: ['nginx/upstream-keepalive'],
  production: true,
  on: 'directive',
  names: ['proxy_set_header'],
  bad: example([], '"upgrade"'),
  good: example(map, '$connection_upgrade'),
  *check({ directive, nginx }) {
    const [name, value] = directive.args;
    if (name?.text.toLowerCase() !== 'connection' || !value) return skip;
    if (value.text.toLowerCase() !== 'upgrade' || !nginx.config.complete) return;
    const isConcerned = ({ directive: pass, scheme, upstream }: ProxyPass) =>
      upstream !== undefined &&
      scheme.startsWith('http') &&
      proxyHeader(pass.parent!, 'connection') === directive &&
      proxyHeader(pass.parent!, 'upgrade')?.args[1]?.text === '$http_upgrade';
    const keeps = ({ upstream }: ProxyPass) =>
      upstream!.directive.first('keepalive') || versionAtLeast(nginx.version, upstreamKeepaliveSince);
    const proxy = nginx.config.proxies.find((one) => isConcerned(one) && keeps(one));
    if (!proxy) return;
    const keepalive = proxy.upstream!.directive.first('keepalive');
    yield {
      at: value.span,
      message: `${blockName(proxy.directive.parent!)} asks "${proxy.upstream!.name}" with "Connection: upgrade" for every request, also for those of clients that want no upgrade.`,
      ...(keepalive && {
        related: [{ at: keepalive.nameSpan, message: 'Its connections are to be kept for such requests.' }],
      }),
      fix: () => upgradeByMap(nginx, directive),
    };
  },
});
