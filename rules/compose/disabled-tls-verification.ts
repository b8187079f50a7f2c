import { defineRule, skip } from '../../core/rule.ts';
import { verificationVariable } from '../facts/tls-verification.ts';
import { isHeldBefore } from '../shared/rewrite.ts';

export default defineRule({
  id: 'compose/disabled-tls-verification',
  title: 'Service that verifies no TLS certificates',
  category: 'security',
  severity: 'error',
  priority: 1,
  remedy: 'Take the variable out, and give the service the certificate of a private authority.',
  strength: 'Services verify the certificates of those they talk to',
  rationale:
    'With such a variable the program takes any certificate, for every connection that it makes: to the database, the mail server, the payment provider. Whoever answers in their place reads the passwords and the data, and nothing is logged. A private authority is trusted with `NODE_EXTRA_CA_CERTS` or `SSL_CERT_FILE`.',
  references: [
    'https://nodejs.org/api/cli.html#node_tls_reject_unauthorizedvalue',
    'https://nodejs.org/api/cli.html#node_extra_ca_certsfile',
  ],
  catalogue: ['dockerfile/tls-verification-off'],
  on: 'service',
  bad: `services:
  api:
    image: example/api:1.4
    environment:
      NODE_TLS_REJECT_UNAUTHORIZED: "0"
`,
  good: `services:
  api:
    image: example/api:1.4
    environment:
      NODE_EXTRA_CA_CERTS: /etc/ssl/private-authority.pem
`,
  *check(deployed) {
    const { name, service } = deployed;
    if (service.environment.length === 0) return skip;
    for (const { name: variable, nameSpan, value } of service.environment) {
      if (!value || value.dynamic || !verificationVariable(variable, value.text)) continue;
      if (isHeldBefore(deployed, value, ({ environment }) => environment.map((one) => one.value))) continue;
      yield {
        at: nameSpan,
        message: `"${name}" takes any certificate for any server: "${variable}" is "${value.text}".`,
      };
    }
  },
});
