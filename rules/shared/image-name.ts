import type { DeployedStage } from '../../core/rule.ts';

/** What to call the image that a stage makes, at the beginning of a sentence: its services by name where it has some. */
export function imageName({ services, stage }: DeployedStage): string {
  const [first, ...others] = services.map((service) => `"${service.name}"`);
  if (first !== undefined && others.length === 0) return first;
  if (first !== undefined) return `The image of ${[first, ...others].join(' and ')}`;
  return stage.name ? `The image of stage "${stage.name.value}"` : 'The image';
}
