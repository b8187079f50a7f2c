import {
  type AcmeClient,
  certificatesOf,
  defineRule,
  effective,
  firstLine,
  replaceArgument,
  skip,
  versionAtLeast,
} from '../../core/rule.ts';
import { acmeExample } from '../shared/acme-example.ts';

const rsa = 'ECDHE-RSA-AES128-GCM-SHA256:ECDHE-RSA-AES256-GCM-SHA384';
const example = (ciphers: string) => acmeExample({ tls: `        ssl_ciphers ${ciphers};\n` });

export default defineRule({
  id: 'deployment/mismatched-tls-ciphers',
  title: 'Cipher suites that the certificate cannot serve',
  category: 'tls',
  severity: 'error',
  priority: 1,
  remedy: 'Allow the ECDSA suites too, or let certbot make RSA keys with `--key-type rsa`.',
  strength: 'Cipher suites fit the kind of the certificates',
  rationale:
    'In TLS 1.2 the suite names the kind of the certificate’s key. certbot makes ECDSA keys by default since 2.0: a server that allows only suites with RSA has none in common with a client of TLS 1.2 ("no shared cipher"). ' +
    'Clients with TLS 1.3 are served, so that a browser shows nothing of it. Certificates from before the change keep their RSA keys when they are renewed, new ones are ECDSA.',
  references: [
    'https://eff-certbot.readthedocs.io/en/stable/using.html#rsa-and-ecdsa-keys',
    'https://www.rfc-editor.org/rfc/rfc5246#section-7.4.2',
    'https://ssl-config.mozilla.org/',
  ],
  catalogue: ['deployment/tls-cipher-certificate-mismatch'],
  production: true,
  on: 'nginx',
  bad: example(rsa),
  good: example(`ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:${rsa}`),
  *check(nginx) {
    const certificates = nginx.deployment.derive(certificatesOf);
    const uses = certificates.uses.filter(
      (use) => use.nginx === nginx && use.directive.name === 'ssl_certificate' && use.directive.parent,
    );
    if (uses.length === 0 || certificates.scripts.some(({ text }) => saysKind(text))) return skip;
    const told = new Set<unknown>();
    for (const use of uses) {
      const block = use.directive.parent!;
      const client = certificates.clientOf(use);
      if (!client || !makesEcdsa(client) || block.all('ssl_certificate').length > 1) continue;
      if (
        use.service.projectFile(use.path) !== undefined ||
        !speaksTls12(effective(block, 'ssl_protocols').at(-1)?.args)
      )
        continue;
      const ciphers = effective(block, 'ssl_ciphers').at(-1);
      const list = ciphers?.args[0];
      if (!list || told.has(ciphers.node) || !onlyRsa(list.text)) continue;
      told.add(ciphers.node);
      yield {
        at: firstLine(list.span),
        message: `Every suite here needs an RSA certificate, and "${client.service.name}" makes ECDSA ones (certbot's default since 2.0): no client of TLS 1.2 is served.`,
        related: [
          {
            at: client.service.service.image?.span ?? client.service.service.nameSpan,
            message: 'This certbot makes them.',
          },
        ],
        fix: {
          title: 'Allow the same suites with ECDSA',
          safety: 'review',
          edits: [replaceArgument(list, `${ecdsaOf(list.text)}:${list.text}`)],
        },
      };
    }
  },
});

/** certbot of 2.0 or later that nothing tells to make RSA keys. */
function makesEcdsa({ tool, known, text, service }: AcmeClient): boolean {
  const reference = service.service.image?.reference;
  if (tool !== 'certbot' || !known || /key-type|rsa-key-size/.test(text) || !reference) return false;
  if (!reference.repository.startsWith('certbot/')) return false;
  // What /etc/letsencrypt/cli.ini says is not known.
  if (service.service.mounts.some(({ target }) => target.endsWith('.ini'))) return false;
  if (service.service.environment.some(({ name }) => /KEY_TYPE|RSA/.test(name))) return false;
  const { tag = 'latest', digest } = reference;
  const version = /^(?:[a-z0-9]+-)?v(\d+(?:\.\d+)*)/.exec(tag)?.[1];
  return version === undefined ? /^(?:latest|nightly)$/.test(tag) && !digest : versionAtLeast(version, '2.0');
}

/** A script asks for RSA keys, or makes certificates by itself (a placeholder for the first start of nginx is none that is kept). */
function saysKind(text: string): boolean {
  return /key-type|rsa-key-size/.test(text) || (/openssl\s+req/.test(text) && !/certonly/.test(text));
}

/** nginx's default holds TLS 1.2. */
function speaksTls12(protocols: readonly { readonly text: string }[] | undefined): boolean {
  return !protocols || protocols.length === 0 || protocols.some(({ text }) => text === 'TLSv1.2');
}

function onlyRsa(list: string): boolean {
  const suites = list
    .split(/[:, ]+/)
    .filter((word) => word !== '' && !/^[!-]/.test(word) && !word.startsWith('TLS_'));
  return suites.length > 0 && suites.every((suite) => /^(?:ECDHE|DHE)-RSA-/.test(suite));
}

/** The suites' counterparts with authenticated encryption. */
function ecdsaOf(list: string): string {
  const better = list.split(/[:, ]+/).filter((suite) => /^ECDHE-RSA-.*(?:GCM|CHACHA20)/.test(suite));
  const suites = better.length > 0 ? better : ['ECDHE-RSA-AES128-GCM-SHA256', 'ECDHE-RSA-AES256-GCM-SHA384'];
  return suites.map((suite) => suite.replace('-RSA-', '-ECDSA-')).join(':');
}
