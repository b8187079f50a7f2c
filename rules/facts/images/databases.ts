import type { Family, LayerFacts } from './family.ts';

const postgresTools = ['pg_isready', 'psql', 'pg_dump', 'pg_dumpall', 'pg_restore', 'gosu'];

const postgres: LayerFacts = {
  ports: [5432],
  runsAs: 'drops',
  user: 'postgres',
  healthcheck: false,
  tools: postgresTools,
  fileVariables: ['POSTGRES_PASSWORD', 'POSTGRES_USER', 'POSTGRES_DB', 'POSTGRES_INITDB_ARGS'],
  writablePaths: ['/var/run/postgresql', '/tmp'],
  stopSignal: 'SIGINT',
  capabilities: ['CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'SETGID', 'SETUID'],
  memory: '2G',
  cpus: '2.0',
  healthTest: ['CMD-SHELL', 'pg_isready -U "$${POSTGRES_USER:-postgres}" -d "$${POSTGRES_DB:-postgres}"'],
};

const postgresData = [
  { before: '18', facts: { dataPaths: ['/var/lib/postgresql/data'] } },
  { since: '18', facts: { dataPaths: ['/var/lib/postgresql'] } },
] as const;

const alpineTag = /^alpine/;

const mysqlFiles = [
  'MYSQL_ROOT_HOST',
  'MYSQL_DATABASE',
  'MYSQL_USER',
  'MYSQL_PASSWORD',
  'MYSQL_ROOT_PASSWORD',
];

const mariadbFiles = [
  ...mysqlFiles,
  ...mysqlFiles.map((name) => name.replace('MYSQL', 'MARIADB')),
  'MARIADB_PASSWORD_HASH',
  'MARIADB_ROOT_PASSWORD_HASH',
  'MARIADB_REPLICATION_USER',
  'MARIADB_REPLICATION_PASSWORD',
  'MARIADB_REPLICATION_PASSWORD_HASH',
  'MARIADB_MASTER_HOST',
  'MARIADB_MASTER_PORT',
  'MARIADB_USER_HOST',
];

const sqlServer: LayerFacts = {
  ports: [3306],
  runsAs: 'drops',
  user: 'mysql',
  healthcheck: false,
  dataPaths: ['/var/lib/mysql'],
  capabilities: ['CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'SETGID', 'SETUID'],
  memory: '2G',
  cpus: '2.0',
};

const mongoFacts: LayerFacts = {
  ports: [27017],
  runsAs: 'drops',
  user: 'mongodb',
  healthcheck: false,
  dataPaths: ['/data/db', '/data/configdb'],
  fileVariables: ['MONGO_INITDB_ROOT_USERNAME', 'MONGO_INITDB_ROOT_PASSWORD'],
  writablePaths: ['/tmp'],
  capabilities: ['CHOWN', 'DAC_OVERRIDE', 'SETGID', 'SETUID'],
  memory: '2G',
  cpus: '2.0',
  tools: ['gosu', 'jq', 'mongodump'],
};

/** Facts of database images. */
export const databases: readonly Family[] = [
  {
    images: ['postgres'],
    product: 'postgres',
    role: 'database',
    source: 'https://github.com/docker-library/postgres, Dockerfiles and docker-entrypoint.sh',
    date: '2026-02-26',
    // wget and gnupg are taken out again where they were needed for gosu.
    layers: [
      { on: 'debian' },
      { words: alpineTag, on: 'alpine' },
      { facts: postgres },
      ...postgresData,
      { words: alpineTag, facts: { tools: ['bash'] } },
    ],
  },
  {
    images: ['postgis/postgis'],
    product: 'postgres',
    role: 'database',
    source: 'https://github.com/postgis/docker-postgis, Dockerfiles (FROM postgres)',
    date: '2026-11-24',
    layers: [
      { on: 'debian' },
      { words: alpineTag, on: 'alpine' },
      { facts: postgres },
      ...postgresData,
      { unsure: ['curl', 'wget', 'bash'] },
    ],
  },
  {
    images: ['pgvector/pgvector'],
    product: 'postgres',
    role: 'database',
    version: /pg(\d+)/,
    source: 'https://github.com/pgvector/pgvector, Dockerfile (FROM postgres)',
    date: '2026-11-24',
    layers: [{ on: 'debian' }, { facts: postgres }, ...postgresData, { unsure: ['curl', 'wget'] }],
  },
  {
    images: ['timescale/timescaledb'],
    product: 'postgres',
    role: 'database',
    version: /pg(\d+)/,
    source: 'https://github.com/timescale/timescaledb-docker, Dockerfile (FROM postgres:*-alpine)',
    date: '2026-11-24',
    layers: [{ on: 'alpine' }, { facts: postgres }, ...postgresData, { unsure: ['bash', 'curl'] }],
  },
  {
    images: ['timescale/timescaledb-ha'],
    product: 'postgres',
    role: 'database',
    version: /pg(\d+)/,
    source: 'https://github.com/timescale/timescaledb-docker-ha, README.md',
    date: '2025-11',
    layers: [
      {
        facts: {
          ports: [5432],
          tools: postgresTools.slice(0, 5),
          memory: '2G',
          cpus: '2.0',
          ...(postgres.healthTest && { healthTest: postgres.healthTest }),
        },
      },
    ],
  },
  {
    images: ['bitnami/postgresql', 'bitnamilegacy/postgresql'],
    product: 'postgres',
    role: 'database',
    source: 'https://github.com/bitnami/containers, bitnami/postgresql/README.md',
    date: '2025-08',
    layers: [
      {
        facts: {
          ports: [5432],
          runsAs: 'non-root',
          user: '1001',
          dataPaths: ['/bitnami/postgresql'],
          tools: ['pg_isready', 'psql', 'pg_dump', 'bash'],
          memory: '2G',
          cpus: '2.0',
        },
      },
    ],
  },
  {
    images: ['mysql', 'mysql/mysql-server'],
    product: 'mysql',
    role: 'database',
    source: 'https://github.com/docker-library/mysql, Dockerfile.oracle and docker-entrypoint.sh',
    date: '2026-06-16',
    layers: [
      { since: '8.0', on: 'oracle' },
      { words: /^(?:debian|bookworm|bullseye|buster)$/, on: 'debian' },
      {
        facts: {
          ...sqlServer,
          ports: [3306, 33060],
          fileVariables: mysqlFiles,
          tools: ['mysql', 'mysqladmin', 'mysqldump', 'gosu', 'sh', 'bash'],
          writablePaths: ['/var/run/mysqld', '/tmp'],
          healthTest: ['CMD', 'mysqladmin', 'ping', '-h', '127.0.0.1', '--silent'],
        },
      },
      { words: /^oracle/, facts: { tools: ['curl'] } },
    ],
  },
  {
    images: ['mariadb'],
    product: 'mariadb',
    role: 'database',
    source: 'https://github.com/MariaDB/mariadb-docker, Dockerfiles, docker-entrypoint.sh and healthcheck.sh',
    date: '2026-05-29',
    layers: [
      { on: 'ubuntu' },
      { words: /^ubi/, on: 'ubi' },
      {
        facts: {
          ...sqlServer,
          fileVariables: mariadbFiles,
          tools: ['mariadb', 'mariadb-admin', 'mariadb-dump', 'gosu'],
          writablePaths: ['/run/mysqld', '/tmp'],
        },
      },
      { words: /^ubi/, facts: { runsAs: 'non-root' }, unsure: ['curl'] },
      { before: '11.0', facts: { tools: ['mysql', 'mysqladmin', 'mysqldump'] } },
      // healthcheck.sh came into the images in August 2022, when 10.3 was the oldest line built.
      {
        since: '10.6.9',
        facts: {
          tools: ['healthcheck.sh'],
          healthTest: ['CMD', 'healthcheck.sh', '--connect', '--innodb_initialized'],
        },
      },
      {
        before: '10.6.9',
        unsure: ['healthcheck.sh'],
        facts: { healthTest: ['CMD', 'mysqladmin', 'ping', '-h', '127.0.0.1', '--silent'] },
      },
    ],
  },
  {
    images: ['bitnami/mysql', 'bitnamilegacy/mysql', 'bitnami/mariadb', 'bitnamilegacy/mariadb'],
    product: 'mysql',
    role: 'database',
    source: 'https://github.com/bitnami/containers, bitnami/mysql/README.md',
    date: '2025-08',
    layers: [
      {
        facts: {
          ports: [3306],
          runsAs: 'non-root',
          user: '1001',
          tools: ['bash'],
          memory: '2G',
          cpus: '2.0',
        },
      },
    ],
  },
  {
    images: ['mongo'],
    product: 'mongodb',
    role: 'database',
    source: 'https://github.com/docker-library/mongo, Dockerfiles and docker-entrypoint.sh',
    date: '2026-06-11',
    layers: [
      { on: 'ubuntu' },
      { facts: mongoFacts },
      { since: '7.0', facts: { tools: ['ps', 'pgrep'] } },
      {
        since: '6.0',
        facts: {
          tools: ['mongosh'],
          healthTest: ['CMD', 'mongosh', '--quiet', '--eval', 'quit(db.runCommand({ ping: 1 }).ok ? 0 : 2)'],
        },
      },
      {
        before: '6.0',
        facts: {
          tools: ['mongo'],
          healthTest: ['CMD', 'mongo', '--quiet', '--eval', 'quit(db.runCommand({ ping: 1 }).ok ? 0 : 2)'],
        },
      },
      { since: '5.0', before: '6.0', facts: { tools: ['mongosh'] } },
      { before: '5.0', unsure: ['curl'] },
    ],
  },
];
