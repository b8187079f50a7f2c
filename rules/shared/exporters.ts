import {
  type ComposeFile,
  type DeployedService,
  folderOf,
  joinPath,
  type YamlInput,
} from '../../core/rule.ts';
import { pinnedImage } from '../facts/end-of-life.ts';
import { isCopiedSecret } from './copied-secrets.ts';
import { credentialOf, textOrDefault } from './credentials.ts';
import { askedOverHttp, awaiting, hardened, type NewService, networksWith } from './new-services.ts';
import { redisArguments, redisSetting } from './redis.ts';

/** What measures one service of a deployment for Prometheus. */
export interface Exporter {
  readonly name: string;
  readonly service: NewService;
  /** `host:port`, as Prometheus asks it. */
  readonly target: string;
  /** The metric that is 1 while the measured service answers. */
  readonly up: string;
  /** Files to create, by path. */
  readonly files?: Readonly<Record<string, string>>;
}

interface Parts {
  readonly repository: string;
  readonly port: number;
  /** wget is in its image. */
  readonly askable?: boolean;
  readonly up: string;
  readonly settings: Readonly<Record<string, YamlInput>>;
  /** Compose copies its secret in. */
  readonly copiedSecrets?: boolean;
  readonly comment?: string;
  readonly files?: Readonly<Record<string, string>>;
}

const makers: Readonly<Record<string, (deployed: DeployedService) => Parts | undefined>> = {
  postgres,
  mysql,
  mariadb: mysql,
  mongodb,
  redis,
  valkey: redis,
  nginx,
};

/**
 * The exporter of a database, a cache or nginx, where its credentials are known by variables or secrets.
 * Sources: the exporters' READMEs (prometheus-community/postgres_exporter, prometheus/mysqld_exporter, percona/mongodb_exporter,
 * oliver006/redis_exporter, nginx/nginx-prometheus-exporter), 2026-11.
 */
export function exporterOf(
  deployed: DeployedService,
  file: ComposeFile | undefined,
  today: string,
): Exporter | undefined {
  const { image, built, service, name, oneShot } = deployed;
  if (built || oneShot || service.entrypoint || service.networks.length === 0) return undefined;
  const parts = makers[image?.product ?? '']?.(deployed);
  const reference = parts && pinnedImage(parts.repository, service.nameSpan, today);
  if (!parts || reference === undefined) return undefined;
  const { port, settings, comment, up, files, askable, copiedSecrets = false } = parts;
  const value = {
    image: reference,
    restart: 'unless-stopped',
    ...settings,
    networks: networksWith(deployed, 'monitoring'),
    depends_on: awaiting(deployed),
    ...(askable && { healthcheck: askedOverHttp(`http://127.0.0.1:${port}/metrics`) }),
    ...hardened(file, { memory: '128M', cpus: '0.25', copiedSecrets }),
  };
  return {
    name: `${name}-exporter`,
    service: { value, ...(comment !== undefined && { comment }) },
    target: `${name}-exporter:${port}`,
    up,
    ...(files && { files }),
  };
}

function postgres(deployed: DeployedService): Parts | undefined {
  const password = credentialOf(deployed, ['POSTGRES_PASSWORD']);
  const user = textOrDefault(deployed, ['POSTGRES_USER'], 'postgres');
  const database = textOrDefault(deployed, ['POSTGRES_DB'], user);
  if (!password || user === undefined || database === undefined) return undefined;
  return {
    repository: 'prometheuscommunity/postgres-exporter',
    port: 9187,
    up: 'pg_up',
    askable: true,
    comment: 'A role of its own with pg_monitor is enough for it',
    copiedSecrets: 'secret' in password && isCopiedSecret(deployed.deployment, password.secret),
    settings: {
      environment: {
        DATA_SOURCE_URI: `${deployed.name}:5432/${database}?sslmode=disable`,
        DATA_SOURCE_USER: user,
        ...('secret' in password
          ? { DATA_SOURCE_PASS_FILE: `/run/secrets/${password.secret}` }
          : { DATA_SOURCE_PASS: password.value }),
      },
      ...('secret' in password && { secrets: [password.secret] }),
    },
  };
}

