import {
  type ComposeScalar,
  type DeployedService,
  type Deployment,
  firstLine,
  type Span,
  textOf,
} from '../../core/rule.ts';
import { serviceOfHost } from './upstream-targets.ts';

/** A value that a service's environment gives: from `environment` or from an env file. */
export interface GivenValue {
  readonly name: string;
  /** After interpolation; `${NAME}` stands in it for what is not known. */
  readonly text: string;
  /** The value as it is written. */
  readonly span: Span;
  /** Absent for a value of an env file. */
  readonly scalar: ComposeScalar | undefined;
}

/** A part of how a client reaches a service: the user in a URL, the value of DB_USER. */
export interface ConnectionPart {
  readonly text: string;
  /** The part where it is written, on one line; the whole value where it cannot be told apart. */
  readonly span: Span;
  /** Whether `span` is the part alone. */
  readonly exact: boolean;
  /** It stands in a URL, where it is percent-encoded. */
  readonly encoded: boolean;
  readonly value: GivenValue;
}

/** A service that names another one in its environment as where it connects to. */
export interface Connection {
  readonly client: DeployedService;
  readonly target: DeployedService;
  readonly host: ConnectionPart;
  readonly user: ConnectionPart | undefined;
  readonly password: ConnectionPart | undefined;
  readonly port: ConnectionPart | undefined;
  readonly database: ConnectionPart | undefined;
  /** Options of a URL: `connection_limit=5&sslmode=require`. */
  readonly query: string;
}

/** Connections that the services' environments name, by URL and by `…_HOST` with its siblings. For `deployment.derive`. */
export function connections(deployment: Deployment): readonly Connection[] {
  return deployment.services.flatMap((client) => {
    const values = givenValues(client);
    return [...values.values()].flatMap((value) => read(client, value, values) ?? []);
  });
}

/** The values of a service's environment by name; what a later env file or `environment` replaces is not in it. */
export function givenValues({ service, envFiles }: DeployedService): ReadonlyMap<string, GivenValue> {
  const values = new Map<string, GivenValue>();
  for (const file of envFiles)
    for (const { name, value, valueSpan } of file.entries)
      values.set(name, { name, text: value, span: valueSpan, scalar: undefined });
  for (const { name, value } of service.environment) {
    if (value) values.set(name, { name, text: value.text, span: value.span, scalar: value });
    else values.delete(name);
  }
  return values;
}

const url =
  /^["']?(?:jdbc:)?[a-z][\w+.-]*:\/\/(?:(?<user>[^\s:/?#@]*)(?::(?<password>[^\s/?#@]*))?@)?(?<host>[\w.-]+)(?::(?<port>\d+))?(?:\/(?<database>[^\s?#"'/]*))?(?:\?(?<query>[^\s#"']*))?["']?$/di;
const hostName = /^(.*?)(_{0,2})(?:HOST|HOSTNAME|SERVER|ADDR|ADDRESS|ENDPOINT)$/i;
const hostValue = /^(?<host>[\w.-]+)(?::(?<port>\d+))?$/d;

function read(
  client: DeployedService,
  value: GivenValue,
  values: ReadonlyMap<string, GivenValue>,
): Connection | undefined {
  const known = value.text.includes('://') ? url.exec(value.text) : undefined;
  if (known) {
    const groups = known.groups ?? {};
    const target = serviceOfHost(client.deployment, groups.host ?? '');
    if (!target || target === client) return undefined;
    const written = url.exec(textOf(value.span))?.indices?.groups;
    const part = (name: string) => partOfUrl(value, groups[name], written?.[name]);
    return {
      client,
      target,
      host: part('host')!,
      user: part('user'),
      password: part('password'),
      port: part('port'),
      database: part('database'),
      query: groups.query ?? '',
    };
  }
  const [, prefix, separator] = hostName.exec(value.name) ?? [];
  const host = prefix ? hostValue.exec(value.text) : undefined;
  const target = host && serviceOfHost(client.deployment, host.groups?.host ?? '');
  if (!host || !target || target === client) return undefined;
  const written = hostValue.exec(textOf(value.span))?.indices?.groups;
  const sibling = (...names: readonly string[]): ConnectionPart | undefined => {
    const found = names.flatMap((name) => values.get(`${prefix}${separator}${name}`) ?? [])[0];
    return (
      found && { text: found.text, span: firstLine(found.span), exact: true, encoded: false, value: found }
    );
  };
  return {
    client,
    target,
    host: partOfUrl(value, host.groups?.host, written?.host)!,
    user: sibling('USER', 'USERNAME'),
    password: sibling('PASSWORD', 'PASS', 'PASSWD', 'PWD'),
    port: partOfUrl(value, host.groups?.port, written?.port) ?? sibling('PORT'),
    database: sibling('NAME', 'DATABASE', 'DB', 'DBNAME', 'DB_NAME', 'DATABASE_NAME'),
    query: '',
  };
}

function partOfUrl(
  value: GivenValue,
  text: string | undefined,
  place: readonly [number, number] | undefined,
): ConnectionPart | undefined {
  if (text === undefined || text === '') return undefined;
  const { source, start } = value.span;
  return {
    text: decoded(text),
    span: place ? { source, start: start + place[0], end: start + place[1] } : firstLine(value.span),
    exact: place !== undefined,
    encoded: true,
    value,
  };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The same by client. For `deployment.derive`. */
export function connectionsByClient(
  deployment: Deployment,
): ReadonlyMap<DeployedService, readonly Connection[]> {
  const found = new Map<DeployedService, Connection[]>();
  for (const connection of deployment.derive(connections)) {
    const known = found.get(connection.client);
    if (known) known.push(connection);
    else found.set(connection.client, [connection]);
  }
  return found;
}

/** Something that others connect to and that cannot be done without: a database, a cache, a queue. */
export function isStore({ image }: DeployedService): boolean {
  return image?.role === 'database' || image?.role === 'cache' || image?.role === 'broker';
}
