import { type Deployment, defineRule, skip } from '../../core/rule.ts';
import { isInMemory } from '../shared/postgres-service.ts';

/** Programs and places that take copies elsewhere. */
const elsewhere =
  /\b(?:s3|rclone|restic|rsync|borg(?:matic|backup)?|duplicity|duplicati|kopia|b2|azcopy|gsutil|wasabi|sftp|scp|wal-?g|pgbackrest|barman|offen\/docker-volume-backup|velero)\b|AWS_ACCESS|S3_|B2_|AZURE_STORAGE/i;

export default defineRule({
  id: 'compose/backup-on-one-host',
  title: 'No copy of the data leaves the host',
  category: 'backups',
  severity: 'info',
  priority: 3,
  remedy: 'Copy the backups to another place: object storage with rclone, restic or the like.',
  strength: 'Backups are copied off the host',
  rationale:
    'A backup on the disk of the database goes with that disk, with the host, and with whoever encrypts it. Three copies, on two kinds of storage, one of them elsewhere, is the old rule. ' +
    'A copy that something outside of these files makes (snapshots of the host) they cannot show.',
  references: [
    'https://www.cisa.gov/sites/default/files/publications/data_backup_options.pdf',
    'https://restic.net/',
  ],
  catalogue: ['compose/backup-offsite'],
  production: true,
  on: 'service',
  bad: `services:
  db:
    image: mariadb:11.8
    volumes:
      - data:/var/lib/mysql
volumes:
  data:
`,
  good: `services:
  db:
    image: mariadb:11.8
    volumes:
      - data:/var/lib/mysql
  copies:
    image: restic/restic:0.18.1
    volumes:
      - data:/data:ro
volumes:
  data:
`,
  *check(deployed) {
    const { service, name, image, deployment } = deployed;
    if (image?.role !== 'database' || deployed.built || service.entrypoint || isInMemory(deployed))
      return skip;
    if (deployment.derive(leavesHost)) return;
    yield {
      at: service.nameSpan,
      message: `Nothing in this deployment copies the data of "${name}" to another place.`,
    };
  },
});

function leavesHost({ services, scripts }: Deployment): boolean {
  return (
    services.some(({ service }) =>
      elsewhere.test(
        [
          service.image?.value ?? '',
          ...(service.command?.argv ?? []),
          ...(service.entrypoint?.argv ?? []),
          ...service.environment.map((one) => one.name),
        ].join(' '),
      ),
    ) || scripts.some((script) => /backup|dump|restore/i.test(script.text) && elsewhere.test(script.text))
  );
}
