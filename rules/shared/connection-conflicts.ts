import { type DeployedService, type Fix, firstLine, type Observation } from '../../core/rule.ts';
import { type Connection, type ConnectionPart, type GivenValue, isStore } from './connections.ts';
import { listed } from './listed.ts';
import { asPart, differs, type StoreAccounts } from './store-accounts.ts';

/** What makes databases by itself when it starts. */
const creates = /create|migrat|prisma|db:|dotnet|\bef\b|setup|\binit/i;

/** A port that the other does not listen on. */
export function* portConflict({ client, target, port }: Connection): Generator<Observation> {
  const { ports, certain } = target.listens;
  const number = Number(port?.text);
  if (!port || !isStore(target) || !certain || ports.length === 0 || !(number > 0)) return;
  if (ports.includes(number)) return;
  const published = target.service.ports.find((one) => one.published === number);
  yield {
    ...about(port, client),
    message: `"${client.name}" connects to port ${number} of "${target.name}", which listens on ${listed(ports.map(String))}.${published ? ` Port ${number} is where the host publishes it.` : ''}`,
    ...(published && {
      related: [{ at: firstLine(published.span), message: 'Published here, for the host.' }],
    }),
    ...(ports.length === 1 && fixOf(port, String(ports[0]), `Connect to port ${ports[0]}`)),
  };
}

/** A user, a password or a database that the other does not make. */
export function* accountConflicts(connection: Connection, accounts: StoreAccounts): Generator<Observation> {
  const { client, target, user, password, database } = connection;
  const names = [...accounts.users.keys()];
  if (user && accounts.complete && names.every((name) => differs(user, name, accounts.user))) {
    const told = names.map((name) => `"${name}"`);
    yield {
      ...about(user, client),
      message: `"${client.name}" connects to "${target.name}" as "${user.text}", and its variables make only ${listed(told)}.`,
      ...related(accounts.user, 'The user is made with this name.'),
      ...fixFrom(user, accounts.user, (text) => `Connect as "${text}"`),
    };
    return;
  }
  const own = user && accounts.users.get(user.text);
  if (password && own && differs(password, own.text, own)) {
    yield {
      ...about(password, client),
      message: `"${client.name}" connects to "${target.name}" with another password than ${own.name} sets for "${user.text}".`,
      ...related(own, 'The password is set here.'),
      ...fixFrom(password, own, () => `Connect with the password of ${own.name}`),
    };
  }
  if (database && isAbsent(database, accounts) && !mayCreate(client)) {
    yield {
      ...about(database, client),
      severity: 'warning',
      message: `"${client.name}" uses the database "${database.text}", and "${target.name}" makes only "${accounts.databases?.[0]}".`,
      ...related(accounts.database, 'The database is made with this name.'),
      ...fixFrom(database, accounts.database, (text) => `Use the database "${text}"`),
    };
  }
}

function isAbsent(database: ConnectionPart, { complete, databases, database: made }: StoreAccounts): boolean {
  return complete && databases?.[0] ? databases.every((name) => differs(database, name, made)) : false;
}

/** An application that is not built here may make its database itself, as does one that migrates. */
function mayCreate({ built, service, stage, deployment }: DeployedService): boolean {
  const command = [service.command?.argv, service.entrypoint?.argv, stage?.cmd?.argv, stage?.entrypoint?.argv]
    .flatMap((argv) => argv ?? [])
    .join(' ');
  return (
    !built ||
    !stage ||
    creates.test(command) ||
    deployment.scripts.some(({ text }) => /create\s*db|create database|db:|prisma/i.test(text))
  );
}

function about(
  { span, value }: ConnectionPart,
  client: DeployedService,
): Pick<Observation, 'at' | 'service'> & object {
  return { at: value.scalar ? span : firstLine(span), service: client.name };
}

function related(value: GivenValue | undefined, message: string): Pick<Observation, 'related'> {
  return value ? { related: [{ at: firstLine(value.span), message }] } : {};
}

function fixFrom(
  part: ConnectionPart,
  from: GivenValue | undefined,
  title: (text: string) => string,
): Pick<Observation, 'fix'> {
  const text = from && asPart(from, part);
  return from && text !== undefined ? fixOf(part, text, title(from.text)) : {};
}

function fixOf(part: ConnectionPart, text: string, title: string): { readonly fix?: Fix } {
  const shared = part.value.scalar?.origin === 'shared';
  if (shared || !part.exact || /["'\s]/.test(text)) return {};
  return { fix: { title, safety: 'review', edits: [{ span: part.span, text }] } };
}
