import { defineRule, replaceArgument, skip, versionAtLeast } from '../../core/rule.ts';
import { opensslWithPostQuantum } from '../facts/nginx-versions.ts';
import { inHttp } from '../shared/nginx-example.ts';
import { underNginx } from '../shared/nginx-image-example.ts';

const example = (groups: string) =>
  underNginx('1.27.5', inHttp(`ssl_ecdh_curve ${groups};`, 'server {', '  listen 8080;', '}'));
const postQuantum = /^\??(?:X25519|SecP256r1|SecP384r1|x25519|p256|p384)_?(?:MLKEM|mlkem|Kyber|kyber)/;

export default defineRule({
  id: 'nginx/unknown-tls-group',
  title: 'A key exchange that OpenSSL does not know',
  category: 'tls',
  severity: 'error',
  priority: 0,
  remedy: 'Take the group out, or take an image whose OpenSSL is 3.5 or newer.',
  rationale:
    'Groups against quantum computers came with OpenSSL 3.5. The images of nginx before 1.28 have an older one, which refuses the whole list, with or without `?` before the name: ' +
    'nginx says "SSL_CTX_set1_curves_list() failed" and does not start.',
  references: [
    'https://nginx.org/en/docs/http/ngx_http_ssl_module.html#ssl_ecdh_curve',
    'https://docs.openssl.org/3.5/man3/SSL_CTX_set1_curves/',
  ],
  catalogue: ['nginx/tls-curves'],
  peers: ['gixy:ssl_ecdh_curve'],
  on: 'directive',
  names: ['ssl_ecdh_curve'],
  bad: example('X25519MLKEM768:X25519'),
  good: example('X25519'),
  *check({ directive, nginx }) {
    const [list] = directive.args;
    const { version, services } = nginx;
    if (!list || version === undefined || services.length === 0) return skip;
    if (services.some(({ built }) => built) || versionAtLeast(version, opensslWithPostQuantum)) return skip;
    const groups = list.text.split(':');
    const [unknown] = groups.filter((group) => postQuantum.test(group));
    if (unknown === undefined) return;
    const rest = groups.filter((group) => !postQuantum.test(group)).join(':');
    yield {
      at: list.span,
      message: `nginx does not start: the OpenSSL of nginx ${version} does not know "${unknown}".`,
      ...(rest !== '' && {
        fix: { title: `Write "${rest}"`, safety: 'review' as const, edits: [replaceArgument(list, rest)] },
      }),
    };
  },
});
