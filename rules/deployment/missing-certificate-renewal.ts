import {
  type CertificateUse,
  certificatesOf,
  type Deployment,
  defineRule,
  firstLine,
  skip,
} from '../../core/rule.ts';
import { acmeExample } from '../shared/acme-example.ts';
import { volumeOf } from '../shared/mounted-volumes.ts';

const once = `["certbot", "certonly", "--webroot", "-w", "/var/www/certbot", "-d", "shop.example.org"]`;
const again = `sh -c "certbot certonly --webroot -w /var/www/certbot -d shop.example.org; while :; do sleep 12h; certbot renew; done"`;

export default defineRule({
  id: 'deployment/missing-certificate-renewal',
  title: 'Nothing renews the certificate',
  category: 'tls',
  severity: 'warning',
  priority: 1,
  remedy:
    'Run `certbot renew` twice a day, in the service that obtains the certificate or by the host’s cron.',
  strength: 'Certificates are renewed by the deployment',
  rationale:
    "Let's Encrypt's certificates are valid for 90 days at most, and for less from 2027 on. A client that asks once and ends leaves a site that all browsers refuse three months later. " +
    'A renewal by the host is seen where a script or a crontab of the project names it.',
  references: [
    'https://letsencrypt.org/docs/integration-guide/#when-to-renew',
    'https://eff-certbot.readthedocs.io/en/stable/using.html#renewing-certificates',
  ],
  catalogue: ['deployment/certificate-renewal-missing'],
  production: true,
  on: 'deployment',
  bad: acmeExample({ renew: once }),
  good: acmeExample({ renew: again }),
  *check(deployment) {
    const certificates = deployment.derive(certificatesOf);
    const use = certificates.uses.find((one) => isLetsEncrypt(deployment, one));
    if (!use) return skip;
    const { clients, scriptRenews, clientOf } = certificates;
    if (scriptRenews || clients.some(({ renews, known }) => renews || !known) || isManaged(deployment))
      return;
    const client = clientOf(use);
    // Without a client here somebody else obtains the certificate, and may renew it.
    if (!client) return skip;
    const { service, name } = client.service;
    yield {
      at: firstLine(service.entrypoint?.span ?? service.command?.span ?? service.nameSpan),
      message: `"${name}" runs once, and nothing in this deployment renews the certificate of "${use.service.name}".`,
      service: name,
      related: [{ at: use.directive.span, message: 'This certificate runs out.' }],
    };
  },
});

function isLetsEncrypt(deployment: Deployment, { path, place }: CertificateUse): boolean {
  if (place.kind !== 'mount' || !/\/(?:letsencrypt|live)\//.test(path)) return false;
  return volumeOf(deployment, place.mount)?.external !== true;
}

/** Something that runs others' commands by the clock. */
function isManaged({ services }: Deployment): boolean {
  return services.some(({ service }) =>
    /ofelia|cron|supercronic|acme-companion|swag/.test(`${service.image?.value} ${service.name}`),
  );
}
