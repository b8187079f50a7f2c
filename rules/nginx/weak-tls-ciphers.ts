import { defineRule, effective, firstLine, replaceArgument, skip } from '../../core/rule.ts';
import { mozillaIntermediate } from '../facts/tls.ts';
import { weakSuites } from '../shared/cipher-list.ts';
import { listed } from '../shared/listed.ts';
import { inHttp } from '../shared/nginx-example.ts';

export default defineRule({
  id: 'nginx/weak-tls-ciphers',
  title: 'Weak cipher suites',
  category: 'tls',
  severity: 'warning',
  priority: 2,
  remedy:
    "Allow only suites with forward secrecy and authenticated encryption, such as Mozilla's intermediate list.",
  strength: 'Only cipher suites with forward secrecy and authenticated encryption are offered',
  rationale:
    'CBC suites have been attacked again and again (Lucky Thirteen, POODLE, GOLDENDOODLE), RC4 and 3DES are broken, ' +
    'and without ephemeral keys one stolen private key opens all recorded traffic. ' +
    'Every client that speaks TLS 1.2 today offers a suite with GCM or ChaCha20-Poly1305.',
  references: [
    'https://ssl-config.mozilla.org/',
    'https://www.rfc-editor.org/rfc/rfc9325',
    'https://nginx.org/en/docs/http/ngx_http_ssl_module.html#ssl_ciphers',
  ],
  catalogue: ['nginx/tls-ciphers'],
  peers: ['gixy:weak_ssl_tls'],
  production: true,
  on: 'directive',
  names: ['ssl_ciphers'],
  bad: inHttp('ssl_ciphers ECDHE-RSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-SHA256:DES-CBC3-SHA;'),
  good: inHttp(`ssl_ciphers ${mozillaIntermediate.ciphers.join(':')};`),
  *check({ directive }) {
    const [list] = directive.args;
    if (!list) return skip;
    const protocols = effective(directive, 'ssl_protocols').at(-1)?.args ?? [];
    // TLS 1.3 has suites of its own, which this directive does not touch.
    if (protocols.length > 0 && protocols.every(({ text }) => text === 'TLSv1.3')) return skip;
    const weak = weakSuites(list.text);
    if (weak.length === 0) return;
    const { ciphers, dheCiphers, guideline, published } = mozillaIntermediate;
    const better = effective(directive, 'ssl_dhparam').length > 0 ? [...ciphers, ...dheCiphers] : ciphers;
    yield {
      at: firstLine(list.span),
      message: `${listed(weak.map(({ name, reason }) => `${name} (${reason})`))} ${weak.length > 1 ? 'are' : 'is'} allowed.`,
      fix: {
        title: `Write Mozilla's intermediate list (guideline ${guideline}, ${published})`,
        safety: 'review',
        edits: [replaceArgument(list, better.join(':'))],
      },
    };
  },
});
