import type { DeployedService } from '../../core/rule.ts';

/** The folder in which a service's image links its log files to the container's output. */
export function linkedLogFolder({ image }: DeployedService): string | undefined {
  const link = image?.logLinks?.[0];
  return link?.slice(0, link.lastIndexOf('/'));
}
