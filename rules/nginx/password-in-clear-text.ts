import { defineRule, effective, skip } from '../../core/rule.ts';
import { inHttp } from '../shared/nginx-example.ts';
import { facesClients, serverName } from '../shared/nginx-places.ts';

const example = (...lines: readonly string[]) =>
  inHttp(
    'server {',
    ...lines.map((line) => `  ${line}`),
    '  auth_basic "Staff";',
    '  auth_basic_user_file /etc/nginx/users;',
    '  root /srv/www;',
    '}',
  );

export default defineRule({
  id: 'nginx/password-in-clear-text',
  title: 'Password asked for without TLS',
  category: 'security',
  severity: 'warning',
  priority: 1,
  remedy: 'Ask for passwords on a TLS server only, and redirect the plain one to it.',
  rationale:
    'Basic authentication sends name and password with every request, merely encoded. ' +
    'Without TLS whoever sits on the line reads them.',
  references: ['https://nginx.org/en/docs/http/ngx_http_auth_basic_module.html'],
  catalogue: ['nginx/auth-basic-over-http'],
  production: true,
  on: 'server',
  bad: example('listen 8080;'),
  good: example(
    'listen 8443 ssl;',
    'ssl_certificate /etc/nginx/tls/site.crt;',
    'ssl_certificate_key /etc/nginx/tls/site.key;',
  ),
  *check({ server, nginx }) {
    const asks = [server.directive, ...server.locations.map(({ directive }) => directive)].flatMap((block) =>
      effective(block, 'auth_basic').filter(({ args }) => args[0]?.text !== 'off'),
    );
    const [first] = asks;
    if (!first || !nginx.config.complete) return skip;
    if (server.tls || server.redirectsOnly) return;
    const local = server.listens.every(({ address }) => /^(?:127\.|\[::1\]|localhost|unix:)/.test(address));
    // Behind a proxy that speaks TLS the line ends at the proxy.
    if (local || !facesClients(nginx)) return skip;
    if (behindProxy(server.directive)) return skip;
    yield {
      at: first.nameSpan,
      message: `${serverName(server).replace(/^t/, 'T')} asks for a password and has no TLS: it crosses the line readable.`,
    };
  },
});

/** It trusts the scheme or the address that a proxy before it tells. */
function behindProxy(server: Parameters<typeof effective>[0]): boolean {
  return effective(server, 'set_real_ip_from').length > 0 || effective(server, 'real_ip_header').length > 0;
}
