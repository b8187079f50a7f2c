import {
  type DeployedService,
  type Deployment,
  defineRule,
  firstLine,
  type Span,
  skip,
} from '../../core/rule.ts';
import { connectionLimit } from '../shared/connection-limit.ts';
import { type Connection, connections, givenValues } from '../shared/connections.ts';
import { listed } from '../shared/listed.ts';

/** Variables that say how many connections a service keeps to its database. */
const poolName =
  /^(?:\w+_)?(?:DB|DATABASE|POSTGRES|PG|MYSQL|SQL|HIKARI|CONNECTION|SQLALCHEMY)_?(?:MAX(?:IMUM)?_?)?(?:POOL(?:_?SIZE|_?MAX(?:_SIZE)?)?|(?:OPEN_)?CONN(?:ECTION)?S(?:_MAX)?)$/i;
const poolOption = /(?:^|&)(?:connection_limit|pool_size|max_pool_size|pool_max_conns|maximumPoolSize)=(\d+)/;

/** Pool sizes that one service's replicas bring to a database. */
interface Demand {
  readonly client: DeployedService;
  readonly size: number;
  readonly replicas: number;
  readonly at: Span;
}

export default defineRule({
  id: 'deployment/too-many-connections',
  title: 'Pools together larger than the database allows',
  category: 'performance',
  severity: 'info',
  priority: 3,
  remedy: 'Make the pools smaller, or put a pooler such as PgBouncer before the database.',
  strength: 'The connection pools fit into what the database allows',
  rationale:
    'Each replica of a service has a pool of its own. Once all of them are full, the database refuses the next connection ("too many clients already"), and it does so at the busiest time. ' +
    'PostgreSQL allows 100 connections where nothing else is set, three of them kept for its administrator; MySQL and MariaDB allow 151.',
  references: [
    'https://www.postgresql.org/docs/current/runtime-config-connection.html',
    'https://dev.mysql.com/doc/refman/8.4/en/server-system-variables.html#sysvar_max_connections',
  ],
  catalogue: ['deployment/connection-pool'],
  production: true,
  on: 'deployment',
  bad: `services:
  api:
    image: team/api:2.1
    environment:
      DATABASE_URL: postgres://shop:\${DB_PASSWORD}@db:5432/shop
      DB_POOL_SIZE: 30
    deploy:
      replicas: 4
  db:
    image: postgres:18
`,
  good: `services:
  api:
    image: team/api:2.1
    environment:
      DATABASE_URL: postgres://shop:\${DB_PASSWORD}@db:5432/shop
      DB_POOL_SIZE: 20
    deploy:
      replicas: 4
  db:
    image: postgres:18
`,
  *check(deployment) {
    const demands = deployment.derive(demandsByStore);
    if (demands.size === 0) return skip;
    for (const [store, list] of demands) {
      const limit = connectionLimit(store);
      const wanted = list.reduce((sum, one) => sum + one.size * one.replicas, 0);
      if (limit === undefined || wanted <= limit.usable) continue;
      const [largest, ...others] = [...list].sort(
        (one, other) => other.size * other.replicas - one.size * one.replicas,
      );
      const parts = list.map(
        (one) => `${one.size}${one.replicas > 1 ? ` × ${one.replicas}` : ''} of "${one.client.name}"`,
      );
      yield {
        at: largest!.at,
        service: largest!.client.name,
        message: `The pools may take ${wanted} connections (${listed(parts)}), and "${store.name}" allows ${limit.usable} of them.`,
        related: [
          ...others.map((one) => ({ at: one.at, message: `The pool of "${one.client.name}".` })),
          {
            at: limit.at,
            message: `${limit.allowed} connections${limit.own ? ', as is set here' : ', as nothing else is set'}.`,
          },
        ],
      };
    }
  },
});

function demandsByStore(deployment: Deployment): ReadonlyMap<DeployedService, readonly Demand[]> {
  const demands = new Map<DeployedService, Demand[]>();
  for (const connection of deployment.derive(connections)) {
    if (connection.target.image?.role !== 'database') continue;
    const known = demands.get(connection.target) ?? [];
    if (known.some((one) => one.client === connection.client)) continue;
    const demand = demandOf(connection);
    if (demand) demands.set(connection.target, [...known, demand]);
  }
  return demands;
}

function demandOf({ client, target, host, query }: Connection): Demand | undefined {
  const { replicas } = client.service;
  if (replicas === undefined || replicas < 1) return undefined;
  const option = poolOption.exec(query)?.[1];
  if (option) return { client, replicas, size: Number(option), at: firstLine(host.value.span) };
  const databases = new Set(
    client.deployment
      .derive(connections)
      .filter((one) => one.client === client && one.target.image?.role === 'database')
      .map((one) => one.target),
  );
  if (databases.size !== 1 || !databases.has(target)) return undefined;
  const pool = [...givenValues(client).values()].find(
    ({ name, text }) => poolName.test(name) && /^\d{1,4}$/.test(text),
  );
  return pool && { client, replicas, size: Number(pool.text), at: firstLine(pool.span) };
}
