import { type CertificateUse, certificatesOf, sameMount } from '../../core/rule.ts';
import { challengeRoots } from './acme-challenge.ts';

export interface FirstCertificate {
  /** The Compose file, as the script's folder sees it. */
  readonly file: string;
  /** Service that runs certbot. */
  readonly client: string;
  /** Service that runs nginx. */
  readonly proxy: string;
  /** Name of the folder below `/etc/letsencrypt/live`. */
  readonly certificate: string;
  readonly names: readonly string[];
  /** The challenge folder inside the client's container. */
  readonly webroot: string;
}

/** A shell script that starts nginx with a self-signed placeholder, asks for the certificate and reloads nginx. */
export function firstCertificateScript(one: FirstCertificate): string {
  const live = `/etc/letsencrypt/live/${one.certificate}`;
  return `#!/bin/sh
# Obtains the first certificate, without which nginx does not start: sh first-certificate.sh you@example.org
set -eu

cd "$(dirname "$0")"
email="\${1:?say by which address Let's Encrypt reaches you}"
compose="docker compose -f ${one.file}"

if $compose run --rm --no-deps --entrypoint test ${one.client} -e /etc/letsencrypt/renewal/${one.certificate}.conf; then
  exit 0
fi

# nginx starts with a placeholder and answers the challenge
$compose run --rm --no-deps --entrypoint sh ${one.client} -c 'mkdir -p ${live} && openssl req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=localhost -keyout ${live}/privkey.pem -out ${live}/fullchain.pem && cp ${live}/fullchain.pem ${live}/chain.pem'
$compose up -d ${one.proxy}
$compose run --rm --no-deps --entrypoint rm ${one.client} -r ${live}

$compose run --rm --no-deps --entrypoint certbot ${one.client} certonly --webroot --webroot-path ${one.webroot} \\
  --non-interactive --agree-tos --email "$email" --cert-name ${one.certificate} \\
  ${one.names.map((name) => `--domain ${name}`).join(' ')}
$compose exec ${one.proxy} nginx -s reload
`;
}

/** The path at which the client of a certificate sees the folder that nginx answers challenges from. */
export function webrootFor(use: CertificateUse): string | undefined {
  const client = use.service.deployment.derive(certificatesOf).clientOf(use);
  for (const { path } of challengeRoots(use.nginx)) {
    const place = use.service.place(path);
    if (!client || place.kind !== 'mount') continue;
    const mount = client.service.service.mounts.find((other) => sameMount(other, place.mount));
    if (mount) return place.rest === '' ? mount.target : `${mount.target}/${place.rest}`;
  }
  return undefined;
}
