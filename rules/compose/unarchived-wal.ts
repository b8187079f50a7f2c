import { type Deployment, defineRule, skip } from '../../core/rule.ts';
import { isInMemory, isOfficialPostgres, mayBeConfigured } from '../shared/postgres-service.ts';
import { postgresSettings } from '../shared/postgres-settings.ts';

export default defineRule({
  id: 'compose/unarchived-wal',
  title: 'PostgreSQL without WAL archiving',
  category: 'backups',
  severity: 'info',
  priority: 3,
  remedy: 'Archive the write-ahead log with pgBackRest, WAL-G or Barman, and take base backups with it.',
  strength: 'The write-ahead log is archived',
  rationale:
    'A dump a night loses a day. The write-ahead log holds every change; archived, it brings a database back to any minute, the one before the wrong `DELETE` too. Where a day may be lost it is not needed.',
  references: ['https://www.postgresql.org/docs/current/continuous-archiving.html'],
  catalogue: ['compose/postgres-wal-archiving'],
  production: true,
  on: 'service',
  bad: `services:
  db:
    image: postgres:18
    volumes:
      - data:/var/lib/postgresql
volumes:
  data:
`,
  good: `services:
  db:
    image: postgres:18
    command: postgres -c archive_mode=on -c archive_command='pgbackrest archive-push %p'
    volumes:
      - data:/var/lib/postgresql
volumes:
  data:
`,
  *check(deployed) {
    if (!isOfficialPostgres(deployed) || mayBeConfigured(deployed) || isInMemory(deployed)) return skip;
    const mode = postgresSettings(deployed).get('archive_mode');
    if (mode && /^(?:on|always|true|yes|1)$/i.test(mode.text)) return;
    if (deployed.deployment.derive(isArchivedBeside)) return;
    yield {
      at: mode?.span ?? deployed.service.nameSpan,
      message: `"${deployed.name}" can be brought back only to its last dump: its write-ahead log is not archived.`,
    };
  },
});

/** Another service keeps the log. */
function isArchivedBeside({ services }: Deployment): boolean {
  return services.some((one) => /pgbackrest|wal-?g\b|barman/.test(one.service.image?.value ?? ''));
}
