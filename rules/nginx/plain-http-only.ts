import { type Directive, defineRule, skip } from '../../core/rule.ts';

const files = (...lines: readonly string[]) => ({
  'compose.yaml':
    'services:\n  proxy:\n    image: nginx:1.30.4\n    ports:\n      - "80:80"\n      - "443:443"\n    volumes:\n      - ./nginx.conf:/etc/nginx/nginx.conf:ro\n',
  'nginx.conf': `events {}\nhttp {\n${lines.map((line) => `    ${line}\n`).join('')}}\n`,
});

export default defineRule({
  id: 'nginx/plain-http-only',
  title: 'Public server without TLS anywhere',
  category: 'tls',
  severity: 'warning',
  priority: 1,
  remedy: 'Obtain a certificate and serve the site over TLS.',
  strength: 'The site is served over TLS',
  rationale:
    'Over plain HTTP whoever sits on the line reads and changes what goes over it: passwords, sessions, scripts. ' +
    'Browsers mark such a site as not secure and withhold features from it.',
  references: [
    'https://developer.mozilla.org/en-US/docs/Web/Security/Transport_Layer_Security',
    'https://certbot.eff.org/',
  ],
  catalogue: ['nginx/no-https'],
  production: true,
  on: 'nginx',
  bad: files('server {', '    listen 80;', '    server_name shop.test;', '    root /srv/www;', '}'),
  good: files(
    'ssl_session_cache shared:TLS:10m;',
    'server {',
    '    listen 80;',
    '    server_name shop.test;',
    '    return 301 https://$host$request_uri;',
    '}',
    'server {',
    '    listen 443 ssl;',
    '    server_name shop.test;',
    '    ssl_certificate /etc/nginx/tls/shop.pem;',
    '    ssl_certificate_key /etc/nginx/tls/shop.key;',
    '    root /srv/www;',
    '}',
  ),
  *check(nginx) {
    const { config, services, deployment } = nginx;
    if (!config.complete || services.length === 0) return skip;
    // It speaks for the public only where port 80 or 443 of the host leads to it.
    const isPublic = services.some(({ service }) =>
      service.ports.some(
        ({ published, hostIp }) =>
          (published === 80 || published === 443) && !/^(?:127\.|\[?::1)/.test(hostIp ?? ''),
      ),
    );
    if (!isPublic) return skip;
    if (config.servers.some(({ tls }) => tls)) return;
    // Another proxy, a tunnel or a balancer before it may hold the certificate.
    const outer = config.servers.some(({ directive }) =>
      [...walk(directive)].some(
        (one) =>
          one.name === 'set_real_ip_from' ||
          one.args.some(({ text }) => text.includes('$http_x_forwarded_proto')),
      ),
    );
    const others = deployment.services.some(
      (one) =>
        !services.includes(one) &&
        (one.image?.role === 'proxy' ||
          /tunnel|cloudflared|ngrok|traefik|caddy/.test(one.service.image?.value ?? '')),
    );
    if (outer || others) return skip;
    const server = config.servers.find(({ redirectsOnly }) => !redirectsOnly);
    const listen = server?.listens[0];
    if (!server || !listen) return skip;
    yield {
      at: (listen.directive ?? server.directive).nameSpan,
      message: 'The site is published without TLS: everybody on the line can read and change it.',
    };
  },
});

function* walk(directive: Directive): Generator<Directive> {
  yield directive;
  for (const child of directive.children ?? []) yield* walk(child);
}
