import { defineRule, effective, skip } from '../../core/rule.ts';
import { inHttp } from '../shared/nginx-example.ts';
import { serverName, tlsListen } from '../shared/nginx-places.ts';

const example = (...lines: readonly string[]) => inHttp('server {', '  listen 8443 ssl;', ...lines, '}');

export default defineRule({
  id: 'nginx/missing-tls-certificate',
  title: 'TLS without a certificate',
  category: 'tls',
  severity: 'error',
  priority: 0,
  remedy: 'Name a certificate and its key.',
  rationale:
    'A server that listens for TLS and has no certificate ends every handshake. ' +
    'Where it is the default server of its socket, nginx does not start.',
  references: ['https://nginx.org/en/docs/http/ngx_http_ssl_module.html#ssl_certificate'],
  catalogue: ['nginx/tls-certificate-missing'],
  on: 'server',
  bad: example(),
  good: example('  ssl_certificate /etc/nginx/a.pem;', '  ssl_certificate_key /etc/nginx/a.key;'),
  *check({ server, nginx }) {
    const { directive } = server;
    if (!server.tls || !nginx.config.complete) return skip;
    if (effective(directive, 'ssl_reject_handshake').some(({ args }) => args[0]?.text === 'on')) return skip;
    // Scripts and the ACME module bring certificates by themselves.
    const brings = /^ssl_certificate_by_|^acme_certificate$/;
    const levels = [directive, ...(directive.parent ? [directive.parent] : [])];
    if (levels.some(({ children }) => children?.some(({ name }) => brings.test(name)))) return skip;
    const missing = ['ssl_certificate', 'ssl_certificate_key'].filter(
      (name) => effective(directive, name).length === 0,
    );
    if (missing.length === 0) return;
    yield {
      at: tlsListen(server),
      message: `${serverName(server).replace(/^t/, 'T')} listens for TLS and has no ${missing.join(' and no ')}.`,
    };
  },
});
