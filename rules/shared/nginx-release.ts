import type { DeployedNginx } from '../../core/rule.ts';

/** Which nginx it is, for messages: `1.27.5 runs here`, or what a floating tag brought when that was looked up. */
export function runsHere({ version, release, services }: DeployedNginx): string {
  const image = services[0]?.service.image?.value;
  if (!release) return `${version} runs here`;
  return `${image === undefined ? 'the image' : `"${image}"`} is ${release.version} (${release.date.slice(0, 7)})`;
}
