import { defineRule, effective, insertIntoBlock, skip } from '../../core/rule.ts';
import { inHttp } from '../shared/nginx-example.ts';

const example = (...lines: readonly string[]) =>
  inHttp(
    'server {',
    '  listen 8080;',
    '  location / {',
    '    proxy_pass https://api.shop.example;',
    ...lines.map((line) => `    ${line}`),
    '  }',
    '}',
  );
const lines = [
  'proxy_ssl_verify on;',
  'proxy_ssl_server_name on;',
  'proxy_ssl_trusted_certificate /etc/ssl/certs/ca-certificates.crt;',
];

export default defineRule({
  id: 'nginx/unverified-upstream',
  title: 'HTTPS upstream whose certificate nobody checks',
  category: 'tls',
  severity: 'warning',
  priority: 2,
  remedy: 'Switch `proxy_ssl_verify` on and name the authorities to trust.',
  rationale:
    'By default nginx takes any certificate from an upstream: whoever answers in its place reads and changes what is passed on. ' +
    'The line is encrypted, but nobody knows to whom.',
  references: ['https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_ssl_verify'],
  catalogue: ['nginx/proxy-ssl-verify'],
  on: 'proxy',
  bad: example(),
  good: example(...lines),
  *check({ proxy }) {
    const { directive, scheme, host, hostSpan, dynamic } = proxy;
    if (scheme !== 'https' || directive.name !== 'proxy_pass' || dynamic || !directive.parent) return skip;
    if (effective(directive.parent, 'proxy_ssl_verify').some(({ args }) => args[0]?.text === 'on')) return;
    // Next door, where certificates are mostly made by hand, the line seldom leaves the machine.
    const foreign =
      host?.includes('.') &&
      !/^(?:127\.|10\.|192\.168\.|172\.)|\.(?:internal|local|lan|svc)$/.test(host) &&
      !proxy.upstream;
    const { parent } = directive;
    yield {
      at: hostSpan ?? directive.nameSpan,
      message: `The certificate of ${host === undefined ? 'the upstream' : `"${host}"`} is not checked: whoever answers in its place is believed.`,
      ...(!foreign && { severity: 'info' as const, priority: 3 as const }),
      ...(foreign && {
        fix: () => ({
          title: 'Check it against the authorities of the system',
          safety: 'review' as const,
          edits: insertIntoBlock(parent.node, lines, { after: ['proxy_pass'] }),
        }),
      }),
    };
  },
});
