import {
  defineRule,
  effective,
  insertIntoBlock,
  replaceDirective,
  skip,
  versionAtLeast,
} from '../../core/rule.ts';
import { deprecatedProtocols, modernProtocolsSince, mozillaIntermediate } from '../facts/tls.ts';
import { listed } from '../shared/listed.ts';
import { inHttp } from '../shared/nginx-example.ts';

const peers = [
  'gixy:weak_ssl_tls',
  'semgrep:generic.nginx.security.insecure-ssl-version.insecure-ssl-version',
  'semgrep:generic.nginx.security.missing-ssl-version.missing-ssl-version',
] as const;
const protocols = `ssl_protocols ${mozillaIntermediate.protocols.join(' ')};`;

export default defineRule({
  id: 'nginx/weak-tls-protocols',
  title: 'Deprecated TLS versions',
  category: 'tls',
  severity: 'error',
  priority: 1,
  remedy: 'Allow TLS 1.2 and 1.3 only.',
  strength: 'Only TLS 1.2 and 1.3 are offered',
  rationale:
    'SSL 3, TLS 1.0 and TLS 1.1 are broken or deprecated (RFC 7568, RFC 8996), and no browser has offered them since 2020. ' +
    'They only help an attacker who can make a connection fall back to them, and payment standards forbid them.',
  references: [
    'https://www.rfc-editor.org/rfc/rfc8996',
    'https://nginx.org/en/docs/http/ngx_http_ssl_module.html#ssl_protocols',
    'https://ssl-config.mozilla.org/',
  ],
  catalogue: ['nginx/tls-protocols'],
  peers,
  production: true,
  on: 'directive',
  names: ['ssl_protocols', 'listen'],
  bad: inHttp('ssl_protocols TLSv1 TLSv1.1 TLSv1.2;'),
  good: inHttp('ssl_protocols TLSv1.2 TLSv1.3;'),
  *check({ directive, nginx }) {
    const { name, args, node, parent } = directive;
    const [gixy, insecure, missing] = peers;
    const fix = { title: 'Allow TLSv1.2 and TLSv1.3 only', safety: 'safe' as const };
    const weak = name === 'ssl_protocols' ? args.filter(({ text }) => deprecatedProtocols.has(text)) : [];
    if (weak[0]) {
      const message = `${listed(weak.map(({ text }) => text))} ${weak.length > 1 ? 'are' : 'is'} allowed, which RFC 7568 and RFC 8996 forbid.`;
      const edits = replaceDirective(node, protocols);
      yield { at: weak[0].span, message, fix: { ...fix, edits }, peers: [gixy, insecure] };
    }
    if (name === 'ssl_protocols') return;
    const first = parent?.all('listen').find((listen) => listen.args.some(({ text }) => text === 'ssl'));
    if (!parent || directive !== first || effective(directive, 'ssl_protocols').length > 0) return skip;
    const { version, config } = nginx;
    if (!config.complete || !/^\d+\.\d+/.test(version ?? '') || versionAtLeast(version, modernProtocolsSince))
      return skip;
    const edits = insertIntoBlock(parent.node, [protocols], { after: ['listen', 'ssl_certificate_key'] });
    const message = `No ssl_protocols is set, and nginx ${version} then offers TLSv1 and TLSv1.1 too (not any more since ${modernProtocolsSince}).`;
    yield {
      at: directive.nameSpan,
      severity: 'warning',
      message,
      fix: { ...fix, edits },
      peers: [gixy, missing],
    };
  },
});
