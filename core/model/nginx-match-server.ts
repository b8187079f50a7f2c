import type { Span } from '../text/index.ts';
import type { Listen, NginxConfig, Server } from './nginx.ts';
import { nginxPattern } from './nginx-pattern.ts';
import { toBytes } from './nginx-uri.ts';

/** What a request brings for the choice of a server. */
export interface Arrival {
  readonly host: string;
  readonly port: number;
  /** The local address that it arrives at, where it matters and is known. */
  readonly address?: string | undefined;
}

export interface ServerMatch {
  readonly server: Server;
  /** What decided, as a sentence. */
  readonly why: string;
  readonly at: Span;
  readonly captures: RegExpExecArray | undefined;
  /** The one that stands in where no name matches: its settings hold until the host is read. */
  readonly defaultServer: Server;
  /** The socket speaks TLS. */
  readonly tls: boolean;
}

interface Entry {
  readonly server: Server;
  readonly listen: Listen;
  readonly address: string;
}

/**
 * The server that answers: by socket, then by name (exact, longest `*.name`, longest `name.*`, first regular expression),
 * else the socket's default server.
 * Source: nginx.org, "Server names" and "How nginx processes a request".
 * @returns undefined where nothing listens there.
 */
export function matchServer(
  config: NginxConfig,
  arrival: Arrival,
): ServerMatch | { readonly unknown: string } | undefined {
  const all = config.servers.flatMap((server) =>
    server.listens.filter((listen) => isAt(listen, arrival.port)).map((listen) => entryOf(server, listen)),
  );
  const entries = socketOf(all, arrival);
  if (entries === undefined) return { unknown: `several addresses are listened on at port ${arrival.port}` };
  if (entries.length === 0) {
    const open = config.servers.some(({ listens }) =>
      listens.some(({ address, port }) => port === undefined && /[$%{<]/.test(address)),
    );
    return open ? { unknown: 'a port is filled in from outside' } : undefined;
  }
  const standIn = entries.find(({ listen }) => listen.defaultServer) ?? entries[0]!;
  const common = {
    defaultServer: standIn.server,
    tls: entries.some(
      ({ listen, server }) => listen.ssl || (server.tls && !server.listens.some((one) => one.ssl)),
    ),
  };
  const servers = [...new Set(entries.map(({ server }) => server))];
  const named = matchName(servers, hostName(arrival.host));
  if (named && 'unknown' in named) return named;
  if (named) return { ...named, ...common };
  if (servers.length > 1 && servers.some(({ names }) => names.some(({ text }) => isOpen(text))))
    return { unknown: 'a server name is filled in from outside' };
  return {
    ...common,
    server: standIn.server,
    captures: undefined,
    at: standIn.listen.directive.nameSpan,
    why: whyDefault(servers, standIn, arrival),
  };
}

function whyDefault(servers: readonly Server[], { listen }: Entry, { host, port }: Arrival): string {
  if (servers.length === 1) return `The only server that listens on port ${port} answers.`;
  const which = listen.defaultServer
    ? 'the default server'
    : 'the first in the text, hence the default server';
  return `No server on port ${port} is named "${host}": ${which} answers.`;
}

/** As nginx compares it: lower-case, without a last dot. */
function hostName(host: string): string {
  return toBytes(host).toLowerCase().replace(/\.$/, '');
}

function isAt({ directive, port }: Listen, asked: number): boolean {
  if (port !== undefined) return port === asked;
  const range = /(?:^|:)(\d+)-(\d+)$/.exec(directive.args[0]?.text ?? '');
  return range !== null && Number(range[1]) <= asked && asked <= Number(range[2]);
}

function entryOf(server: Server, listen: Listen): Entry {
  const { address } = listen;
  const range = /^\d+-\d+$/.test(directiveText(listen));
  const plain = address === '0.0.0.0' || range ? '*' : address === 'localhost' ? '127.0.0.1' : address;
  return { server, listen, address: plain };
}

function directiveText({ directive }: Listen): string {
  return directive.args[0]?.text ?? '';
}

/** Entries of the socket that takes the connection; undefined where it is open which. */
function socketOf(entries: readonly Entry[], { address, host }: Arrival): readonly Entry[] | undefined {
  const at = (wanted: string) => entries.filter((entry) => entry.address === wanted);
  const own = at(address ?? host);
  if (own.length > 0) return own;
  const everywhere = at('*');
  if (everywhere.length > 0) return everywhere;
  const six = at('[::]');
  if (six.length > 0) return six;
  if (address !== undefined) return [];
  return new Set(entries.map((entry) => entry.address)).size > 1 ? undefined : entries;
}

type Named = Pick<ServerMatch, 'server' | 'why' | 'at' | 'captures'>;

function matchName(
  servers: readonly Server[],
  host: string,
): Named | { readonly unknown: string } | undefined {
  const names = servers.flatMap((server) => server.names.map(({ text, span }) => ({ server, text, span })));
  const lower = names.map((name) => ({ ...name, text: toBytes(name.text).toLowerCase() }));
  const exact = lower.find(({ text }) => text === host || text === `.${host}`);
  if (exact) return said(exact, 'is its name');
  const head = longest(lower.filter(({ text }) => isHead(text, host)));
  if (head) return said(head, 'matches');
  const tail = longest(lower.filter(({ text }) => text.endsWith('.*') && host.startsWith(text.slice(0, -1))));
  if (tail) return said(tail, 'matches');
  for (const name of names) {
    if (!name.text.startsWith('~')) continue;
    const pattern = nginxPattern(toBytes(name.text.slice(1)), true);
    if (!(pattern instanceof RegExp)) return pattern;
    const captures = pattern.exec(host);
    if (captures) return { ...said(name, 'matches'), captures };
  }
  return undefined;
}

function isHead(text: string, host: string): boolean {
  const suffix = text.startsWith('*.') ? text.slice(1) : text.startsWith('.') ? text : undefined;
  return suffix !== undefined && host.length > suffix.length && host.endsWith(suffix);
}

function longest<T extends { readonly text: string }>(names: readonly T[]): T | undefined {
  return names.reduce<T | undefined>(
    (best, name) =>
      best && best.text.replace(/^\*/, '').length >= name.text.replace(/^\*/, '').length ? best : name,
    undefined,
  );
}

function said(
  name: { readonly server: Server; readonly text: string; readonly span: Span },
  how: string,
): Named {
  return {
    server: name.server,
    at: name.span,
    captures: undefined,
    why: `The server's name "${name.text}" ${how}.`.replace(' is its name', " is the request's host"),
  };
}

function isOpen(name: string): boolean {
  return !name.startsWith('~') && /[$%{<]/.test(name);
}
