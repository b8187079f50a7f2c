import { folderOf, isInside } from '../text/index.ts';
import type { DeployedService, Deployment } from './deployment.ts';
import type { NginxConfig } from './nginx.ts';

/** Container ports that a service's process is known to listen on, and whether they are known to be all. */
export interface Hearing {
  readonly ports: ReadonlySet<number>;
  readonly all: boolean;
}

const nothing: Hearing = { ports: new Set(), all: false };

/**
 * Stricter than `listens`: EXPOSE, variables and health checks say what somebody meant, not what a process does. Certain are a whole nginx
 * configuration, a stock image that nothing reconfigures, and a server program with its port in its command.
 */
export function hearing(deployed: DeployedService): Hearing {
  const { service, deployment } = deployed;
  // Others may listen in its network, or it is the host's.
  if (service.networkMode || deployment.derive(shared).has(service.name)) return nothing;
  const configured =
    deployed.nginx.length > 0 ? nginxHearing(deployed) : (stock(deployed) ?? commanded(deployed));
  return configured ?? nothing;
}

/** Services whose network others join. */
function shared({ services }: Deployment): ReadonlySet<string> {
  return new Set(
    services.flatMap(
      ({ service }) => /^(?:service|container):(.+)$/.exec(service.networkMode?.text ?? '')?.[1] ?? [],
    ),
  );
}

/** Programs that may listen beside nginx in its container. */
const others = /php|node|python|ruby|java|gunicorn|uvicorn|supervisor|s6|\.sh\b|cron|docker-gen|forego/;

function nginxHearing(deployed: DeployedService): Hearing {
  const ports = new Set<number>();
  let all =
    deployed.image?.product === 'nginx' && !others.test(startText(deployed)) && !hasUnseenFiles(deployed);
  for (const { config } of deployed.nginx) {
    const read = portsOf(config);
    for (const port of read.ports) ports.add(port);
    all &&= config.complete && read.all && !config.files.some(({ templated }) => templated);
    if (bringsDefaultServer(deployed, config))
      for (const port of deployed.image?.ports ?? []) ports.add(port);
  }
  return { ports, all };
}

/** What starts in the container, as far as it is written here. */
function startText({ service, stage }: DeployedService): string {
  const entrypoint = service.entrypoint?.argv ?? stage?.entrypoint?.argv ?? [];
  const command = service.command?.argv ?? stage?.cmd?.argv ?? [];
  return [...entrypoint, ...command].join(' ');
}

/** Something that is no file of the project may lie over nginx's configuration. */
function hasUnseenFiles({ service, deployment }: DeployedService): boolean {
  if (service.at('configs')) return true;
  return service.mounts.some(
    ({ target, path, dynamic }) =>
      dynamic ||
      ((isInside('/etc/nginx', target) || isInside(target, '/etc/nginx')) &&
        (path === undefined || !deployment.tree.exists(path))),
  );
}

function portsOf(config: NginxConfig): Hearing {
  const ports = new Set<number>();
  let all = true;
  const add = (port: number | undefined, address: string) => {
    if (port !== undefined) ports.add(port);
    else if (!address.startsWith('unix:')) all = false;
  };
  for (const server of config.servers) for (const { port, address } of server.listens) add(port, address);
  for (const { name, context, args } of config.walk()) {
    const where = args[0]?.text ?? '';
    if (name !== 'listen' || (context !== 'stream server' && context !== 'mail server')) continue;
    const port = /^(?:[^$]*:)?(\d+)$/.exec(where)?.[1];
    add(port === undefined ? undefined : Number(port), where);
  }
  return { ports, all };
}

/** The image's own `conf.d/default.conf` is read where nothing takes its place. */
export function bringsDefaultServer({ files }: DeployedService, config: NginxConfig): boolean {
  const own = '/etc/nginx/conf.d/default.conf';
  const covers = ({ container }: { readonly container: string }) =>
    container === own || isInside(container, folderOf(own));
  if (files.placements.some(covers)) return false;
  for (const { name, args } of config.walk())
    if (name === 'include' && /(?:^|\/)conf\.d\/\*/.test(args[0]?.text ?? '')) return true;
  return false;
}

/** Images whose process listens on their documented ports and no other, unless it is told to. */
const plain = new Set(
  'postgres postgis/postgis pgvector/pgvector redis valkey/valkey memcached mariadb nginx nginxinc/nginx-unprivileged httpd'.split(
    ' ',
  ),
);
/** Mounts that move no port: data, pages, initial content, the clock. */
const harmless =
  /^\/(?:docker-entrypoint-initdb\.d|usr\/share\/nginx|usr\/local\/apache2\/htdocs|var\/|data\b|etc\/(?:localtime|timezone)|backups?\b)/;

function stock({ built, service, image, variables, envFiles }: DeployedService): Hearing | undefined {
  if (built || !image?.ports || !plain.has(service.image?.reference?.repository ?? '')) return undefined;
  const told = service.command || service.entrypoint || service.at('configs');
  const complete = envFiles.length === service.envFiles.length;
  if (told || !complete || [...variables.keys()].some((name) => /PORT|LISTEN|ADDR/.test(name)))
    return undefined;
  const seen = service.mounts.every(({ target, dynamic }) => !dynamic && harmless.test(target));
  return seen ? { ports: new Set(image.ports), all: true } : undefined;
}

/** Server programs and the option that names the one port they listen on. Sources: their manuals, `--help` (2026-08). */
const programs: readonly { readonly call: RegExp; readonly port: RegExp }[] = [
  { call: /(?:^|\/| -m )(?:uvicorn|hypercorn|daphne) /, port: / (?:--port|-p)[= ](\d{2,5})(?= |$)/ },
  {
    call: /(?:^|\/)gunicorn (?!.*(?: -c | --config[= ]))/,
    port: / (?:-b|--bind)[= ](?:[\w.*]*|\[::\]):(\d{2,5})(?= |$)/,
  },
  { call: /manage\.py runserver /, port: / (?:[\w.]+:)?(\d{2,5})(?= |$)/ },
  { call: / -m http\.server /, port: / -m http\.server (\d{2,5})(?= |$)/ },
  { call: /(?:^|\/| )next start /, port: / (?:-p|--port)[= ](\d{2,5})(?= |$)/ },
];

function commanded(deployed: DeployedService): Hearing | undefined {
  const { service, stage, built } = deployed;
  if (service.command?.dynamic || service.entrypoint?.dynamic || (built && !stage)) return undefined;
  const text = startText(deployed);
  if (/[;&|$\n]/.test(text)) return undefined;
  const [first, second] = programs.flatMap(({ call, port }) =>
    call.test(text) ? (port.exec(text)?.[1] ?? []) : [],
  );
  if (first === undefined || second !== undefined || text.match(/ (?:-b|--bind)[= ]/g)?.[1]) return undefined;
  const only = Number(first);
  const exposed = stage?.chain.flatMap((one) => one.exposed.map(({ value }) => value)) ?? [];
  // A second port, published or declared, may be one that the application opens by itself.
  const all = service.ports.length < 2 && exposed.every((port) => port === only);
  return { ports: new Set([only]), all };
}
