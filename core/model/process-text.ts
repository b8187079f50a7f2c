import type { DeployedService } from './deployment.ts';

/**
 * What a service's container runs, as one text: the words of its entrypoint and command, and the scripts of the project that these name.
 * `known` is false where part of it is in an image or a file that was not handed in.
 */
export interface ProcessText {
  readonly text: string;
  readonly known: boolean;
}

/** Entrypoint and command of Compose take the place of those of the image; an entrypoint drops the image's command too. */
export function processText(deployed: DeployedService): ProcessText {
  const { service, stage, built, deployment } = deployed;
  const entrypoint = service.entrypoint?.argv ?? stage?.entrypoint?.argv;
  const command = service.command?.argv ?? (service.entrypoint ? undefined : stage?.cmd?.argv);
  const words = [...(entrypoint ?? []), ...(command ?? [])];
  const texts = [words.join(' ')];
  let known = !built || stage !== undefined;
  for (const path of words.join(' ').match(/(?:\/[\w.-]+)+\.(?:sh|py)\b|\/entrypoint\b/g) ?? []) {
    const project = deployed.projectFile(path);
    const script = project === undefined ? undefined : deployment.text(project);
    if (script) texts.push(script.text);
    else known = false;
  }
  return { text: texts.join('\n'), known };
}