function mysql(deployed: DeployedService): Parts | undefined {
  const password = textOrDefault(deployed, ['MARIADB_ROOT_PASSWORD', 'MYSQL_ROOT_PASSWORD']);
  if (password === undefined) return undefined;
  return {
    repository: 'prom/mysqld-exporter',
    port: 9104,
    up: 'mysql_up',
    askable: true,
    comment: 'A user of its own with PROCESS, REPLICATION CLIENT and SELECT is enough for it',
    settings: {
      command: [`--mysqld.address=${deployed.name}:3306`, '--mysqld.username=root'],
      environment: { MYSQLD_EXPORTER_PASSWORD: password },
    },
  };
}

function mongodb(deployed: DeployedService): Parts | undefined {
  const user = textOrDefault(deployed, ['MONGO_INITDB_ROOT_USERNAME']);
  const password = textOrDefault(deployed, ['MONGO_INITDB_ROOT_PASSWORD']);
  if (user === undefined || password === undefined) return undefined;
  return {
    repository: 'percona/mongodb_exporter',
    port: 9216,
    up: 'mongodb_up',
    comment: 'A user of its own with the role clusterMonitor is enough for it',
    settings: {
      environment: {
        MONGODB_URI: `mongodb://${deployed.name}:27017/admin`,
        MONGODB_USER: user,
        MONGODB_PASSWORD: password,
      },
    },
  };
}

function redis(deployed: DeployedService): Parts | undefined {
  const { service, name } = deployed;
  const argv = redisArguments(deployed);
  const use = service.command?.words.flatMap((word) => word.variables) ?? [];
  if (!argv && use.length !== 1) return undefined;
  const asked = service.command?.argv.includes('--requirepass');
  // A literal password would be written a second time.
  if (argv && redisSetting(argv, 'requirepass') !== undefined && use.length === 0) return undefined;
  if (use.length > 0 && !asked) return undefined;
  return {
    repository: 'oliver006/redis_exporter',
    port: 9121,
    up: 'redis_up',
    settings: {
      environment: {
        REDIS_ADDR: `redis://${name}:6379`,
        ...(use[0] && { REDIS_PASSWORD: `\${${use[0].name}:?set ${use[0].name}}` }),
      },
    },
  };
}

/** nginx counts for itself where a file of ours in its mounted `conf.d` opens the page for it. */
function nginx({ service, nginx: configurations, name }: DeployedService): Parts | undefined {
  const folder = service.mounts.find(
    (mount) => mount.target === '/etc/nginx/conf.d' && mount.path !== undefined,
  )?.path;
  const servers = configurations.flatMap(({ config }) => config.servers);
  const ports = servers.flatMap(({ listens }) => listens.flatMap(({ port: one }) => one ?? []));
  // What lies there is read: a configuration of its own may include other folders.
  const read = servers.some(({ directive }) => folderOf(directive.nameSpan.source.path) === folder);
  if (folder === undefined || !read) return undefined;
  let port = 8080;
  while (ports.includes(port) || service.ports.some(({ target }) => target === port)) port++;
  return {
    repository: 'nginx/nginx-prometheus-exporter',
    port: 9113,
    up: 'nginx_up',
    settings: { command: [`--nginx.scrape-uri=http://${name}:${port}/stub_status`] },
    files: { [joinPath(folder, 'status.conf')]: statusServer(port) },
  };
}

function statusServer(port: number): string {
  return `# Counters for the monitoring; the port is published nowhere
server {
    listen ${port};
    server_name _;
    access_log off;

    location = /stub_status {
        stub_status;
        allow 10.0.0.0/8;
        allow 172.16.0.0/12;
        allow 192.168.0.0/16;
        deny all;
    }

    location / {
        return 404;
    }
}
`;
}
