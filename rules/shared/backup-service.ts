import { type DeployedService, textOf, type YamlInput } from '../../core/rule.ts';
import { isCopiedSecret } from './copied-secrets.ts';
import { credentialOf, textOrDefault } from './credentials.ts';
import { awaiting, fileForServices, hardened } from './new-services.ts';
import { type RedisStore, redisStore } from './redis.ts';

/** A value, or the secret that holds it; undefined where neither is known. */
type Taken = string | { readonly secret: string } | undefined;

/** How a product is dumped into a folder and brought back. */
interface DumpTool {
  /** Environment of the backup service, by the variables of the database's own service. */
  readonly environment: (
    take: (names: readonly string[], fallback?: string) => Taken,
  ) => Readonly<Record<string, Taken>>;
  /** Writes the file `$f` under another name first: a dump that broke off is none. */
  readonly dump: string;
  /** Of `$f`. */
  readonly ending: string;
  /** Of a dump that is whole. */
  readonly pattern: string;
  readonly restore: string;
  /** Where a dump is not brought back by a client: the whole command, by the backup service's name. */
  readonly restoreBy?: (backup: string) => string;
}

const sql = (dump: string, client: string): DumpTool => ({
  environment: (take) => ({ MYSQL_PWD: take(['MARIADB_ROOT_PASSWORD', 'MYSQL_ROOT_PASSWORD']) }),
  dump: `${dump} --host=HOST --user=root --all-databases --single-transaction --routines --result-file=$$f && gzip $$f`,
  ending: '.sql',
  pattern: '*.sql.gz',
  restore: `gunzip -c /backups/FILE | ${client} --host=HOST --user=root`,
});

const mongoLogin = (dollar: string) =>
  `--host=HOST --username="${dollar}MONGO_USER" --password="${dollar}MONGO_PASSWORD" --authenticationDatabase=admin`;

/**
 * Sources: postgresql.org "pg_dump", mariadb.com "mariadb-dump", dev.mysql.com "mysqldump", mongodb.com "mongodump";
 * the variables are those of the official images. 2026-11.
 */
const dumpTools: Readonly<Record<string, DumpTool>> = {
  postgres: {
    environment: (take) => ({
      PGHOST: 'HOST',
      PGUSER: take(['POSTGRES_USER'], 'postgres'),
      PGDATABASE: take(['POSTGRES_DB', 'POSTGRES_USER'], 'postgres'),
      PGPASSWORD: take(['POSTGRES_PASSWORD']),
    }),
    dump: 'pg_dump --format=custom --file=$$f.part && mv $$f.part $$f',
    ending: '.dump',
    pattern: '*.dump',
    restore: 'pg_restore --clean --if-exists --dbname="$PGDATABASE" /backups/FILE',
  },
  mysql: sql('mysqldump', 'mysql'),
  mariadb: sql('mariadb-dump', 'mariadb'),
  mongodb: {
    environment: (take) => ({
      MONGO_USER: take(['MONGO_INITDB_ROOT_USERNAME']),
      MONGO_PASSWORD: take(['MONGO_INITDB_ROOT_PASSWORD']),
    }),
    dump: `mongodump ${mongoLogin('$$')} --gzip --archive=$$f.part && mv $$f.part $$f`,
    ending: '.archive.gz',
    pattern: '*.archive.gz',
    restore: `mongorestore ${mongoLogin('$')} --drop --gzip --archive=/backups/FILE`,
  },
};

/**
 * A server hands its data over as to a replica, and is brought back by the file that it starts from: with `appendonly yes` that is an append-only file, which may
 * begin with, or be, a dump; one beside the folder of the parts is taken over.
 * Sources: redis.io "Redis CLI" (--rdb) and "Redis persistence" (backing up), valkey.io "Valkey CLI", 2026-11; tried with Redis 7.0.15 in both ways.
 */
function redisTool(deployed: DeployedService): DumpTool | undefined {
  const store = redisStore(deployed);
  const { image, service, name } = deployed;
  const login = store && passwordOf(store);
  if (!store?.plain || !login || (image?.product !== 'redis' && image?.product !== 'valkey'))
    return undefined;
  const as = service.user || image.user === undefined ? '' : `--user ${image.user} `;
  const file = store.appends ? 'appendonly.aof' : 'dump.rdb';
  const parts = store.appends ? 'rm -rf /data/appendonlydir && ' : '';
  const run = 'docker compose run --rm --no-deps -T';
  return {
    environment: () => (image.product === 'valkey' ? { ...login, ...forValkey(login) } : login),
    dump: `${image.product}-cli -h HOST --rdb $$f.part && mv $$f.part $$f`,
    ending: '.rdb',
    pattern: '*.rdb',
    restore: '',
    restoreBy: (backup) =>
      `docker compose stop ${name} && ${run} --entrypoint cat ${backup} /backups/FILE | ${run} ${as}--entrypoint sh ${name} -c 'cat > /data/restored && test -s /data/restored && ${parts}mv /data/restored /data/${file}' && docker compose start ${name}`,
  };
}

