import type { ImageFacts } from '../../../core/rule.ts';

/** Systems that images are built on. */
export type BaseSystem =
  | 'alpine'
  | 'busybox'
  | 'debian'
  | 'ubuntu'
  | 'buildpack'
  | 'scm'
  | 'oracle'
  | 'ubi'
  | 'distroless'
  | 'scratch';

interface BaseSystemFacts {
  readonly distribution: NonNullable<ImageFacts['distribution']>;
  readonly shell: NonNullable<ImageFacts['shell']>;
  readonly tools: readonly string[];
  /** Of these nothing is said; every other checkable program is lacking. */
  readonly unsure: readonly string[];
}

/** Programs that health checks and commands call: what a base system has not of these, it is known to lack. */
export const checkable: readonly string[] = (
  'sh ash bash curl wget nc netcat ncat socat telnet ping nslookup dig host ps pgrep pidof ss netstat ' +
  'perl python python3 node npm npx php ruby java go jq git ssh rsync ' +
  'pg_isready psql pg_dump pg_dumpall pg_restore mysql mysqladmin mysqldump mariadb mariadb-admin mariadb-dump healthcheck.sh ' +
  'redis-cli valkey-cli mongosh mongo mongodump rabbitmq-diagnostics rabbitmqctl cgi-fcgi grpc_health_probe http ' +
  'nginx httpd caddy traefik haproxy certbot supervisord tini dumb-init gosu su-exec apk apt-get dnf yum'
).split(' ');

const common =
  'sh cat grep sed awk test true false sleep head tail tr cut date find xargs gzip tar timeout'.split(' ');

/** What is in a package set beside the programs that only some variants have is left open here. */
const uncommon = 'pidof host ss netstat'.split(' ');

/**
 * Sources, 2026-08: Alpine's busybox configuration (curl, bash and telnet are packages of their own); Debian's `slim`
 * images hold the essential packages, apt and perl-base, and no curl, wget, netcat, procps or iproute2; buildpack-deps'
 * Dockerfiles (`curl`: curl, wget; `scm`: git, ssh, procps; the full one Python by way of Mercurial).
 */
export const baseSystems: Readonly<Record<BaseSystem, BaseSystemFacts>> = {
  alpine: {
    distribution: 'alpine',
    shell: 'sh',
    tools: [
      ...common,
      'ash',
      'wget',
      'nc',
      'ping',
      'nslookup',
      'ps',
      'pgrep',
      'pidof',
      'netstat',
      'apk',
      'crond',
    ],
    unsure: ['host', 'ss'],
  },
  busybox: {
    distribution: 'other',
    shell: 'sh',
    tools: [...common, 'ash', 'wget', 'nc', 'ping', 'nslookup', 'ps', 'pgrep', 'pidof', 'netstat', 'telnet'],
    unsure: ['host', 'ss', 'httpd'],
  },
  debian: {
    distribution: 'debian',
    shell: 'sh',
    tools: [...common, 'bash', 'perl', 'apt-get'],
    unsure: uncommon,
  },
  ubuntu: {
    distribution: 'ubuntu',
    shell: 'sh',
    tools: [...common, 'bash', 'perl', 'apt-get'],
    unsure: [...uncommon, 'ps', 'pgrep'],
  },
  scm: {
    distribution: 'debian',
    shell: 'sh',
    tools: [...common, 'bash', 'perl', 'apt-get', 'curl', 'wget', 'git', 'ssh', 'ps', 'pgrep'],
    unsure: [...uncommon, 'python', 'python3'],
  },
  buildpack: {
    distribution: 'debian',
    shell: 'sh',
    tools: [...common, 'bash', 'perl', 'apt-get', 'curl', 'wget', 'git', 'ssh', 'ps', 'pgrep'],
    unsure: [...uncommon, 'python', 'python3', 'mysql', 'mariadb'],
  },
  oracle: {
    distribution: 'rhel',
    shell: 'sh',
    tools: [...common, 'bash', 'curl'],
    unsure: [...uncommon, 'perl', 'ps', 'pgrep', 'ping', 'python3', 'dnf', 'yum'],
  },
  ubi: {
    distribution: 'rhel',
    shell: 'sh',
    tools: [...common, 'bash', 'curl'],
    unsure: [...uncommon, 'perl', 'ps', 'pgrep', 'ping', 'python3', 'dnf', 'yum'],
  },
  distroless: { distribution: 'distroless', shell: 'none', tools: [], unsure: [] },
  scratch: { distribution: 'scratch', shell: 'none', tools: [], unsure: [] },
};
