import { type DeployedService, nameOf } from '../../core/rule.ts';

/** The folder in which a service's image links its log files to the container's output. */
export function linkedLogFolder({ image }: DeployedService): string | undefined {
  const link = image?.logLinks?.[0];
  return link?.slice(0, link.lastIndexOf('/'));
}

/** nginx writes to other files than those that the image links. */
export function logsElsewhere({ nginx }: DeployedService, folder: string): boolean {
  const [own] = nginx;
  if (!own?.config.complete) return false;
  const linked = new Set(['access.log', 'error.log'].map((file) => `${folder}/${file}`));
  const logs = [...own.config.walk()].filter(({ name }) => /^(?:access|error)_log$/.test(name));
  const paths = logs.flatMap(({ args }) => args[0]?.text ?? []).filter((path) => nameOf(path) !== 'off');
  return paths.length > 0 && !paths.some((path) => linked.has(path));
}
