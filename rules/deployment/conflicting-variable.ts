import { defineRule, skip } from '../../core/rule.ts';
import { accountConflicts, portConflict } from '../shared/connection-conflicts.ts';
import { connections } from '../shared/connections.ts';
import { storeAccounts } from '../shared/store-accounts.ts';

export default defineRule({
  id: 'deployment/conflicting-variable',
  title: 'Service connects with what the other was not given',
  category: 'correctness',
  severity: 'error',
  priority: 0,
  remedy: 'Give both services the same user, password, database and port, best from one variable.',
  strength: 'Services connect with the users, passwords and ports that the others were set up with',
  rationale:
    'A database image makes its user and its database from its variables when it starts for the first time; an application brings the same values in its own. Where they differ, each connection is refused. ' +
    'Inside the network the container port counts, not the one that is published. Compared are values that are written out, set by `.env`, or defaults of one variable, for official images without scripts of their own that make users.',
  references: [
    'https://hub.docker.com/_/postgres',
    'https://hub.docker.com/_/mysql',
    'https://docs.docker.com/compose/how-tos/networking/',
  ],
  catalogue: ['deployment/variable-conflict'],
  on: 'deployment',
  bad: `services:
  api:
    image: team/api:2.1
    environment:
      DATABASE_URL: postgres://app:\${DB_PASSWORD}@db:5432/shop
  db:
    image: postgres:18
    environment:
      POSTGRES_USER: shop
      POSTGRES_PASSWORD: \${DB_PASSWORD}
`,
  good: `services:
  api:
    image: team/api:2.1
    environment:
      DATABASE_URL: postgres://shop:\${DB_PASSWORD}@db:5432/shop
  db:
    image: postgres:18
    environment:
      POSTGRES_USER: shop
      POSTGRES_PASSWORD: \${DB_PASSWORD}
`,
  *check(deployment) {
    const found = deployment.derive(connections);
    if (found.length === 0) return skip;
    for (const connection of found) {
      yield* portConflict(connection);
      const accounts = storeAccounts(connection.target);
      if (accounts) yield* accountConflicts(connection, accounts);
    }
  },
});
