import type { DeployedService, Mount } from '../../core/rule.ts';

/** Official images and those made from them; others tune and start PostgreSQL in their own way. */
const official = /^(?:postgres|postgis\/postgis|pgvector\/pgvector|imresamu\/postgis)$/;

export function isOfficialPostgres({ built, service, image }: DeployedService): boolean {
  return !built && image?.product === 'postgres' && official.test(service.image?.reference?.repository ?? '');
}

/** Settings may stand in a file that is not looked into. */
export function mayBeConfigured({ service }: DeployedService): boolean {
  const text = service.command?.argv.join(' ') ?? '';
  return (
    service.command?.dynamic === true ||
    /config_file|\.conf\b/.test(text) ||
    service.entrypoint !== undefined ||
    service.mounts.some((mount) =>
      /\.conf$|conf\.d|docker-entrypoint-initdb\.d|\/etc\/postgres/.test(mount.target),
    )
  );
}

/** Its data goes with the container on purpose: it lies in memory. */
export function isInMemory({ service, image }: DeployedService): boolean {
  const paths = image?.dataPaths ?? [];
  const tmpfs = service.at('tmpfs');
  const items = tmpfs?.kind === 'sequence' ? tmpfs.items : tmpfs ? [tmpfs] : [];
  const targets = [
    ...items.map((item) => (item.kind === 'scalar' ? item.text.split(':')[0]! : '')),
    ...service.mounts.filter((mount) => mount.type === 'tmpfs').map((mount) => mount.target),
  ];
  return targets.some((target) => target !== '' && paths.some((path) => `${path}/`.startsWith(`${target}/`)));
}

/** The mount that its data is on. */
export function dataMount({ service, image }: DeployedService): Mount | undefined {
  const paths = image?.dataPaths ?? [];
  return service.mounts.find(
    (mount) =>
      mount.type !== 'tmpfs' &&
      paths.some((path) => `${path}/`.startsWith(`${mount.target}/`) || mount.target.startsWith(`${path}/`)),
  );
}
