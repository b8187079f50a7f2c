import type { DeployedService } from '../../core/rule.ts';

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
