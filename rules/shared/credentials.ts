import type { DeployedService } from '../../core/rule.ts';

/** How another service gets a value that this one has: by the same variable, or by the same secret's file. */
export type Credential = { readonly value: string } | { readonly secret: string };

/**
 * The value of one of some variables, as another service may be given it: a text as it is, a variable with a word for
 * whoever forgets it, or the secret that its `_FILE` names. A literal password is not written a second time.
 */
export function credentialOf({ service }: DeployedService, names: readonly string[]): Credential | undefined {
  for (const { name, value } of service.environment) {
    if (!value?.text) continue;
    if (names.some((one) => name === `${one}_FILE`)) {
      const secret = service.secrets.find(
        ({ source, target = source }) =>
          value.text === (target[0] === '/' ? target : `/run/secrets/${target}`),
      );
      if (secret && secret.target === undefined) return { secret: secret.source };
    }
    if (!names.includes(name)) continue;
    const use = value.variables[0];
    if (!use) return /PASSWORD/.test(name) ? undefined : { value: value.text };
    return value.variables.length === 1 ? { value: `\${${use.name}:?set ${use.name}}` } : undefined;
  }
  return undefined;
}

/** As `credentialOf`, where only a text will do; the image's default where nothing sets it, as far as that is known. */
export function textOrDefault(
  deployed: DeployedService,
  names: readonly string[],
  fallback?: string,
): string | undefined {
  const found = credentialOf(deployed, names);
  if (found) return 'value' in found ? found.value : undefined;
  const { service, envFiles, variables } = deployed;
  const mayBeSet =
    envFiles.length < service.envFiles.length ||
    service.environment.some(({ name }) => names.includes(name)) ||
    names.some((name) => variables.has(name) || variables.has(`${name}_FILE`));
  return mayBeSet ? undefined : fallback;
}
