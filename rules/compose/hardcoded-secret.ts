import {
  type ComposeScalar,
  type DeployedService,
  defineRule,
  type Edit,
  type EnvironmentVariable,
  type Fix,
  skip,
  textOf,
} from '../../core/rule.ts';
import { isNoSecret, isSecretName, secretShape, urlPassword } from '../facts/secrets.ts';
import { isHeldBefore, rewrite } from '../shared/rewrite.ts';
import {
  handOver,
  type NewSecret,
  readsFile,
  secretFromVariable,
  secretInFile,
} from '../shared/secret-file.ts';
import { moveToDotenv } from '../shared/secret-variable.ts';

export default defineRule({
  id: 'compose/hardcoded-secret',
  title: 'Secret written into the Compose file',
  category: 'secrets',
  severity: 'error',
  priority: 1,
  remedy: 'Take the secret out of the file: let a variable or a Compose secret bring it.',
  strength: 'No secret is written into the Compose files',
  rationale:
    'What stands in a Compose file is in the repository, in every clone of it and in its history. A secret there is known to all who ever read it, cannot differ between hosts, ' +
    'and has to be replaced everywhere once it leaks. A variable with `:?` stops the start when nobody sets it.',
  references: [
    'https://docs.docker.com/compose/how-tos/use-secrets/',
    'https://docs.docker.com/compose/how-tos/environment-variables/variable-interpolation/',
  ],
  catalogue: ['compose/hardcoded-secret'],
  production: true,
  on: 'service',
  bad: {
    'compose.yaml': `services:
  api:
    image: example/api:1.4
    environment:
      SESSION_SECRET: 7hd92kf0s8
`,
    '.gitignore': '.env\n',
  },
  good: {
    'compose.yaml': `services:
  api:
    image: example/api:1.4
    environment:
      SESSION_SECRET: \${SESSION_SECRET:?set SESSION_SECRET}
`,
    '.gitignore': '.env\n',
    '.env': 'SESSION_SECRET=7hd92kf0s8\n',
  },
  *check(deployed) {
    if (deployed.service.environment.length === 0) return skip;
    for (const variable of deployed.service.environment) {
      const { value, name } = variable;
      if (!value || isHeldBefore(deployed, value, (other) => other.environment.map((one) => one.value)))
        continue;
      const password = urlPassword(value.text);
      const literal = value.variables.length === 0;
      const shape = literal || isWritten(variable, password) ? secretShape(value.text) : undefined;
      const named = literal && isSecretName(name) && !isNoSecret(value.text);
      const kind = shape ?? (named ? 'a secret' : undefined);
      if (kind === undefined) continue;
      const asFile = literal && readsFile(deployed, variable) && isSecretName(name);
      const fix = asFile
        ? secretFixes(deployed, variable)
        : fixFor(deployed, variable, isWritten(variable, password) ? password : undefined);
      yield {
        at: value.span,
        message: `"${name}" of "${deployed.name}" is ${kind}, written into the file for everybody who reads it.`,
        ...(fix && { fix }),
      };
    }
  },
});

function isWritten({ value }: EnvironmentVariable, password: string | undefined): boolean {
  return password !== undefined && value !== undefined && textOf(value.span).includes(`:${password}@`);
}

function fixFor(
  { deployment, name: service }: DeployedService,
  { name, value }: EnvironmentVariable,
  password?: string,
): Fix | undefined {
  if (!value || value.text.includes('\n')) return undefined;
  const wanted = password === undefined ? name : `${name.replace(/_(?:URL|URI|DSN)$/i, '')}_PASSWORD`;
  const moved = moveToDotenv(deployment, service, wanted, password ?? value.text);
  const use = `\${${moved.name}:?set ${moved.name}}`;
  const edit = password === undefined ? rewrite(value, use) : within(value, password, use);
  return (
    edit && {
      title: `Move it to "${moved.name}" in .env, which git ignores`,
      safety: 'review',
      edits: [edit, ...moved.edits],
    }
  );
}

/** What the image can read from a file does not go through the environment. */
function secretFixes(deployed: DeployedService, variable: EnvironmentVariable): readonly Fix[] {
  const text = variable.value?.text;
  if (text === undefined || text.includes('\n')) return [];
  const inFile = secretInFile(deployed, variable, text);
  const moved = moveToDotenv(deployed.deployment, deployed.name, variable.name, text);
  const fromVariable = secretFromVariable(deployed, variable, moved.name);
  const titled = (secret: NewSecret | undefined, place: string, edits: readonly Edit[] = []) => {
    const handed = secret && handOver(deployed, variable, secret);
    const title = `Hand ${variable.name} over as the secret "${secret?.name}", its value in ${place}, which git ignores`;
    return handed ? [{ title, safety: 'review' as const, edits: [...handed, ...edits] }] : [];
  };
  return [...titled(inFile, `secrets/${inFile?.name}.txt`), ...titled(fromVariable, '.env', moved.edits)];
}

function within({ span, origin }: ComposeScalar, password: string, use: string): Edit | undefined {
  if (origin === 'shared') return undefined;
  const start = span.start + textOf(span).indexOf(`:${password}@`) + 1;
  return { span: { source: span.source, start, end: start + password.length }, text: use };
}
