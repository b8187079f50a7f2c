import { defineRule, type EnvironmentVariable, skip } from '../../core/rule.ts';

const on = /^(?:yes|true|on|1)$/i;

/** Variables by which images do without a password, and the values that do it. Sources: the images' entrypoints, 2026-08. */
const switches: ReadonlyMap<string, RegExp> = new Map([
  ['ALLOW_EMPTY_PASSWORD', on],
  // These images look only whether there is a value.
  ['MYSQL_ALLOW_EMPTY_PASSWORD', /./],
  ['MARIADB_ALLOW_EMPTY_PASSWORD', /./],
  ['MARIADB_ALLOW_EMPTY_ROOT_PASSWORD', /./],
  ['POSTGRES_HOST_AUTH_METHOD', /^trust$/i],
  ['ALLOW_ANONYMOUS_LOGIN', on],
  ['ALLOW_PLAINTEXT_LISTENER', on],
  ['DISABLE_SECURITY_PLUGIN', on],
  ['xpack.security.enabled', /^false$/i],
  ['ELASTICSEARCH_SECURITY_ENABLED', /^false$/i],
]);

export default defineRule({
  id: 'compose/empty-password-allowed',
  title: 'Database that lets in without a password',
  category: 'security',
  severity: 'error',
  priority: 1,
  remedy: 'Take the switch out and give the database a password from a secret.',
  strength: 'Every database asks for a password',
  rationale:
    'These switches are for trying things out. Whatever reaches the port then owns the data: every service of the network, and the whole internet the day somebody publishes the port.',
  references: [
    'https://hub.docker.com/_/postgres',
    'https://hub.docker.com/_/mysql',
    'https://www.elastic.co/docs/deploy-manage/security',
  ],
  catalogue: ['compose/empty-password-allowed'],
  production: true,
  on: 'service',
  bad: `services:
  db:
    image: postgres:18
    environment:
      POSTGRES_HOST_AUTH_METHOD: trust
`,
  good: `services:
  db:
    image: postgres:18
    environment:
      POSTGRES_PASSWORD_FILE: /run/secrets/postgres_password
    secrets: [postgres_password]
secrets:
  postgres_password:
    file: ./postgres_password
`,
  *check({ service, name }) {
    if (service.environment.length === 0) return skip;
    for (const variable of service.environment) {
      if (!allows(variable)) continue;
      yield {
        at: variable.value!.span,
        message: `"${name}" lets in whoever reaches it: "${variable.name}" is "${variable.value!.text}".`,
      };
    }
  },
});

function allows({ name, value }: EnvironmentVariable): boolean {
  return value !== undefined && !value.dynamic && (switches.get(name)?.test(value.text) ?? false);
}
