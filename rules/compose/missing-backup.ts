import {
  type DeployedService,
  type Deployment,
  defineRule,
  type Fix,
  findYaml,
  type Mount,
  setYaml,
  skip,
} from '../../core/rule.ts';
import { backupEvidence } from '../shared/backup-evidence.ts';
import { backupService } from '../shared/backup-service.ts';
import { redisStore } from '../shared/redis.ts';

export default defineRule({
  id: 'compose/missing-backup',
  title: 'Database that nothing backs up',
  category: 'backups',
  severity: 'warning',
  priority: 1,
  remedy: 'Let a service or a scheduled job dump the database, and try the restore.',
  strength: 'Databases are backed up on a schedule',
  rationale:
    'A named volume survives the container and not a wrong `DELETE`, a failed migration or a lost disk. A dump that nobody schedules is from the day it was last remembered. ' +
    'Counted as a backup is whatever dumps, archives or copies the data: a service, a scheduled script or workflow, WAL archiving. Copies off the host and a tried restore no file can show. ' +
    'A Redis or Valkey is meant where its command line asks for persistence and no policy throws keys away; what is named a cache or keeps jobs is not.',
  references: [
    'https://www.postgresql.org/docs/current/backup.html',
    'https://mariadb.com/docs/server/server-usage/backup-and-restore',
    'https://www.mongodb.com/docs/manual/core/backups/',
    'https://redis.io/docs/latest/operate/oss_and_stack/management/persistence/#backing-up-redis-data',
  ],
  catalogue: ['compose/backup-missing', 'compose/backup-unscheduled', 'deployment/backup-volume-unwritten'],
  production: true,
  on: 'service',
  bad: `services:
  database:
    image: mariadb:11.8
    environment:
      MARIADB_ROOT_PASSWORD: \${MARIADB_ROOT_PASSWORD:?set MARIADB_ROOT_PASSWORD}
    volumes:
      - data:/var/lib/mysql
volumes:
  data:
`,
  good: `services:
  database:
    image: mariadb:11.8
    environment:
      MARIADB_ROOT_PASSWORD: \${MARIADB_ROOT_PASSWORD:?set MARIADB_ROOT_PASSWORD}
    volumes:
      - data:/var/lib/mysql
  # Restore: docker compose run --rm --entrypoint sh database-backup -c 'gunzip -c /backups/FILE | mariadb --host=database --user=root'
  database-backup:
    image: mariadb:11.8
    restart: unless-stopped
    init: true
    entrypoint:
      - /bin/sh
      - -c
    command:
      - while :; do f=/backups/database-$$(date +%Y%m%d-%H%M%S).sql; mariadb-dump --host=database --user=root --all-databases --single-transaction --routines --result-file=$$f && gzip $$f && find /backups -name 'database-*.sql.gz' -mtime +7 -delete && sleep 86400 || sleep 60; done
    environment:
      MYSQL_PWD: \${MARIADB_ROOT_PASSWORD:?set MARIADB_ROOT_PASSWORD}
    volumes:
      - database_backups:/backups
    depends_on:
      database:
        condition: service_started
    healthcheck:
      test:
        - CMD-SHELL
        - find /backups -name 'database-*.sql.gz' -mtime -2 | grep -q .
      interval: 1h
      timeout: 10s
      retries: 3
      start_period: 10m
    pids_limit: 100
    read_only: true
    tmpfs:
      - /tmp
    cap_drop:
      - ALL
    security_opt:
      - no-new-privileges:true
    logging:
      driver: json-file
      options:
        max-size: "10m"
        max-file: "3"
    deploy:
      resources:
        limits:
          cpus: "0.5"
          memory: 512M
        reservations:
          cpus: "0.1"
          memory: 64M
volumes:
  data:
  database_backups:
`,
  *check(deployed) {
    const data = dataMount(deployed);
    const known = /^(?:postgres|mysql|mariadb|mongodb)$/.test(deployed.image?.product ?? '');
    if (!data || !(known || redisStore(deployed))) return skip;
    const { scheduled, script } = deployed.deployment.derive(backupEvidence);
    if (scheduled) return;
    const idle = deployed.service.mounts.find(
      (mount) => mount !== data && /backup|dump/i.test(`${mount.source} ${mount.target}`),
    );
    const what = script
      ? `"${deployed.deployment.show(script.span.source.path)}" makes a backup when somebody runs it, and nothing does`
      : 'nothing in this deployment dumps or copies it';
    yield {
      at: deployed.service.nameSpan,
      message: `The data of "${deployed.name}" has no backup on a schedule: ${what}${idle ? `; "${idle.source ?? idle.target}" stays empty` : ''}.`,
      related: idle ? [{ at: idle.span, message: `Nothing writes to "${idle.target}".` }] : [],
      fix: () => fixFor(deployed),
    };
  },
});

function dataMount({ service, image }: DeployedService): Mount | undefined {
  const paths = image?.dataPaths ?? [];
  return service.mounts.find(
    (mount) =>
      mount.type !== 'tmpfs' &&
      mount.source !== undefined &&
      paths.some((path) => `${path}/`.startsWith(`${mount.target}/`) || mount.target.startsWith(`${path}/`)),
  );
}

function fixFor(deployed: DeployedService): Fix | undefined {
  const { deployment } = deployed as { deployment: Deployment };
  const backup = backupService(deployed);
  const root = deployment.composeFiles.find((file) => file.source === deployed.service.nameSpan.source)?.root;
  if (!backup || !root || deployment.service(backup.name)) return undefined;
  // The dump is made with the database's own image: once that names its version, so does this one.
  const { image, service: database } = deployed;
  if (image?.version === undefined && database.image?.reference?.digest === undefined) return undefined;
  const service = setYaml(root, ['services', backup.name], backup.service, { comment: backup.restore });
  // A volume of this name may say where its data lies.
  const declared = findYaml(root, ['volumes', backup.volume]) !== undefined;
  const volume = declared ? [] : setYaml(root, ['volumes', backup.volume], null);
  return (
    service &&
    volume && {
      title: `Add the service "${backup.name}": a dump a day, kept for a week`,
      safety: 'review',
      edits: [...service, ...volume],
    }
  );
}
