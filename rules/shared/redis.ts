import type { ComposeScalar, DeployedService } from '../../core/rule.ts';
import { queueUser } from './store-users.ts';

/** Redis or Valkey as its image runs it, with settings on the command line only; undefined where a file may bring others. */
export function redisArguments(deployed: DeployedService): readonly string[] | undefined {
  const { command } = deployed.service;
  return command?.dynamic ? undefined : argumentsAmong(deployed, command?.argv ?? []);
}

function argumentsAmong(
  { image, built, service }: DeployedService,
  argv: readonly string[],
): readonly string[] | undefined {
  if (built || (image?.product !== 'redis' && image?.product !== 'valkey') || service.entrypoint)
    return undefined;
  const text = argv.join(' ');
  const file = /\.conf\b/.test(text) || service.mounts.some((mount) => /\.conf$|\/etc\//.test(mount.target));
  if (file || !/^-|^(?:redis|valkey)-server$/.test(argv[0] ?? '-') || /--sentinel|\$/.test(text))
    return undefined;
  return argv;
}

/** The value behind `--name`. */
export function redisSetting(argv: readonly string[], name: string): string | undefined {
  const index = argv.findIndex((word) => word.toLowerCase() === `--${name}`);
  if (index >= 0) return argv[index + 1];
  return argv.find((word) => word.toLowerCase().startsWith(`--${name} `))?.slice(name.length + 3);
}

/** A Redis or Valkey that is where data is, not a copy of it. */
export interface RedisStore {
  /** With `appendonly yes` the append-only file is what it starts from; otherwise `dump.rdb`. */
  readonly appends: boolean;
  /** The word behind `--requirepass`. */
  readonly password: ComposeScalar | undefined;
  /** Its files, port and users are those that it has by itself. */
  readonly plain: boolean;
}

/** Options that leave files, port and users as they are. */
const plainOptions =
  /^(?:appendonly|appendfsync|aof-use-rdb-preamble|auto-aof-rewrite-[\w-]+|save|stop-writes-on-bgsave-error|rdb\w+|maxmemory(?:-policy|-samples)?|requirepass|loglevel|databases|timeout|tcp-keepalive|tcp-backlog|io-threads|notify-keyspace-events)$/;

/**
 * What a Redis keeps, where its command line asks for persistence and throws no keys away. A volume alone does not show it: many caches have one.
 * Jobs are no such data, as they would be done a second time, nor is what its name calls a cache, sessions or a broker.
 */
export function redisStore(deployed: DeployedService): RedisStore | undefined {
  const words = deployed.service.command?.words ?? [];
  const secret = words.findIndex((word) => word.text === '--requirepass') + 1;
  const password = secret > 0 ? words[secret] : undefined;
  const others = words.filter((word) => word !== password);
  if (others.some((word) => word.variables.length > 0)) return undefined;
  const argv = argumentsAmong(
    deployed,
    others.map((word) => word.text),
  );
  if (!argv || /cache|session|broker|queue|jobs|celery|limit/i.test(deployed.name)) return undefined;
  const appends = redisSetting(argv, 'appendonly') === 'yes';
  if (!appends && !redisSetting(argv, 'save')) return undefined;
  if ((redisSetting(argv, 'maxmemory-policy') ?? 'noeviction') !== 'noeviction') return undefined;
  const options = argv.flatMap((word) => /^--([\w-]+)/.exec(word)?.[1]?.toLowerCase() ?? []);
  if (options.some((name) => /^(?:replicaof|slaveof|cluster-enabled)$/.test(name)) || queueUser(deployed))
    return undefined;
  return { appends, password, plain: options.every((name) => plainOptions.test(name)) };
}
