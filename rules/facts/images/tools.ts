import type { Family } from './family.ts';
import { apacheServer } from './runtimes.ts';

const alpineTag = /^alpine/;

/** Facts of administration pages, certificate clients, poolers and backup tools. */
export const tools: readonly Family[] = [
  {
    images: ['certbot/certbot', /^certbot\/dns-/],
    product: 'certbot',
    role: 'certificates',
    source: 'https://github.com/certbot/certbot, tools/docker/Dockerfile (FROM python:3.14-alpine3.23)',
    date: '2026-06-24',
    // Alpine since 0.21; certbot ends after one command unless a loop is put around it.
    layers: [
      { since: '1.0', on: 'alpine', facts: { tools: ['python', 'python3'] } },
      {
        facts: {
          runsAs: 'root',
          healthcheck: false,
          tools: ['certbot', 'sh'],
          dataPaths: ['/etc/letsencrypt', '/var/lib/letsencrypt'],
          oneShot: true,
          memory: '128M',
          cpus: '0.25',
        },
      },
    ],
  },
  {
    images: ['adminer'],
    product: 'adminer',
    role: 'admin-ui',
    source: 'https://github.com/TimWolla/docker-adminer, Dockerfiles (FROM php:alpine)',
    date: '2026-02',
    layers: [
      { on: 'alpine', facts: { tools: ['curl', 'php'] } },
      {
        facts: {
          ports: [8080],
          runsAs: 'non-root',
          user: 'adminer',
          healthcheck: false,
          dataPaths: [],
          capabilities: [],
          memory: '256M',
          cpus: '0.25',
          healthTest: ['CMD', 'wget', '-q', '--spider', 'http://127.0.0.1:8080/'],
        },
      },
      { words: /^fastcgi$/, facts: { ports: [9000], healthTest: ['CMD', 'nc', '-z', '127.0.0.1', '9000'] } },
    ],
  },
  {
    images: ['phpmyadmin', 'phpmyadmin/phpmyadmin'],
    product: 'phpmyadmin',
    role: 'admin-ui',
    source: 'https://github.com/phpmyadmin/docker, apache/Dockerfile and README.md (FROM php)',
    date: '2026-11-24',
    layers: [
      { on: 'debian' },
      { words: alpineTag, on: 'alpine' },
      {
        facts: {
          ports: [80],
          runsAs: 'drops',
          user: 'www-data',
          healthcheck: false,
          tools: ['curl', 'php'],
          dataPaths: [],
          memory: '512M',
          cpus: '0.5',
          fileVariables: ['PMA_PASSWORD', 'MYSQL_ROOT_PASSWORD', 'MYSQL_PASSWORD', 'PMA_HOSTS', 'PMA_HOST'],
        },
      },
      {
        without: /^fpm$/,
        facts: { healthTest: ['CMD', 'curl', '-fsS', '-o', '/dev/null', 'http://127.0.0.1/'] },
      },
      { without: /^fpm$/, facts: { stopSignal: apacheServer.stopSignal, logLinks: apacheServer.logLinks } },
      { words: /^fpm$/, facts: { ports: [9000], stopSignal: 'SIGQUIT' } },
    ],
  },
  {
    images: ['dpage/pgadmin4'],
    product: 'pgadmin',
    role: 'admin-ui',
    source: 'https://github.com/pgadmin-org/pgadmin4, Dockerfile and pkg/docker/entrypoint.sh',
    date: '2026-11-24',
    layers: [
      {
        since: '4.0',
        on: 'alpine',
        facts: {
          tools: ['bash', 'python', 'python3'],
          healthTest: ['CMD', 'wget', '-q', '--spider', 'http://127.0.0.1/misc/ping'],
        },
      },
      {
        facts: {
          ports: [80],
          runsAs: 'non-root',
          user: '5050',
          healthcheck: false,
          dataPaths: ['/var/lib/pgadmin'],
          fileVariables: ['PGADMIN_DEFAULT_PASSWORD'],
          memory: '512M',
          cpus: '0.5',
        },
      },
    ],
  },
  {
    images: ['portainer/portainer-ce', 'portainer/portainer-ee', 'portainer/portainer'],
    product: 'portainer',
    role: 'admin-ui',
    source: 'https://github.com/portainer/portainer, build/linux/Dockerfile and alpine.Dockerfile',
    date: '2026-11-24',
    layers: [
      { on: 'scratch' },
      { words: alpineTag, on: 'alpine' },
      {
        facts: {
          ports: [9000, 9443, 8000],
          runsAs: 'root',
          healthcheck: false,
          dataPaths: ['/data'],
          fileVariables: [],
          memory: '256M',
          cpus: '0.5',
        },
      },
    ],
  },
  {
    images: [
      'mongo-express',
      'rediscommander/redis-commander',
      'redis/redisinsight',
      'sosedoff/pgweb',
      'provectuslabs/kafka-ui',
    ],
    product: 'database-ui',
    role: 'admin-ui',
    source: 'the images’ READMEs',
    date: '2025-11',
    layers: [{ facts: { memory: '256M', cpus: '0.25' } }],
  },
  {
    images: ['edoburu/pgbouncer'],
    product: 'pgbouncer',
    role: 'proxy',
    version: /^v?(\d+(?:\.\d+)*)/,
    source: 'https://github.com/edoburu/docker-pgbouncer, Dockerfile',
    date: '2026-06-09',
    layers: [
      { on: 'alpine' },
      {
        facts: {
          ports: [5432],
          runsAs: 'non-root',
          user: 'postgres',
          healthcheck: false,
          tools: ['pg_isready', 'psql'],
          dataPaths: [],
          fileVariables: [],
          capabilities: [],
          memory: '128M',
          cpus: '0.5',
          healthTest: ['CMD', 'pg_isready', '-h', '127.0.0.1', '-p', '5432'],
        },
      },
    ],
  },
  {
    images: ['pgbouncer/pgbouncer', 'bitnami/pgbouncer', 'bitnamilegacy/pgbouncer'],
    product: 'pgbouncer',
    role: 'proxy',
    source: 'the images’ READMEs',
    date: '2025-11',
    layers: [{ facts: { memory: '128M', cpus: '0.5' } }],
  },
  {
    images: [
      'prodrigestivill/postgres-backup-local',
      'kartoza/pg-backup',
      'schickling/postgres-backup-s3',
      'databack/mysql-backup',
      'fradelg/mysql-cron-backup',
      'offen/docker-volume-backup',
      'restic/restic',
      'mazzolino/restic',
      'tiredofit/db-backup',
      'rclone/rclone',
      'eeshugerman/postgres-backup-s3',
    ],
    product: 'backup',
    role: 'backup',
    source: 'the images’ READMEs',
    date: '2025-11',
    layers: [{ facts: { memory: '256M', cpus: '0.5' } }],
  },
  {
    images: ['containrrr/watchtower'],
    product: 'watchtower',
    role: 'admin-ui',
    source: 'https://github.com/containrrr/watchtower, dockerfiles/Dockerfile',
    date: '2026-11-24',
    layers: [
      { on: 'scratch' },
      { facts: { runsAs: 'root', dataPaths: [], writablePaths: [], memory: '64M', cpus: '0.25' } },
    ],
  },
  {
    images: [
      'nginxproxy/acme-companion',
      'ghcr.io/nginx-proxy/acme-companion',
      'jrcs/letsencrypt-nginx-proxy-companion',
    ],
    product: 'acme-companion',
    role: 'certificates',
    source: 'https://github.com/nginx-proxy/acme-companion, Dockerfile',
    date: '2026-11-24',
    // Its volumes are often those of the proxy beside it.
    layers: [
      {
        on: 'alpine',
        facts: {
          ports: [],
          runsAs: 'root',
          healthcheck: false,
          tools: ['bash', 'curl', 'jq', 'socat', 'ssh', 'dig', 'host', 'nslookup'],
          fileVariables: [],
          memory: '128M',
          cpus: '0.25',
        },
      },
    ],
  },
];
