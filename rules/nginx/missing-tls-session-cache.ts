import { defineRule, effective, insertIntoBlock, skip } from '../../core/rule.ts';
import { inHttp } from '../shared/nginx-example.ts';
import { blocksToChange, serverName, tlsListen } from '../shared/nginx-places.ts';

const example = (...lines: readonly string[]) =>
  inHttp(
    ...lines,
    'server {',
    '  listen 8443 ssl;',
    '  ssl_certificate /etc/nginx/tls/site.crt;',
    '  ssl_certificate_key /etc/nginx/tls/site.key;',
    '}',
  );

export default defineRule({
  id: 'nginx/missing-tls-session-cache',
  title: 'TLS sessions that cannot be resumed',
  category: 'tls',
  severity: 'info',
  priority: 3,
  remedy: 'Share a cache of sessions: `ssl_session_cache shared:TLS:10m`.',
  strength: 'TLS sessions are resumed',
  rationale:
    'Without a shared cache a client that comes back makes a whole handshake again, unless a ticket saves it. ' +
    'One megabyte holds about 4,000 sessions.',
  references: [
    'https://nginx.org/en/docs/http/ngx_http_ssl_module.html#ssl_session_cache',
    'https://ssl-config.mozilla.org/',
  ],
  catalogue: ['nginx/tls-session'],
  production: true,
  on: 'nginx',
  bad: example(),
  good: example('ssl_session_cache shared:TLS:10m;'),
  *check(nginx) {
    const servers = nginx.config.servers.filter(
      ({ tls, directive }) => tls && !directive.context.startsWith('stream'),
    );
    const [first] = servers;
    if (!first || !nginx.config.complete) return skip;
    const lacking = servers.filter(
      ({ directive }) =>
        !effective(directive, 'ssl_session_cache').some(({ args }) =>
          args.some(({ text }) => text.startsWith('shared:')),
        ),
    );
    const [open] = lacking;
    if (!open) return;
    const own = lacking.filter(({ directive }) => effective(directive, 'ssl_session_cache').length > 0);
    yield {
      at: tlsListen(open),
      message: `${serverName(open).replace(/^t/, 'T')} keeps no shared cache of TLS sessions: clients that come back begin anew.`,
      ...(own.length === 0 && {
        fix: () => ({
          title: 'Share a cache of 10 MiB',
          safety: 'safe' as const,
          edits: blocksToChange(nginx, lacking).flatMap(({ node }) =>
            insertIntoBlock(node, ['ssl_session_cache shared:TLS:10m;'], {
              after: ['ssl_ciphers', 'ssl_protocols', 'server_tokens', 'ssl_certificate_key'],
            }),
          ),
        }),
      }),
    };
  },
});
