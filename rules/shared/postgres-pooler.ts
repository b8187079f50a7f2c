import {
  type DeployedService,
  type Edit,
  type EnvironmentVariable,
  type Fix,
  findYaml,
  setYaml,
  textOf,
} from '../../core/rule.ts';
import { pinnedImage } from '../facts/end-of-life.ts';
import { escaped } from './compose-places.ts';
import { textOrDefault } from './credentials.ts';
import { addServices, awaiting, fileForServices, hardened } from './new-services.ts';
import { poolerNetwork } from './pooler-network.ts';
import { isOfficialPostgres } from './postgres-service.ts';
import type { PostgresSetting } from './postgres-settings.ts';

const name = 'pgbouncer';
/** Connections that PostgreSQL keeps with a pooler before it. */
const kept = 100;

/**
 * PgBouncer before a PostgreSQL: the applications' addresses lead to it, and PostgreSQL takes fewer connections.
 * Source: https://github.com/edoburu/docker-pgbouncer, README and entrypoint.sh; https://www.pgbouncer.org/config.html, 2026-11.
 * @returns undefined where the password is not a variable's, or no application's address is found.
 */
export function poolConnections(
  database: DeployedService,
  setting: PostgresSetting,
  today: string,
): Fix | undefined {
  const { deployment, service } = database;
  const password = textOrDefault(database, ['POSTGRES_PASSWORD']);
  const user = textOrDefault(database, ['POSTGRES_USER'], 'postgres');
  const databaseName = textOrDefault(database, ['POSTGRES_DB'], user);
  const image = pinnedImage('edoburu/pgbouncer', service.nameSpan, today);
  const clients = deployment.services.filter((one) => isClient(one, database));
  const moved = clients.flatMap((one) => addressEdits(one, database));
  if (!isOfficialPostgres(database) || !setting.exact || setting.word.origin === 'shared') return undefined;
  if (password === undefined || user === undefined || databaseName === undefined) return undefined;
  if (image === undefined || moved.length === 0) return undefined;
  const { networks, declared, edits: apart } = poolerNetwork(database, clients);
  const added = addServices(deployment, {
    services: {
      [name]: {
        comment:
          'LISTEN, session settings and advisory locks do not outlast a transaction: pool_mode session keeps them',
        value: {
          image,
          restart: 'unless-stopped',
          environment: {
            DB_HOST: database.name,
            DB_NAME: databaseName,
            DB_USER: user,
            DB_PASSWORD: password,
            AUTH_TYPE: 'scram-sha-256',
            POOL_MODE: 'transaction',
            MAX_CLIENT_CONN: Number(setting.text),
            DEFAULT_POOL_SIZE: 40,
            MAX_PREPARED_STATEMENTS: 200,
          },
          ...(networks.length > 0 && { networks }),
          depends_on: awaiting(database),
          healthcheck: {
            test: { raw: '["CMD", "pg_isready", "-h", "127.0.0.1", "-p", "5432"]' },
            interval: '30s',
            timeout: '5s',
            retries: 3,
            start_period: '30s',
          },
          ...hardened(fileForServices(deployment), {
            memory: '128M',
            cpus: '0.5',
            tmpfs: ['/etc/pgbouncer', '/tmp'],
          }),
        },
      },
    },
    networks: declared,
  });
  if (!added) return undefined;
  const lowered = { span: setting.span, text: String(kept) };
  return {
    title: `Put PgBouncer between ${clients.map((one) => `"${one.name}"`).join(', ')} and "${database.name}"`,
    safety: 'review',
    edits: [...moved, ...clients.flatMap(waitingEdits), ...apart, lowered, ...added],
  };
}

/** It talks to the database for long: dumps, migrations and exporters go on asking it directly. */
function isClient(one: DeployedService, database: DeployedService): boolean {
  if (one === database || one.oneShot || one.image?.role === 'backup' || one.image?.role === 'monitoring')
    return false;
  if (/backup|dump|export|migrat/i.test(`${one.name} ${one.service.command?.argv.join(' ') ?? ''}`))
    return false;
  return addressEdits(one, database).length > 0;
}

function addressEdits({ service }: DeployedService, database: DeployedService): readonly Edit[] {
  return service.environment.flatMap((variable) => addressEdit(variable, database) ?? []);
}

function addressEdit({ name: key, value }: EnvironmentVariable, database: DeployedService): Edit | undefined {
  if (!value || value.origin === 'shared' || /DIRECT|MIGRAT|LISTEN/i.test(key)) return undefined;
  const host = escaped(database.name);
  const written = textOf(value.span);
  const url = new RegExp(`^["']?postgres(?:ql)?(?:\\+\\w+)?://[^@\\s/]*@(${host})(?=[:/?"']|$)`, 'd').exec(
    written,
  );
  const alone = /HOST$/.test(key) ? new RegExp(`^["']?(${host})["']?$`, 'd').exec(written) : null;
  const place = (url ?? alone)?.indices?.[1];
  if (!place) return undefined;
  const { source, start } = value.span;
  return { span: { source, start: start + place[0], end: start + place[1] }, text: name };
}

/** Whoever waits for services waits for the pooler too. */
function waitingEdits({ service }: DeployedService): readonly Edit[] {
  const { node } = service;
  const written = node && findYaml(node, ['depends_on']);
  if (!node || written?.kind !== 'map') return [];
  return setYaml(node, ['depends_on', name], { condition: 'service_healthy' }) ?? [];
}
