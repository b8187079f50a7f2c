import type { DeployedService } from '../../core/rule.ts';

/** Redis or Valkey as its image runs it, with settings on the command line only; undefined where a file may bring others. */
export function redisArguments({ image, built, service }: DeployedService): readonly string[] | undefined {
  if (built || (image?.product !== 'redis' && image?.product !== 'valkey') || service.entrypoint)
    return undefined;
  const argv = service.command?.argv ?? [];
  const text = argv.join(' ');
  const file = /\.conf\b/.test(text) || service.mounts.some((mount) => /\.conf$|\/etc\//.test(mount.target));
  if (
    file ||
    service.command?.dynamic ||
    !/^-|^(?:redis|valkey)-server$/.test(argv[0] ?? '-') ||
    /--sentinel|\$/.test(text)
  )
    return undefined;
  return argv;
}

/** The value behind `--name`. */
export function redisSetting(argv: readonly string[], name: string): string | undefined {
  const index = argv.findIndex((word) => word.toLowerCase() === `--${name}`);
  if (index >= 0) return argv[index + 1];
  return argv.find((word) => word.toLowerCase().startsWith(`--${name} `))?.slice(name.length + 3);
}
