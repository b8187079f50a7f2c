import {
  type DeployedService,
  defineRule,
  type EnvironmentVariable,
  type Fix,
  skip,
  textOf,
} from '../../core/rule.ts';
import { isSecretName } from '../facts/secrets.ts';
import { isHeldBefore } from '../shared/rewrite.ts';
import { handOver, knownValue, readsFile, secretFromVariable, secretInFile } from '../shared/secret-file.ts';

export default defineRule({
  id: 'compose/secret-in-environment',
  title: 'Secret in the environment of an image that reads files',
  category: 'secrets',
  severity: 'warning',
  priority: 2,
  remedy: 'Hand the secret over as a Compose secret and name its file in the `_FILE` variable.',
  strength: 'Images that can read a secret from a file get it as one',
  rationale:
    'The environment of a process is inherited by its children, shown by `docker inspect` and easily written to logs and crash reports. ' +
    'Many official images take `NAME_FILE` in place of `NAME`: the secret is then a file in memory that only this container sees.',
  references: [
    'https://docs.docker.com/compose/how-tos/use-secrets/',
    'https://docs.docker.com/reference/compose-file/secrets/',
  ],
  catalogue: ['compose/secret-in-environment'],
  production: true,
  on: 'service',
  bad: `services:
  database:
    image: postgres:17
    environment:
      POSTGRES_PASSWORD: \${POSTGRES_PASSWORD}
`,
  good: `services:
  database:
    image: postgres:17
    environment:
      POSTGRES_PASSWORD_FILE: /run/secrets/postgres_password
    secrets:
      - postgres_password
secrets:
  postgres_password:
    environment: POSTGRES_PASSWORD
`,
  *check(deployed) {
    if (deployed.built || !deployed.image?.fileVariables?.length) return skip;
    for (const variable of deployed.service.environment) {
      // A literal is worse than this, and reported as such.
      const literal = variable.value !== undefined && variable.value.variables.length === 0;
      if (literal || !readsFile(deployed, variable) || !isSecretName(variable.name)) continue;
      if (
        variable.value &&
        isHeldBefore(deployed, variable.value, (other) => other.environment.map((one) => one.value))
      )
        continue;
      yield {
        at: variable.nameSpan,
        message: `"${deployed.name}" gets ${variable.name} through its environment; "${deployed.service.image?.value}" also reads it from the file that ${variable.name}_FILE names.`,
        fix: () => fixesFor(deployed, variable),
      };
    }
  },
});

/** Only for a value that is one variable and nothing else: Compose takes the secret from where it came before, or from a file that gets what is known of it. */
function fixesFor(deployed: DeployedService, variable: EnvironmentVariable): readonly Fix[] {
  const { name, value } = variable;
  const use = value?.variables[0];
  if (!value || !use || value.variables.length > 1 || !deployed.service.node) return [];
  if (!/^["']?\$\{?[\w:?\- ]+\}?["']?$/.test(textOf(value.span))) return [];
  const known = knownValue(deployed.deployment, use.name);
  const fromVariable = secretFromVariable(deployed, variable, use.name);
  const inFile = secretInFile(deployed, variable, known ?? '');
  const place = `secrets/${inFile?.name}.txt, which git ignores${known === undefined ? ', to fill in' : ''}`;
  return [
    { secret: fromVariable, title: `Hand ${name} over as the secret "${fromVariable?.name}"` },
    { secret: inFile, title: `Hand ${name} over as the secret "${inFile?.name}", its value in ${place}` },
  ].flatMap(({ secret, title }) => {
    const edits = secret && handOver(deployed, variable, secret);
    return edits ? [{ title, safety: 'review' as const, edits }] : [];
  });
}
