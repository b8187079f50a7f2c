import { defineRule, skip } from '../../core/rule.ts';
import { postgresSettings } from '../shared/postgres-settings.ts';

export default defineRule({
  id: 'compose/unpooled-postgres-connections',
  title: 'Hundreds of PostgreSQL connections without a pooler',
  category: 'performance',
  severity: 'info',
  priority: 3,
  remedy: 'Put PgBouncer between the applications and PostgreSQL, and lower `max_connections`.',
  strength: 'Connections to PostgreSQL are pooled',
  rationale:
    'Each PostgreSQL connection is a process with memory of its own, and with hundreds of them it is busy switching between them. A pooler lets many clients share the few dozen connections that the machine can serve at once.',
  references: [
    'https://www.pgbouncer.org/',
    'https://www.postgresql.org/docs/current/runtime-config-connection.html',
  ],
  catalogue: ['compose/postgres-connections'],
  production: true,
  on: 'service',
  bad: `services:
  db:
    image: postgres:18
    command: postgres -c shared_buffers=1GB -c max_connections=500
    shm_size: 256M
`,
  good: `services:
  db:
    image: postgres:18
    command: postgres -c shared_buffers=1GB -c max_connections=100
    shm_size: 256M
`,
  *check(deployed) {
    if (deployed.image?.product !== 'postgres') return skip;
    const setting = postgresSettings(deployed).get('max_connections');
    if (!setting) return skip;
    if (Number(setting.text) < 200 || !/^\d+$/.test(setting.text)) return;
    const pooler = deployed.deployment.services.some(
      (one) =>
        one.image?.product === 'pgbouncer' ||
        /bouncer|pgpool|pgcat|odyssey|supavisor/.test(one.service.image?.value ?? one.name),
    );
    if (pooler) return;
    yield {
      at: setting.span,
      message: `"${deployed.name}" takes ${setting.text} connections, each a process of its own, and nothing pools them.`,
    };
  },
});
