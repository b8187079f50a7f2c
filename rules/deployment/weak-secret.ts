import {
  type Deployment,
  type DotenvEntry,
  defineRule,
  deploymentVariables,
  isExampleEnvFile,
  joinPath,
  skip,
} from '../../core/rule.ts';
import { isNoSecret, isPlaceholder, isSecretName, urlPassword } from '../facts/secrets.ts';

/** Shorter ones are guessed. Source: NIST SP 800-63B-4, section 3.1.1.2, read 2026-11. */
const shortest = 8;

export default defineRule({
  id: 'deployment/weak-secret',
  title: 'Env file with a secret that can be guessed',
  category: 'secrets',
  severity: 'error',
  priority: 1,
  remedy: 'Put a random value in its place: `openssl rand -base64 32`.',
  strength: 'The secrets in the env files are no stand-ins',
  rationale:
    'A value that was copied from an example works as well as a real one, and nothing says that it was never replaced. The stand-ins that examples use are the first that are tried. ' +
    'Looked at are the env files that the deployment is run with, not their examples.',
  references: [
    'https://cheatsheetseries.owasp.org/cheatsheets/Secrets_Management_Cheat_Sheet.html',
    'https://pages.nist.gov/800-63-4/sp800-63b.html',
  ],
  catalogue: ['deployment/weak-secret-value'],
  production: true,
  on: 'deployment',
  bad: {
    'compose.yaml': `services:
  api:
    image: team/api:2.1
    environment:
      SESSION_SECRET: \${SESSION_SECRET:?set SESSION_SECRET}
`,
    '.env': 'SESSION_SECRET=changeme\n',
  },
  good: {
    'compose.yaml': `services:
  api:
    image: team/api:2.1
    environment:
      SESSION_SECRET: \${SESSION_SECRET:?set SESSION_SECRET}
`,
    '.env': 'SESSION_SECRET=wJ7bq1Zk0vRr3mYtXo5e\n',
  },
  *check(deployment) {
    let asked = false;
    const entries = readEntries(deployment);
    const sources = entries.length === 0 ? new Set<string>() : secretSources(deployment);
    for (const entry of entries) {
      const password = urlPassword(entry.value);
      if (password === undefined && !isSecretName(entry.name) && !sources.has(entry.name)) continue;
      const value = password ?? entry.value;
      if (value.includes('$') || isNoSecret(value) || /^\d{1,3}$/.test(value)) continue;
      asked = true;
      const subject = password === undefined ? entry.name : `The password in ${entry.name}`;
      if (isPlaceholder(value)) {
        yield {
          at: entry.nameSpan,
          message: `${subject} is "${value}", which stands in for a secret and is tried first.`,
        };
      } else if (value.length < shortest) {
        yield {
          at: entry.nameSpan,
          severity: 'warning',
          message: `${subject} has ${value.length} characters: it can be found by trying.`,
        };
      }
    }
    if (!asked) return skip;
  },
});

/** Entries that reach something: of `.env` those that the Compose files use, of a service's env files all. */
function readEntries(deployment: Deployment): readonly DotenvEntry[] {
  const own = joinPath(deployment.folder, '.env');
  const whole = new Set(deployment.services.flatMap((service) => service.envFiles));
  const { used, handedOn } = deployment.derive(deploymentVariables);
  return deployment.envFiles
    .filter((file) => !isExampleEnvFile(file.source.path))
    .flatMap((file) =>
      whole.has(file) || file.source.path !== own
        ? file.entries
        : file.entries.filter((entry) => used.has(entry.name) || handedOn.has(entry.name)),
    );
}

/** Variables that are the whole value of one with a secret's name: `DB_PW` in `POSTGRES_PASSWORD: ${DB_PW}`. */
function secretSources({ services }: Deployment): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { service } of services) {
    for (const { name, value } of service.environment) {
      const use = value?.variables.length === 1 ? value.variables[0] : undefined;
      if (!use || !value || !isSecretName(name)) continue;
      if (use.span.end - use.span.start >= value.span.end - value.span.start - 2) names.add(use.name);
    }
  }
  return names;
}
