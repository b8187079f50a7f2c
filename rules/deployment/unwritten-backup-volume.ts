import {
  type DeployedService,
  type Deployment,
  defineRule,
  type Mount,
  processText,
  sameMount,
  skip,
} from '../../core/rule.ts';
import { mountPlace } from '../shared/mount-places.ts';

/** A folder that is called after backups. */
const backups = /(?:^|[/_.-])(?:backups?|dumps?)(?:$|[/_.-])/i;

export default defineRule({
  id: 'deployment/unwritten-backup-volume',
  title: 'Backup volume that nothing writes to',
  category: 'backups',
  severity: 'warning',
  priority: 1,
  remedy: 'Run something that dumps the database into it, on a schedule; or take the mount out.',
  strength: 'Something writes what the backup volumes are for',
  rationale:
    'A database image writes its data folder and nothing else. A volume for backups that only the database mounts stays empty unless something inside or outside of the deployment runs a dump into it: it looks like a backup, and is none.',
  references: [
    'https://www.postgresql.org/docs/current/backup-dump.html',
    'https://docs.docker.com/engine/storage/volumes/#back-up-restore-or-migrate-data-volumes',
  ],
  catalogue: ['deployment/backup-volume-unwritten'],
  production: true,
  on: 'service',
  bad: `services:
  db:
    image: postgres:18
    volumes:
      - data:/var/lib/postgresql
      - backups:/backups
volumes:
  data:
  backups:
`,
  good: `services:
  db:
    image: postgres:18
    volumes:
      - data:/var/lib/postgresql
  dump:
    image: postgres:18
    command: sh -c "while :; do pg_dump -h db -U postgres -f /backups/db.sql; sleep 86400; done"
    volumes:
      - backups:/backups
volumes:
  data:
  backups:
`,
  *check(deployed) {
    const { service, image, built, deployment, name } = deployed;
    if (image?.role !== 'database' || built) return skip;
    const mount = service.mounts.find(
      ({ target, dynamic, readOnly }) => backups.test(target) && !dynamic && !readOnly,
    );
    if (!mount) return skip;
    if (!onlyDatabase(deployed, mount) || isWritten(deployment, deployed, mount)) return;
    yield {
      at: mountPlace(mount),
      message: `Nothing in this deployment writes a backup to ${mount.target} of "${name}": it stays empty.`,
    };
  },
});

/** All services that mount it run the plain server of the image. */
function onlyDatabase({ deployment }: DeployedService, mount: Mount): boolean {
  return deployment.services.every(
    (other) =>
      !other.service.mounts.some((one) => sameMount(one, mount)) ||
      (other.image?.role === 'database' && !other.built && !other.oneShot),
  );
}

function isWritten(
  { scripts, services }: Deployment,
  own: DeployedService,
  { target, source = '' }: Mount,
): boolean {
  const { text, known } = processText(own);
  if (!known || text.includes(target) || /dump|backup|archive|cron/.test(text)) return true;
  const names = [target, ...(source === '' ? [] : [source])];
  // Somebody runs a dump inside the database's container, or speaks of the folder.
  const speaks = (one: string) =>
    names.some((name) => one.includes(name)) ||
    /_dump|mysqldump|mongodump|basebackup|pgbackrest|wal-g/.test(one);
  return (
    scripts.some((script) => speaks(script.text)) ||
    services.some((other) => other !== own && speaks(commandOf(other)))
  );
}

/** A scheduler's labels and settings count, as do commands. */
function commandOf({ service, name }: DeployedService): string {
  const values = service.environment.map((one) => one.value?.text ?? '');
  const backup = /backup|dump|ofelia/.test(`${service.image?.value} ${name}`) ? 'pg_dump' : '';
  return [...(service.entrypoint?.argv ?? []), ...(service.command?.argv ?? []), ...values, backup].join(' ');
}
