import { defineRule, type NginxConfig, type Server, skip, walkRequest } from '../../core/rule.ts';
import { requestsTo } from '../shared/asked-requests.ts';
import { inHttp } from '../shared/nginx-example.ts';
import { serverName } from '../shared/nginx-places.ts';

const twin = [
  'server {',
  '  listen 443 ssl;',
  '  server_name shop.test;',
  '  ssl_certificate /etc/nginx/tls/shop.pem;',
  '  ssl_certificate_key /etc/nginx/tls/shop.key;',
  '  root /srv/www;',
  '}',
];
const plain = (...lines: readonly string[]) =>
  inHttp(
    'server {',
    '  listen 80;',
    '  server_name shop.test;',
    ...lines.map((line) => `  ${line}`),
    '}',
    ...twin,
  );

export default defineRule({
  id: 'nginx/content-without-tls',
  title: 'Site served without TLS beside its TLS twin',
  category: 'tls',
  severity: 'warning',
  priority: 1,
  remedy: 'Answer plain requests with `return 301 https://$host$request_uri`.',
  strength: 'Plain HTTP is redirected to HTTPS',
  rationale:
    'A site that also answers without TLS is used without it: by old links, by typed addresses, by whoever strips the "s". ' +
    'The redirect costs one answer, and with HSTS browsers no longer ask.',
  references: ['https://nginx.org/en/docs/http/configuring_https_servers.html'],
  catalogue: ['nginx/https-redirect'],
  production: true,
  on: 'server',
  bad: plain('root /srv/www;'),
  good: plain('return 301 https://$host$request_uri;'),
  *check({ server, nginx }) {
    const { config } = nginx;
    if (server.tls || server.directive.context.startsWith('stream') || !config.complete) return skip;
    // Other ports are mostly a neighbour's way in.
    if (
      !server.listens.some(
        ({ port, address }) => port === 80 && !/^(?:127\.|\[::1\]|localhost|unix:)/.test(address),
      )
    )
      return skip;
    const names = server.names.map(({ text }) => text).filter((text) => text !== '' && text !== '_');
    const secure = config.servers.find(
      (other) => other.tls && names.length > 0 && other.names.some(({ text }) => names.includes(text)),
    );
    if (!secure) return skip;
    const place = server.redirectsOnly ? undefined : contentOf(server, config);
    if (place === undefined) return;
    const listen = server.listens[0];
    yield {
      at: (listen?.directive ?? server.directive).nameSpan,
      message: `${serverName(server).replace(/^t/, 'T')} is served without TLS as well, though it has a certificate${place === '/' ? '' : `: "${place}", for one`}.`,
      related: [{ at: secure.directive.nameSpan, message: 'Its TLS server.' }],
    };
  },
});

/** A path below which plain requests are answered with something of the site; undefined where all are sent elsewhere, or nobody knows. */
function contentOf(server: Server, config: NginxConfig): string | undefined {
  const prefixes = server.locations.filter(
    ({ modifier, path }) => (modifier === '' || modifier === '^~') && !path.startsWith('/.well-known'),
  );
  const paths = new Set(['/', ...prefixes.map(({ path }) => path)]);
  return [...paths].find((path) => {
    const plain = requestsTo(server, path).filter(({ port }) => port === 80);
    return plain.some((request) => {
      const { outcome, status, ...answer } = walkRequest(config, request);
      if (answer.server !== server) return false;
      if (outcome.kind === 'file' || outcome.kind === 'pass') return true;
      // A fixed answer to one path is a health check, mostly.
      return outcome.kind === 'answer' && path === '/' && status !== undefined && status < 300;
    });
  });
}
