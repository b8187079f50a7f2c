import { joinPath, type Source } from '../text/index.ts';
import type { Mount } from './compose.ts';
import type { ContainerPlace } from './container-place.ts';
import type { DeployedNginx, DeployedService, Deployment } from './deployment.ts';
import type { Directive, Server } from './nginx.ts';
import { processText } from './process-text.ts';

/** A service that speaks ACME. */
export interface AcmeClient {
  readonly service: DeployedService;
  readonly tool: 'certbot' | 'acme.sh' | 'lego' | 'dehydrated';
  /** What it runs, scripts included. */
  readonly text: string;
  /** All of what it runs was read: what is not in `text` it does not do. */
  readonly known: boolean;
  /** It asks for certificates that are not there yet. */
  readonly obtains: boolean;
  /** It renews those that are, again and again. */
  readonly renews: boolean;
  /** Container paths that it writes challenges to, as far as its own text names them. */
  readonly webroots: readonly string[];
}

/** A certificate, key or chain that an nginx reads. */
export interface CertificateUse {
  readonly nginx: DeployedNginx;
  readonly service: DeployedService;
  readonly server: Server | undefined;
  readonly directive: Directive;
  /** Container path. */
  readonly path: string;
  readonly place: ContainerPlace;
}

/** Who obtains certificates, into which mounts, who reads them, who renews and who reloads. */
export interface Certificates {
  readonly clients: readonly AcmeClient[];
  readonly uses: readonly CertificateUse[];
  /** Scripts, workflows and crontabs that speak of certificates. */
  readonly scripts: readonly Source[];
  /** A script obtains (or makes) certificates. */
  readonly scriptObtains: boolean;
  readonly scriptRenews: boolean;
  /** Something outside the nginx service reloads or restarts it. */
  readonly scriptReloads: boolean;
  /** The ACME client whose mount holds what is read. */
  clientOf(use: CertificateUse): AcmeClient | undefined;
}

const files = new Set(['ssl_certificate', 'ssl_certificate_key', 'ssl_trusted_certificate']);
const makes =
  /\bcertonly\b|--issue\b|openssl\s+req\b|\bmkcert\b|\blego\b[^\n]*\brun\b|\bcertbot\b[^\n]*--(?:nginx|standalone|webroot)\b/;
const renewing =
  /\b(?:certbot|certbot-auto)\b[^\n]*\brenew\b|\bacme\.sh\b[^\n]*--(?:cron|renew)|\blego\b[^\n]*\brenew\b/;
const reloading =
  /nginx\b[^\n]*(?:-s\s+|\s)reload\b|\b(?:HUP|SIGHUP)\b|\brestart\b[^\n]*\b(?:nginx|proxy|web|gateway)\b|deploy-hook|reloadcmd|\breload\b/;

/** For `deployment.derive`. */
export function certificatesOf(deployment: Deployment): Certificates {
  const clients = deployment.services.flatMap((service) => readClient(service) ?? []);
  const scripts = deployment.scripts.filter(({ text }) =>
    /certbot|acme\.sh|letsencrypt|\blego\b|openssl\s+req|mkcert|\.pem\b/.test(text),
  );
  return {
    clients,
    uses: deployment.nginx.flatMap(readUses),
    scripts,
    scriptObtains: scripts.some(({ text }) => makes.test(text)),
    scriptRenews: scripts.some(({ text }) => renewing.test(text)),
    scriptReloads: deployment.scripts.some(({ text }) => reloading.test(text)),
    clientOf: ({ place }) =>
      place.kind === 'mount'
        ? clients.find(({ service }) => service.service.mounts.some((mount) => sameMount(mount, place.mount)))
        : undefined,
  };
}

/** Whether two mounts hold the same volume or host folder. */
export function sameMount(a: Mount, b: Mount): boolean {
  if (a.type !== b.type || a.source === undefined || b.source === undefined) return false;
  return a.path !== undefined && b.path !== undefined ? a.path === b.path : a.source === b.source;
}

function readClient(service: DeployedService): AcmeClient | undefined {
  const { text: written, known } = processText(service);
  const repository =
    service.service.image?.reference?.repository ?? service.stage?.baseImage?.repository ?? '';
  const tool = toolOf(repository, written);
  if (!tool) return undefined;
  // Without an entrypoint of its own, the command is certbot's.
  const text = service.service.entrypoint || service.stage?.entrypoint ? written : `${tool} ${written}`;
  const obtains =
    tool === 'certbot'
      ? /\bcertonly\b|\bcertbot(?:-auto)?\s+(?:run\b|-(?!-?(?:version|help)))/.test(text)
      : tool === 'acme.sh'
        ? /--issue\b/.test(text)
        : tool === 'lego'
          ? /\brun\b/.test(text)
          : true;
  const again = /\b(?:while|until|sleep|crond?)\b|for \(\(|\bdaemon\b/.test(text) || restarts(service);
  return {
    service,
    tool,
    text,
    known,
    obtains,
    renews: again && (obtains || renewing.test(text) || (tool === 'acme.sh' && /\bdaemon\b/.test(text))),
    webroots: [
      ...text.matchAll(/(?:--webroot-path|--webroot|-w|--http\.webroot)(?:[ =]+)["']?(\/[^\s"';]+)/g),
    ].map(([, path]) => joinPath('/', path!)),
  };
}

function toolOf(repository: string, text: string): AcmeClient['tool'] | undefined {
  if (/^certbot\//.test(repository)) return 'certbot';
  if (repository === 'neilpang/acme.sh') return 'acme.sh';
  if (repository === 'goacme/lego') return 'lego';
  return /\bcertbot(?:-auto)?\s+(?:renew|certonly|run|-)/.test(text)
    ? 'certbot'
    : /\bacme\.sh\s+--/.test(text)
      ? 'acme.sh'
      : /\blego\s+-/.test(text)
        ? 'lego'
        : /\bdehydrated\s+(?:-c|--cron)/.test(text)
          ? 'dehydrated'
          : undefined;
}

/** What ends is started again. */
function restarts({ service }: DeployedService): boolean {
  const restart = service.scalar('restart')?.text;
  return restart === 'always' || restart === 'unless-stopped';
}

function readUses(nginx: DeployedNginx): readonly CertificateUse[] {
  if (nginx.services.length === 0) return [];
  const uses: CertificateUse[] = [];
  for (const directive of nginx.config.walk()) {
    const path = directive.args[0]?.text ?? '';
    if (!files.has(directive.name) || path === '' || /^(?:data|engine|store):|\$/.test(path)) continue;
    const server = nginx.config.servers.find((one) => one.directive === directive.parent);
    const whole = joinPath('/etc/nginx', path);
    for (const service of nginx.services)
      uses.push({ nginx, service, server, directive, path: whole, place: service.place(whole) });
  }
  return uses;
}
