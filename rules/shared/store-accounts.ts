import { type DeployedService, textOf } from '../../core/rule.ts';
import { type ConnectionPart, type GivenValue, givenValues } from './connections.ts';

/** What a stock database image sets up at its first start, by its variables. */
export interface StoreAccounts {
  /** User → the value that gives its password; undefined where it cannot be known. */
  readonly users: ReadonlyMap<string, GivenValue | undefined>;
  /** The value that names the ordinary user, where one does. */
  readonly user: GivenValue | undefined;
  /** Nothing else makes users or databases, as far as the files show. */
  readonly complete: boolean;
  /** Databases that are there; undefined where they cannot be known. */
  readonly databases: readonly string[] | undefined;
  readonly database: GivenValue | undefined;
}

const official =
  /^(?:postgres|postgis\/postgis|pgvector\/pgvector|timescale\/timescaledb|mysql|mysql\/mysql-server|mariadb|rabbitmq)$/;

/**
 * The accounts of an official database image. Sources: the images' pages on Docker Hub (postgres, mysql, mariadb, rabbitmq),
 * "Environment variables", read 2026-11.
 * @returns undefined for others, and where its set-up cannot be seen.
 */
export function storeAccounts(store: DeployedService): StoreAccounts | undefined {
  const { service, image, built } = store;
  if (built || service.entrypoint || !official.test(service.image?.reference?.repository ?? ''))
    return undefined;
  const values = givenValues(store);
  const complete = !service.mounts.some((mount) => /initdb\.d|\/etc\/rabbitmq/.test(mount.target));
  const get = (...names: readonly string[]) => names.flatMap((name) => values.get(name) ?? [])[0];
  const hidden = (...names: readonly string[]) => names.some((name) => values.has(`${name}_FILE`));
  // What is handed on from the shell, or comes from an env file that is not there, cannot be seen.
  const unseen =
    service.envFiles.length > store.envFiles.length ||
    service.environment.some((variable) => variable.value === undefined);
  if (unseen) return undefined;
  if (image?.product === 'postgres') return postgres(get, hidden, complete);
  if (image?.product === 'mysql' || image?.product === 'mariadb') return mysql(get, hidden, complete);
  return image?.product === 'rabbitmq' ? rabbitmq(get, hidden, complete) : undefined;
}

type Get = (...names: readonly string[]) => GivenValue | undefined;
type Hidden = (...names: readonly string[]) => boolean;

function postgres(get: Get, hidden: Hidden, complete: boolean): StoreAccounts | undefined {
  if (hidden('POSTGRES_USER')) return undefined;
  const user = get('POSTGRES_USER');
  const name = user?.text || 'postgres';
  const database = get('POSTGRES_DB');
  const trusted = get('POSTGRES_HOST_AUTH_METHOD') !== undefined;
  return {
    users: new Map([[name, trusted ? undefined : get('POSTGRES_PASSWORD')]]),
    user,
    complete,
    databases: hidden('POSTGRES_DB') ? undefined : [database?.text || name, 'postgres', 'template1'],
    database,
  };
}

function mysql(get: Get, hidden: Hidden, complete: boolean): StoreAccounts | undefined {
  if (hidden('MYSQL_USER', 'MARIADB_USER')) return undefined;
  const user = get('MARIADB_USER', 'MYSQL_USER');
  const database = get('MARIADB_DATABASE', 'MYSQL_DATABASE');
  const users = new Map([['root', get('MARIADB_ROOT_PASSWORD', 'MYSQL_ROOT_PASSWORD')]]);
  if (user) users.set(user.text, get('MARIADB_PASSWORD', 'MYSQL_PASSWORD'));
  const databases = hidden('MYSQL_DATABASE', 'MARIADB_DATABASE')
    ? undefined
    : [database?.text ?? '', 'mysql', 'information_schema', 'sys', 'performance_schema'];
  return { users, user, complete, databases, database };
}

function rabbitmq(get: Get, hidden: Hidden, complete: boolean): StoreAccounts | undefined {
  if (hidden('RABBITMQ_DEFAULT_USER')) return undefined;
  const user = get('RABBITMQ_DEFAULT_USER');
  const users = new Map([[user?.text ?? 'guest', get('RABBITMQ_DEFAULT_PASS')]]);
  return { users, user, complete, databases: undefined, database: undefined };
}

/**
 * Whether a part is another text than the store's, whatever else is set: both are written out or set by `.env`, or are
 * defaults of one variable. @param other where the store's text comes from; undefined for the image's own.
 */
export function differs(part: ConnectionPart, otherText: string, other: GivenValue | undefined): boolean {
  if (part.text === otherText || part.text.includes('$') || otherText.includes('$')) return false;
  const own = openVariables(part.value, part.text);
  const others = other ? openVariables(other, otherText) : [];
  if (own.length === 0 && others.length === 0) return true;
  return own.length === 1 && others.length === 1 && own[0] === others[0];
}

/** Variables whose default makes up the text, so that another value may come from outside. */
function openVariables({ scalar }: GivenValue, text: string): readonly string[] {
  return (scalar?.variables ?? [])
    .filter(
      ({ operator, operand = '' }) => operator?.endsWith('-') && operand !== '' && text.includes(operand),
    )
    .map((use) => use.name);
}

/** A value as it can stand in the place of a part: as written, with its variable; undefined where its form does not allow it. */
export function asPart(value: GivenValue, part: ConnectionPart): string | undefined {
  const written = textOf(value.span).replace(/^(["'])(.*)\1$/s, '$2');
  if (/[\s"'\\]/.test(written)) return undefined;
  if (written.includes('$')) return /^\$\{[^{}]*\}$/.test(written) ? written : undefined;
  return part.encoded ? encodeURIComponent(written) : written;
}
