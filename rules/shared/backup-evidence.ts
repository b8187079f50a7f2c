import type { DeployedService, Deployment, Span } from '../../core/rule.ts';

/** Programs that dump, archive or copy data. */
const backupPrograms =
  /\b(?:pg_dump|pg_dumpall|pg_basebackup|pgbackrest|pg_probackup|barman|wal-g|wal-e|mysqldump|mysqlpump|mydumper|mariadb-dump|mariadb-backup|mariabackup|xtrabackup|mongodump|restic|borg|borgmatic|duplicity|duplicati|kopia|velero|litestream|rclone|autorestic|(?:redis|valkey)-cli\b[^\n]*--rdb)\b/;

/** What runs things at their time. */
const schedule =
  /\bschedule:|\bcron(?:tab|\.d|\.daily)?\b|\.timer\b|\bOnCalendar=|\bsleep (?:\d+[hd]|86400|43200|\$)/i;

/** A file whose lines cron runs. */
const scheduledFile = /(?:^|\/)(?:crontab|cron\.(?:d|hourly|daily|weekly)\/[^/]+)$/;

export interface BackupEvidence {
  /** Something makes backups by itself. */
  readonly scheduled: boolean;
  /** A script that makes one when it is run. */
  readonly script: { readonly span: Span } | undefined;
}

/** What a deployment's services, scripts and workflows show of backups. When in doubt there are some. */
export function backupEvidence(deployment: Deployment): BackupEvidence {
  if (deployment.services.some(backsUp)) return { scheduled: true, script: undefined };
  const scripts = deployment.scripts.filter((source) => source.text.trim() !== '');
  const making = scripts.filter((source) => backupPrograms.test(source.text) || /backup/i.test(source.path));
  const names = making.map((source) => source.path.slice(source.path.lastIndexOf('/') + 1));
  const scheduled = scripts.some(
    (source) =>
      (schedule.test(source.text) || scheduledFile.test(source.path)) &&
      (making.includes(source) || names.some((name) => source.text.includes(name))),
  );
  const first = making[0];
  return { scheduled, script: first && { span: { source: first, start: 0, end: 0 } } };
}

function backsUp({ service, image, name, stage }: DeployedService): boolean {
  if (
    image?.role === 'backup' ||
    /backup|barman|pgbackrest|wal-?g|restic|borg|ofelia/.test(`${service.image?.value} ${name}`)
  )
    return true;
  const commands = [
    service.command?.argv,
    service.entrypoint?.argv,
    stage?.cmd?.argv,
    stage?.entrypoint?.argv,
  ]
    .flatMap((argv) => argv ?? [])
    .join(' ');
  if (backupPrograms.test(commands) || /archive_command|archive_mode=on/.test(commands)) return true;
  const labels = service.at('labels');
  if (!labels || labels.kind === 'scalar') return false;
  const texts =
    labels.kind === 'sequence'
      ? labels.items.map((item) => (item.kind === 'scalar' ? item.text : ''))
      : [...labels.entries.keys()];
  return texts.some((text) => /backup|dump/i.test(text));
}
