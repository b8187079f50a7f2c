import type { DeployedService } from './deployment.ts';
import { bringsDefaultServer } from './hearing.ts';

/**
 * The container ports that a service is known to listen on. Evidence, in this order: its nginx configuration; EXPOSE of
 * what is built here, a PORT variable, a port option in its command and the port its health check asks; the image's
 * documented ports. `certain` only where the evidence is of a kind that names all of them.
 */
export function listening(deployed: DeployedService): {
  readonly ports: readonly number[];
  readonly certain: boolean;
} {
  const ports = new Set<number>();
  const nginx = deployed.nginx.filter((one) => one.config.servers.length > 0);
  for (const { config } of nginx) {
    if (bringsDefaultServer(deployed, config))
      for (const port of deployed.image?.ports ?? []) ports.add(port);
    for (const server of config.servers)
      for (const listen of server.listens) if (listen.port) ports.add(listen.port);
  }
  if (nginx.length > 0) return { ports: [...ports], certain: nginx.every((one) => one.config.complete) };
  const { dynamic, found } = configuredPorts(deployed);
  for (const port of found) ports.add(port);
  const exposed = deployed.stage?.chain.flatMap((stage) => stage.exposed.map((port) => port.value)) ?? [];
  for (const port of exposed) ports.add(port);
  const known = deployed.image?.ports ?? [];
  const replaced =
    deployed.built && (exposed.length > 0 || found.length > 0 || deployed.image?.role === 'runtime');
  if (!replaced) for (const port of known) ports.add(port);
  const evidence = exposed.length > 0 || found.length > 0 || (!replaced && known.length > 0);
  return { ports: [...ports], certain: evidence && !dynamic && !reconfigured(deployed) };
}

function configuredPorts(deployed: DeployedService): {
  readonly found: readonly number[];
  readonly dynamic: boolean;
} {
  const found: number[] = [];
  let dynamic = false;
  for (const [name, value] of deployed.variables) {
    if (!/^(?:[A-Z]+_)?(?:HTTP_|SERVER_|APP_|LISTEN_)?PORT$/.test(name)) continue;
    const scalar = typeof value === 'string' ? undefined : value.value;
    const text = typeof value === 'string' ? value : scalar?.text;
    // Only PORT and the like say where the service itself listens; DB_PORT names another's port.
    if (!/^(?:HTTP_|SERVER_|APP_|LISTEN_|NODE_)?PORT$/.test(name)) continue;
    if (scalar?.dynamic) dynamic = true;
    else if (text !== undefined && /^\d{1,5}$/.test(text)) found.push(Number(text));
  }
  const command = [...(deployed.service.command?.argv ?? deployed.stage?.cmd?.argv ?? [])].join(' ');
  if (deployed.service.command?.dynamic) dynamic = true;
  for (const match of command.matchAll(
    /(?:^|\s)(?:--(?:http-)?port|-p|--listen|--bind|-b|--addr(?:ess)?)[= ](?:[\w.[\]]*:)?(\d{2,5})\b/g,
  )) {
    found.push(Number(match[1]));
  }
  const check = deployed.service.healthcheck?.test ?? undefined;
  for (const match of (check?.words.join(' ') ?? '').matchAll(
    /(?:localhost|127\.0\.0\.1|\[::1\]):(\d{2,5})\b/g,
  )) {
    found.push(Number(match[1]));
  }
  for (const port of deployed.service.expose) found.push(port.value);
  return { found, dynamic };
}

/** A mounted configuration or a port variable of the product's own may move the ports of a stock image. */
function reconfigured(deployed: DeployedService): boolean {
  if (deployed.built) return false;
  const { service, image } = deployed;
  if (!image) return true;
  if ([...deployed.variables.keys()].some((name) => /PORT|LISTEN|ADDR/.test(name))) return true;
  if (service.command && /port|listen|-p\b|:\d{2,5}/.test(service.command.argv.join(' '))) return true;
  const data = image.dataPaths ?? [];
  return service.mounts.some(
    (mount) =>
      mount.type === 'bind' &&
      !data.some((path) => mount.target.startsWith(path)) &&
      /conf|\.ya?ml$|\.toml$|\.ini$|file$/i.test(mount.target),
  );
}
