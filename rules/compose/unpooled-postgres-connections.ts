import { defineRule, skip } from '../../core/rule.ts';
import { poolConnections } from '../shared/postgres-pooler.ts';
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
  api:
    image: team/api:2.1
    environment:
      DATABASE_URL: postgresql://postgres:\${DATABASE_PASSWORD}@db:5432/shop
    depends_on:
      db:
        condition: service_started
  db:
    image: postgres:18
    command: postgres -c shared_buffers=1GB -c max_connections=500
    shm_size: 256M
    environment:
      POSTGRES_DB: shop
      POSTGRES_PASSWORD: \${DATABASE_PASSWORD:?set DATABASE_PASSWORD}
`,
  good: `services:
  api:
    image: team/api:2.1
    environment:
      DATABASE_URL: postgresql://postgres:\${DATABASE_PASSWORD}@pgbouncer:5432/shop
    depends_on:
      db:
        condition: service_started
      pgbouncer:
        condition: service_healthy
  db:
    image: postgres:18
    command: postgres -c shared_buffers=1GB -c max_connections=100
    shm_size: 256M
    environment:
      POSTGRES_DB: shop
      POSTGRES_PASSWORD: \${DATABASE_PASSWORD:?set DATABASE_PASSWORD}
  # LISTEN, session settings and advisory locks do not outlast a transaction: pool_mode session keeps them
  pgbouncer:
    image: edoburu/pgbouncer:v1.25.2-p0
    restart: unless-stopped
    environment:
      DB_HOST: db
      DB_NAME: shop
      DB_USER: postgres
      DB_PASSWORD: \${DATABASE_PASSWORD:?set DATABASE_PASSWORD}
      AUTH_TYPE: scram-sha-256
      POOL_MODE: transaction
      MAX_CLIENT_CONN: 500
      DEFAULT_POOL_SIZE: 40
      MAX_PREPARED_STATEMENTS: 200
    depends_on:
      db:
        condition: service_started
    healthcheck:
      test: ["CMD", "pg_isready", "-h", "127.0.0.1", "-p", "5432"]
      interval: 30s
      timeout: 5s
      retries: 3
      start_period: 30s
    pids_limit: 100
    read_only: true
    tmpfs:
      - /etc/pgbouncer
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
          memory: 128M
        reservations:
          cpus: "0.1"
          memory: 64M
`,
  *check(deployed, { today }) {
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
      fix: () => poolConnections(deployed, setting, today),
    };
  },
});
