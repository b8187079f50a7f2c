import {
  type AcmeClient,
  type CertificateUse,
  certificatesOf,
  defineRule,
  firstLine,
  joinPath,
  relativePath,
  skip,
} from '../../core/rule.ts';
import { acmeExample } from '../shared/acme-example.ts';
import { firstCertificateScript, webrootFor } from '../shared/first-certificate.ts';

const files = acmeExample();

export default defineRule({
  id: 'deployment/missing-first-certificate',
  title: 'Nothing obtains the first certificate',
  category: 'tls',
  severity: 'warning',
  priority: 1,
  remedy:
    'Obtain the first certificate in a script of the deployment: start nginx with a placeholder, ask, reload.',
  strength: 'The first certificate is obtained by the deployment',
  rationale:
    '`certbot renew` renews what is there. On a new server there is nothing: nginx ends with "cannot load certificate", and without nginx nobody answers the challenge by which a certificate is obtained. ' +
    'The usual way out is a self-signed placeholder, with which nginx starts once.',
  references: [
    'https://eff-certbot.readthedocs.io/en/stable/using.html#webroot',
    'https://nginx.org/en/docs/http/ngx_http_ssl_module.html#ssl_certificate',
  ],
  catalogue: ['deployment/first-certificate-missing'],
  production: true,
  on: 'deployment',
  bad: files,
  good: {
    ...files,
    'first-certificate.sh': firstCertificateScript({
      file: 'compose.yaml',
      client: 'certbot',
      proxy: 'proxy',
      certificate: 'shop.example.org',
      names: ['shop.example.org'],
      webroot: '/var/www/certbot',
    }),
  },
  *check(deployment) {
    const certificates = deployment.derive(certificatesOf);
    if (certificates.clients.length === 0 || certificates.uses.length === 0) return skip;
    if (certificates.scriptObtains || certificates.clients.some(({ known, obtains }) => obtains || !known))
      return;
    const use = certificates.uses.find(
      (one) => certificates.clientOf(one)?.tool === 'certbot' && isLive(one),
    );
    const client = use && certificates.clientOf(use);
    if (!use || !client) return skip;
    const { service } = client.service;
    yield {
      at: firstLine(service.entrypoint?.span ?? service.command?.span ?? service.nameSpan),
      message: `"${client.service.name}" only renews, and nothing here obtains the first certificate: on a new server "${use.service.name}" does not start.`,
      service: client.service.name,
      related: [{ at: use.directive.span, message: 'nginx does not start without it.' }],
      fix: () => {
        const text = scriptFor(client, use);
        const create = joinPath(deployment.folder, 'first-certificate.sh');
        return text === undefined || deployment.tree.exists(create)
          ? undefined
          : {
              title: 'Write a script that obtains the first certificate',
              safety: 'review',
              edits: [{ create, text }],
            };
      },
    };
  },
});

/** certbot's own place, that holds no file of the project yet. */
function isLive({ path, service }: CertificateUse): boolean {
  return path.startsWith('/etc/letsencrypt/live/') && service.projectFile(path) === undefined;
}

function scriptFor({ service: client }: AcmeClient, use: CertificateUse): string | undefined {
  const { deployment } = client;
  const certificate = /^\/etc\/letsencrypt\/live\/([^/]+)\/fullchain\.pem$/.exec(use.path)?.[1];
  const names = use.server?.names.map(({ text }) => text) ?? [];
  const webroot = webrootFor(use);
  const [first] = deployment.composeFiles;
  if (!certificate || !webroot || !first || names.length === 0 || deployment.composeFiles.length > 1)
    return undefined;
  if (names.some((name) => !/^[\w-]+(?:\.[\w-]+)+$/.test(name))) return undefined;
  const file = relativePath(deployment.folder, first.source.path);
  return firstCertificateScript({
    file,
    client: client.name,
    proxy: use.service.name,
    certificate,
    names,
    webroot,
  });
}
