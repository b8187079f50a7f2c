import {
  appendYaml,
  type DeployedService,
  type Edit,
  type EnvironmentVariable,
  setYaml,
} from '../../core/rule.ts';
import { rewrite } from './rewrite.ts';

/** Whether the image of a service takes a variable's value from the file that `NAME_FILE` names, too. */
export function readsFile({ built, image }: DeployedService, { name }: EnvironmentVariable): boolean {
  return !built && (image?.fileVariables?.includes(name) ?? false);
}

/** The Compose secret that a variable becomes. */
export function secretName({ name }: EnvironmentVariable): string {
  return name.toLowerCase();
}

/**
 * Hand a variable's value over as a Compose secret, which Compose reads from a variable of its own environment or of `.env`.
 * @returns undefined where the value, the service's secrets or the file's cannot be edited.
 */
export function handOver(
  { service, deployment }: DeployedService,
  variable: EnvironmentVariable,
  from: string,
): readonly Edit[] | undefined {
  const { name, nameSpan, value } = variable;
  const secret = secretName(variable);
  const root = deployment.composeFiles.find((file) => file.source === nameSpan.source)?.root;
  const known = deployment.compose?.secrets.some((one) => one.name === secret);
  const path = value && rewrite(value, `/run/secrets/${secret}`);
  const written = service.node?.entries.find((entry) => entry.key.text === 'secrets')?.value;
  const listed =
    written?.kind === 'sequence'
      ? appendYaml(written, secret)
      : service.node && setYaml(service.node, ['secrets'], [secret], { after: ['environment'] });
  const declared = known ? [] : root && setYaml(root, ['secrets', secret], { environment: from });
  if (!path || !listed || !declared) return undefined;
  return [{ span: nameSpan, text: `${name}_FILE` }, path, ...listed, ...declared];
}