/** @returns nothing to set for a server without a password; undefined where its password is written out. */
function passwordOf({ password }: RedisStore): Readonly<Record<string, string>> | undefined {
  if (!password) return {};
  const use = password.variables[0];
  const alone = use && textOf(password.span).replaceAll(/["']/g, '') === textOf(use.span);
  return alone ? { REDISCLI_AUTH: `\${${use.name}:?set ${use.name}}` } : undefined;
}

/** Valkey's own client has had a variable of its own since 8. */
function forValkey({
  REDISCLI_AUTH: password,
}: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return password === undefined ? {} : { VALKEYCLI_AUTH: password };
}

/** A service that dumps a database every day, and how to bring a dump back. */
export interface BackupService {
  readonly name: string;
  readonly volume: string;
  readonly service: YamlInput;
  /** One line. */
  readonly restore: string;
}

/**
 * A backup service for a database, of the database's own image and on its networks: a dump a day, kept for a week (other files in the volume are left alone), and a
 * health check that fails when the newest dump is older than two days.
 * @returns undefined where the product is none of those that can be dumped so, or its credentials are not known by variables.
 */
export function backupService(deployed: DeployedService): BackupService | undefined {
  const { service, name, image } = deployed;
  const tool = dumpTools[image?.product ?? ''] ?? redisTool(deployed);
  const reference = service.image?.value;
  if (!tool || deployed.built || reference === undefined || service.image?.dynamic) return undefined;
  const login = credentials(tool, deployed);
  if (!login) return undefined;
  const secrets = [...new Set(Object.values(login.files))];
  const backup = `${name}-backup`;
  const volume = `${name.replaceAll('-', '_')}_backups`;
  const networks = service.networks.map((network) => network.value);
  return {
    name: backup,
    volume,
    restore: tool.restoreBy
      ? `Restore: ${tool.restoreBy(backup)}`
      : `Restore: docker compose run --rm --entrypoint sh ${backup} -c '${exported(login, '$')}${tool.restore.replace('HOST', name)}'`,
    service: {
      image: reference,
      restart: 'unless-stopped',
      init: true,
      entrypoint: ['/bin/sh', '-c'],
      command: [
        `${exported(login, '$$')}while :; do f=/backups/${name}-$$(date +%Y%m%d-%H%M%S)${tool.ending}; ${tool.dump.replace('HOST', name)} && find /backups -name '${name}-${tool.pattern}' -mtime +7 -delete && sleep 86400 || sleep 60; done`,
      ],
      ...(Object.keys(login.environment).length > 0 && { environment: login.environment }),
      ...(secrets.length > 0 && { secrets }),
      volumes: [`${volume}:/backups`],
      ...(networks.length > 0 && networks[0] !== 'default' && { networks }),
      depends_on: awaiting(deployed),
      healthcheck: {
        test: ['CMD-SHELL', `find /backups -name '${name}-${tool.pattern}' -mtime -2 | grep -q .`],
        interval: '1h',
        timeout: '10s',
        retries: 3,
        start_period: '10m',
      },
      ...hardened(fileForServices(deployed.deployment), {
        memory: '512M',
        cpus: '0.5',
        tmpfs: ['/tmp'],
        copiedSecrets: secrets.some((secret) => isCopiedSecret(deployed.deployment, secret)),
      }),
    },
  };
}

interface Login {
  readonly environment: Readonly<Record<string, string>>;
  /** Variables that a secret's file holds: name → secret. */
  readonly files: Readonly<Record<string, string>>;
}

function credentials(tool: DumpTool, deployed: DeployedService): Login | undefined {
  const environment: Record<string, string> = {};
  const files: Record<string, string> = {};
  const wanted = tool.environment((names, fallback) => {
    const found = credentialOf(deployed, names);
    return found && 'secret' in found ? found : textOrDefault(deployed, names, fallback);
  });
  for (const [name, value] of Object.entries(wanted)) {
    if (value === undefined) return undefined;
    if (typeof value === 'string') environment[name] = value === 'HOST' ? deployed.name : value;
    else files[name] = value.secret;
  }
  return { environment, files };
}

/** Shell words that take variables from their secrets' files. @param dollar `$$` in a Compose file, `$` in a shell. */
function exported({ files }: Login, dollar: string): string {
  return Object.entries(files)
    .map(([name, secret]) => `export ${name}="${dollar}(cat /run/secrets/${secret})"; `)
    .join('');
}
