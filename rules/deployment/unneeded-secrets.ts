import { type DeployedService, defineRule, skip } from '../../core/rule.ts';
import { isSecretName } from '../facts/secrets.ts';
import { givenValues } from '../shared/connections.ts';
import { listed } from '../shared/listed.ts';

/**
 * How the variables begin that stock images read. Source: the images' pages on Docker Hub, "Environment variables", read
 * 2026-11.
 */
const reads: Readonly<Record<string, RegExp>> = {
  postgres: /^(?:POSTGRES_|PG|TS_|TIMESCALEDB_)/,
  mysql: /^MYSQL_/,
  mariadb: /^(?:MARIADB_|MYSQL_)/,
  mongo: /^MONGO/,
  redis: /^REDIS/,
  valkey: /^VALKEY/,
  memcached: /^MEMCACHED/,
  rabbitmq: /^RABBITMQ_/,
  nginx: /^NGINX_/,
};

export default defineRule({
  id: 'deployment/unneeded-secrets',
  title: 'Env file hands over secrets that the image does not read',
  category: 'secrets',
  severity: 'info',
  priority: 3,
  remedy: 'Name in `environment` what the service reads, or give it an env file of its own.',
  strength: 'Services get the secrets that they read, and no others',
  rationale:
    '`env_file` puts every entry of the file into the container. With one file for all services, the database knows the payment key and the proxy the database password: ' +
    'who gets into one of them has the secrets of all. Said of stock images only, whose variables are known.',
  references: [
    'https://docs.docker.com/reference/compose-file/services/#env_file',
    'https://docs.docker.com/compose/how-tos/environment-variables/best-practices/',
  ],
  catalogue: ['deployment/secret-scope'],
  production: true,
  on: 'service',
  names: ['env_file'],
  bad: {
    'compose.yaml': `services:
  db:
    image: postgres:18
    env_file: all.env
`,
    'all.env': `POSTGRES_PASSWORD=wJ7bq1Zk0vRr
SESSION_SECRET=3mYtXo5ekq8s
STRIPE_API_KEY=9sLw2pQx7vTn
`,
  },
  good: {
    'compose.yaml': `services:
  db:
    image: postgres:18
    env_file: db.env
`,
    'db.env': `POSTGRES_PASSWORD=wJ7bq1Zk0vRr
`,
  },
  *check(deployed) {
    const { service, envFiles, name } = deployed;
    if (envFiles.length === 0) return skip;
    const own = reads[productOf(deployed) ?? ''];
    if (!own) return skip;
    for (const file of envFiles) {
      const foreign = file.entries.filter(
        (entry) =>
          isSecretName(entry.name) &&
          entry.value !== '' &&
          !own.test(entry.name) &&
          !isMentioned(deployed, entry.name),
      );
      const at = service.envFiles.find((one) => one.path === file.source.path);
      if (foreign.length < 2 || !at) continue;
      const names = foreign.map((entry) => entry.name);
      yield {
        at: at.span,
        message: `"${name}" gets ${listed(names, 4)} from "${at.text}", which ${service.image?.value} does not read.`,
        related: [{ at: foreign[0]!.nameSpan, message: 'The first of them.' }],
      };
    }
  },
});

/** Of an image as it is published, started as it is. */
function productOf({ built, image, service }: DeployedService): string | undefined {
  const official = !built && !service.entrypoint && !service.image?.reference?.repository.includes('/');
  return official ? image?.product : undefined;
}

/** A mounted script, a template or the command may read it. */
function isMentioned(deployed: DeployedService, name: string): boolean {
  const { service } = deployed;
  if (service.mounts.some((mount) => /initdb\.d|entrypoint|templates|\.sh$/.test(mount.target))) return true;
  const words = [...(service.command?.argv ?? []), ...(service.healthcheck?.test?.words ?? [])].join(' ');
  return words.includes(name) || [...givenValues(deployed).values()].some(({ text }) => text.includes(name));
}
