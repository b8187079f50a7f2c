import {
  type CertificateUse,
  certificatesOf,
  defineRule,
  processText,
  skip,
  textOf,
} from '../../core/rule.ts';

export default defineRule({
  id: 'deployment/unmounted-certificate',
  title: 'Certificate that nothing puts into the container',
  category: 'tls',
  severity: 'error',
  priority: 0,
  remedy: 'Mount the certificate and its key, or grant them as secrets.',
  strength: 'Certificates are mounted where nginx reads them',
  rationale:
    'nginx opens certificates and keys when it starts, and ends with "cannot load certificate" when one is not there. The path is one inside the container: what the host has at it does not count unless it is mounted.',
  references: [
    'https://nginx.org/en/docs/http/ngx_http_ssl_module.html#ssl_certificate',
    'https://docs.docker.com/reference/compose-file/services/#volumes',
  ],
  catalogue: ['deployment/certificate-not-mounted'],
  on: 'nginx',
  bad: {
    'compose.yaml': `services:
  proxy:
    image: nginx:1.30-alpine
    volumes:
      - ./nginx.conf:/etc/nginx/nginx.conf:ro
      - ./tls:/etc/nginx/tls:ro
`,
    'nginx.conf': `events {}
http {
    ssl_certificate_key /etc/nginx/tls/shop.key;
    server {
        listen 443 ssl;
        ssl_certificate /etc/ssl/certs/shop.pem;
    }
}
`,
  },
  good: {
    'compose.yaml': `services:
  proxy:
    image: nginx:1.30-alpine
    volumes:
      - ./nginx.conf:/etc/nginx/nginx.conf:ro
      - ./tls:/etc/nginx/tls:ro
`,
    'nginx.conf': `events {}
http {
    ssl_certificate_key /etc/nginx/tls/shop.key;
    server {
        listen 443 ssl;
        ssl_certificate /etc/nginx/tls/shop.pem;
    }
}
`,
  },
  *check(nginx) {
    const uses = nginx.deployment.derive(certificatesOf).uses.filter((use) => use.nginx === nginx);
    if (uses.length === 0) return skip;
    const told = new Set<unknown>();
    for (const use of uses) {
      const { directive, path, service } = use;
      if (told.has(directive.node) || !isMissing(use)) continue;
      told.add(directive.node);
      yield {
        at: directive.args[0]!.span,
        message: `Nothing puts ${path} into the container of "${service.name}": nginx does not start.`,
      };
    }
  },
});

/** Only the official images are known to bring no certificate and to make none. */
function isMissing({ service, place, path }: CertificateUse): boolean {
  // The images bring the authorities' certificates.
  if (/^\/etc\/ssl\/(?:certs\/ca-certificates\.crt|cert\.pem)$/.test(path)) return false;
  if (place.kind !== 'image' && place.kind !== 'tmpfs') return false;
  const reference = service.built ? service.stage?.baseImage : service.service.image?.reference;
  if (!/^(?:nginx|nginxinc\/nginx-unprivileged)$/.test(reference?.repository ?? '')) return false;
  // A script of the image's start folder may make one.
  if (service.files.covers('/docker-entrypoint.d')) return false;
  const { text, known } = processText(service);
  return known && !/openssl|certbot|mkcert|\.sh\b/.test(text) && !scripted(service.stage);
}

/** A build step that speaks of certificates. */
function scripted(stage: CertificateUse['service']['stage']): boolean {
  return (
    stage?.chain.some(({ runs }) =>
      runs.some(({ instruction }) => /openssl|cert/.test(textOf(instruction.span))),
    ) ?? false
  );
}
