import { type DeployedService, nameOf } from '../../core/rule.ts';

/**
 * The folder in which an image links its log files to the container's output.
 * Sources: Dockerfiles of nginx/docker-nginx and nginx-unprivileged, docker-library/php (apache variants) and docker-library/wordpress; 2026-11.
 */
export function linkedLogFolder({ service, stage, built }: DeployedService): string | undefined {
  const reference = built ? stage?.baseImage : service.image?.reference;
  if (reference?.registry !== 'docker.io') return undefined;
  const { repository, tag = 'latest' } = reference;
  if (repository === 'nginx' || repository === 'nginxinc/nginx-unprivileged') return '/var/log/nginx';
  const apache =
    repository === 'php' ? /apache/.test(tag) : repository === 'wordpress' && !/fpm|cli/.test(tag);
  return apache ? '/var/log/apache2' : undefined;
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
