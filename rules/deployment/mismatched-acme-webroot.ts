import {
  type AcmeClient,
  certificatesOf,
  type DeployedNginx,
  defineRule,
  type Mount,
  sameMount,
  skip,
} from '../../core/rule.ts';
import { type ChallengeRoot, challengeRoots } from '../shared/acme-challenge.ts';
import { acmeExample } from '../shared/acme-example.ts';

export default defineRule({
  id: 'deployment/mismatched-acme-webroot',
  title: 'ACME challenges are written where nginx does not look',
  category: 'tls',
  severity: 'error',
  priority: 1,
  remedy:
    'Let nginx answer challenges from the folder that the ACME client writes them to: one mount, in both services.',
  strength: 'nginx answers ACME challenges from the folder that the client writes to',
  rationale:
    'By HTTP the certificate authority asks for a file below `/.well-known/acme-challenge/` that the client has just written. nginx finds it only where both services mount the same folder. ' +
    'Otherwise every renewal fails with 404, and the certificate runs out after 90 days at the latest.',
  references: [
    'https://letsencrypt.org/docs/challenge-types/#http-01-challenge',
    'https://eff-certbot.readthedocs.io/en/stable/using.html#webroot',
  ],
  catalogue: ['deployment/acme-webroot-mismatch'],
  on: 'nginx',
  bad: acmeExample({ webroot: '/usr/share/nginx/html' }),
  good: acmeExample(),
  *check(nginx) {
    const certificates = nginx.deployment.derive(certificatesOf);
    const client = certificates.uses
      .filter((use) => use.nginx === nginx)
      .map((use) => certificates.clientOf(use))
      .find((one) => one !== undefined);
    const roots = challengeRoots(nginx);
    if (!client || roots.length === 0 || !byWebroot(client)) return skip;
    // Each redirect server has the location; the first that is asked by HTTP decides.
    const root = roots.find(({ server }) => !server.tls) ?? roots[0]!;
    const why = mismatch(nginx, root, client);
    if (why === undefined) return;
    yield {
      at: root.directive.args[0]!.span,
      message: `nginx answers challenges from ${root.path}, ${why}: no certificate is obtained or renewed.`,
    };
  },
});

/** It speaks of no other way, and all that it runs is known. */
function byWebroot({ known, text, service, tool }: AcmeClient): boolean {
  const otherwise = /--standalone|--manual|dns|--nginx|--preferred-challenges|--alpn|--tls\b/;
  // A client that publishes port 80 answers by itself.
  return known && tool === 'certbot' && !otherwise.test(text) && service.service.ports.length === 0;
}

function mismatch(
  { services }: DeployedNginx,
  { path }: ChallengeRoot,
  client: AcmeClient,
): string | undefined {
  const place = services[0]?.place(path);
  const clientName = client.service.name;
  if (place?.kind === 'image') return `where no mount is and "${clientName}" writes nothing`;
  if (place?.kind !== 'mount' || place.mount.dynamic || place.mount.source === undefined) return undefined;
  const mounts: readonly Mount[] = client.service.service.mounts;
  if (mounts.some(({ dynamic }) => dynamic)) return undefined;
  const shared = mounts.filter((mount) => sameMount(mount, place.mount));
  if (shared.length === 0)
    return mounts.some((mount) => overlaps(mount, place.mount))
      ? undefined
      : `which "${clientName}" does not mount`;
  const [webroot] = client.webroots;
  if (webroot === undefined || client.webroots.length > 1) return undefined;
  const own = client.service.place(webroot);
  const same = own.kind === 'mount' && shared.includes(own.mount) && own.rest === place.rest;
  return same ? undefined : `and "${clientName}" writes them to ${webroot}, another folder`;
}

/** A host folder inside the other one. */
function overlaps(a: Mount, b: Mount): boolean {
  return (
    a.path !== undefined &&
    b.path !== undefined &&
    (`${a.path}/`.startsWith(`${b.path}/`) || `${b.path}/`.startsWith(`${a.path}/`))
  );
}
