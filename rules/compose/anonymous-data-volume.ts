import { appendYaml, type DeployedService, defineRule, type Fix, setYaml, skip } from '../../core/rule.ts';
import { backupEvidence } from '../shared/backup-evidence.ts';
import { rootAt } from '../shared/compose-places.ts';

export default defineRule({
  id: 'compose/anonymous-data-volume',
  title: 'Data on no named volume',
  category: 'backups',
  severity: 'warning',
  priority: 1,
  remedy: 'Mount a named volume where the image keeps its data.',
  strength: 'Data lives on named volumes',
  rationale:
    'Without a mount the data is on an anonymous volume or in the container itself. `docker compose down`, a changed service or a new image leaves it behind under a name that nobody knows, and `docker volume prune` deletes it.',
  references: [
    'https://docs.docker.com/engine/storage/volumes/',
    'https://docs.docker.com/reference/compose-file/volumes/',
  ],
  catalogue: ['compose/anonymous-volume-data'],
  production: true,
  on: 'service',
  bad: `services:
  broker:
    image: rabbitmq:4.2
    hostname: broker
`,
  good: `services:
  broker:
    image: rabbitmq:4.2
    hostname: broker
    volumes:
      - broker_data:/var/lib/rabbitmq
volumes:
  broker_data:
`,
  *check(deployed) {
    const { service, name, image, built, oneShot } = deployed;
    const paths = image?.dataPaths ?? [];
    // A cache's data may be lost; what else it is used for is not known.
    if (built || oneShot || paths.length === 0 || image?.role === 'cache') return skip;
    if (service.mounts.some((mount) => mount.dynamic)) return skip;
    const tmpfs = service.at('tmpfs');
    if (tmpfs || service.environment.some((one) => /^(?:PGDATA|.*_DATA_?DIR|.*DATADIR)$/.test(one.name)))
      return skip;
    const path = paths[0]!;
    const holds = (target: string) => `${path}/`.startsWith(`${target}/`) || target.startsWith(`${path}/`);
    const mount = service.mounts.find((one) => holds(one.target));
    // A volume at another path of the same image is another rule's matter.
    if ((mount && mount.source !== undefined) || (mount && mount.type !== 'volume')) return;
    if (!mount && service.mounts.some((one) => mayHoldData(one.target, service.command?.argv))) return skip;
    yield {
      at: mount?.span ?? service.nameSpan,
      message: `The data of "${name}" (${path}) is on no named volume: a new container begins without it.`,
      fix: () => (mount || lacksBackup(deployed) ? undefined : fixFor(deployed, path)),
    };
  },
});

/** A path that sounds like data, or that the command names as something else than a configuration. */
function mayHoldData(path: string, command: readonly string[] | undefined): boolean {
  if (/data|\/var\/lib\//.test(path)) return true;
  return !/^\/etc\/|\.\w{2,5}$/.test(path) && (command?.some((word) => word.includes(path)) ?? false);
}

/** A volume for it would only move the finding to the backup that it lacks: first things first. */
function lacksBackup({ image, deployment }: DeployedService): boolean {
  return (
    /^(?:postgres|mysql|mariadb|mongodb)$/.test(image?.product ?? '') && !backupEvidence(deployment).scheduled
  );
}

function fixFor({ service, name, deployment }: DeployedService, path: string): Fix | undefined {
  const root = rootAt(deployment, service.nameSpan);
  const volume = `${name}_data`;
  if (!root || !service.node || deployment.compose?.volumes.some((one) => one.name === volume))
    return undefined;
  const written = service.node.entries.find((entry) => entry.key.text === 'volumes')?.value;
  const item = `${volume}:${path}`;
  const mounted =
    written?.kind === 'sequence' ? appendYaml(written, item) : setYaml(service.node, ['volumes'], [item]);
  const declared = setYaml(root, ['volumes', volume], null);
  return (
    mounted &&
    declared && {
      title: `Keep the data on the volume "${volume}"`,
      safety: 'review',
      edits: [...mounted, ...declared],
    }
  );
}
