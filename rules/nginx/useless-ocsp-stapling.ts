import { defineRule, effective, removeDirective, skip } from '../../core/rule.ts';
import { inHttp } from '../shared/nginx-example.ts';

const example = (...lines: readonly string[]) =>
  inHttp(
    'server {',
    '  listen 8443 ssl;',
    '  ssl_certificate /etc/letsencrypt/live/shop.test/fullchain.pem;',
    '  ssl_certificate_key /etc/letsencrypt/live/shop.test/privkey.pem;',
    ...lines.map((line) => `  ${line}`),
    '}',
  );

export default defineRule({
  id: 'nginx/useless-ocsp-stapling',
  title: 'Stapling for certificates without OCSP',
  category: 'tls',
  severity: 'info',
  priority: 3,
  remedy: 'Take `ssl_stapling` out for certificates of Let’s Encrypt.',
  rationale:
    'Let’s Encrypt closed its OCSP service in 2025 and puts no address of one into its certificates any more. ' +
    'Then nginx warns at every start that it ignores the directive.',
  references: [
    'https://letsencrypt.org/2024/12/05/ending-ocsp',
    'https://nginx.org/en/docs/http/ngx_http_ssl_module.html#ssl_stapling',
  ],
  catalogue: ['nginx/tls-stapling-useless'],
  peers: ['gixy:ssl_stapling_letsencrypt', 'gixy:ssl_stapling_without_resolver'],
  on: 'directive',
  names: ['ssl_stapling'],
  bad: example('ssl_stapling on;'),
  good: example(),
  *check({ directive }) {
    const [value] = directive.args;
    if (value?.text !== 'on' || !directive.parent) return skip;
    const block = directive.parent;
    const certificates = effective(block, 'ssl_certificate').map(({ args }) => args[0]?.text ?? '');
    if (certificates.length > 0 && certificates.every((path) => path.includes('/letsencrypt/'))) {
      const verify = block.first('ssl_stapling_verify');
      yield {
        at: directive.nameSpan,
        tag: 'unnecessary',
        peers: ['gixy:ssl_stapling_letsencrypt'],
        message:
          "Certificates of Let's Encrypt name no OCSP service since 2025: nginx ignores this and warns of it.",
        fix: {
          title: 'Take stapling out',
          safety: 'safe',
          edits: [...removeDirective(directive.node), ...(verify ? removeDirective(verify.node) : [])],
        },
      };
      return;
    }
    if (
      effective(block, 'resolver').length > 0 ||
      effective(block, 'ssl_stapling_file').length > 0 ||
      effective(block, 'ssl_stapling_responder').length > 0
    )
      return;
    yield {
      at: directive.nameSpan,
      peers: ['gixy:ssl_stapling_without_resolver'],
      message: 'No resolver is named, so nginx looks the OCSP service up once, at its start.',
    };
  },
});
