import { defineRule, effective, replaceArgument, skip } from '../../core/rule.ts';
import { weakSuites } from '../shared/cipher-list.ts';
import { inHttp } from '../shared/nginx-example.ts';

const example = (value: string) =>
  inHttp(
    'ssl_ciphers ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256;',
    `ssl_prefer_server_ciphers ${value};`,
  );

export default defineRule({
  id: 'nginx/server-cipher-preference',
  title: 'Server that chooses among good ciphers',
  category: 'tls',
  severity: 'info',
  priority: 3,
  remedy: 'Let clients choose: `ssl_prefer_server_ciphers off`.',
  rationale:
    'Where all suites are good the client knows best which is fast on its processor: phones without AES instructions want ChaCha20. ' +
    'Mozilla’s guideline therefore switches the server’s preference off.',
  references: ['https://wiki.mozilla.org/Security/Server_Side_TLS'],
  catalogue: ['nginx/tls-prefer-server-ciphers'],
  production: true,
  on: 'directive',
  names: ['ssl_prefer_server_ciphers'],
  bad: example('on'),
  good: example('off'),
  *check({ directive }) {
    const [value] = directive.args;
    const list = effective(directive, 'ssl_ciphers').at(-1)?.args[0];
    if (!value || !list || list.text.includes('$')) return skip;
    if (value.text !== 'on') return;
    // Among suites of which some are weak the order is what protects.
    if (weakSuites(list.text).length > 0 || /^(?:HIGH|DEFAULT)\b|PROFILE=/.test(list.text)) return;
    yield {
      at: value.span,
      message: 'The server forces its order of ciphers on clients, though all of them are good.',
      fix: { title: 'Let clients choose', safety: 'safe', edits: [replaceArgument(value, 'off')] },
    };
  },
});
