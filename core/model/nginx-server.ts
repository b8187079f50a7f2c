import type { NginxArgument } from '../parse/nginx-tree.ts';
import { span } from '../text/index.ts';
import type { Directive, Listen, Location, NginxConfig, Server } from './nginx.ts';
import { effective } from './nginx-inherit.ts';

/** The servers of a configuration's http level, in order. */
export function readServers(config: NginxConfig): readonly Server[] {
  const isServer = (directive: Directive) =>
    directive.name === 'server' && directive.children !== undefined && directive.node.args.length === 0;
  const http = config.directives
    .filter(({ name, children }) => name === 'http' && children)
    .flatMap(({ children }) => children!);
  const top = config.entryContext === 'main' ? http : config.entryContext === 'http' ? config.directives : [];
  return top.filter(isServer).map((directive) => readServer(config, directive));
}

function readServer(config: NginxConfig, directive: Directive): Server {
  const listens = directive
    .all('listen')
    .filter(({ args }) => args.length > 0)
    .map(readListen);
  const implied: Listen = {
    directive,
    address: '*',
    port: 80,
    ssl: false,
    http2: false,
    quic: false,
    defaultServer: false,
  };
  const locations: Location[] = [];
  const server = {
    directive,
    config,
    listens: listens.length > 0 ? listens : [implied],
    names: directive.all('server_name').flatMap(({ args }) => args),
    tls:
      listens.some(({ ssl, quic }) => ssl || quic) ||
      effective(directive, 'ssl').some(({ args }) => args[0]?.text === 'on'),
    locations,
    redirectsOnly: false,
    broken: isBroken(directive),
  };
  collectLocations(server, directive, undefined, locations);
  server.redirectsOnly = redirectsOnly(server);
  return server;
}

function collectLocations(
  server: Server,
  block: Directive,
  parent: Location | undefined,
  into: Location[],
): void {
  for (const directive of block.children ?? []) {
    if (directive.name !== 'location' || !directive.children || directive.args.length === 0) continue;
    const location = { directive, server, parent, ...matchOf(directive.args), broken: isBroken(directive) };
    into.push(location);
    collectLocations(server, directive, location, into);
  }
}

/** A syntax problem lies inside, or inside what it includes. */
function isBroken(directive: Directive): boolean {
  return directive.node.broken || (directive.children?.some(isBroken) ?? false);
}

/** `location ~ \.php$` or, glued together, `location ~\.php$` and `location =/health`. */
function matchOf(args: readonly NginxArgument[]): Pick<Location, 'modifier' | 'path' | 'pathSpan'> {
  const first = args[0]!;
  const second = args[1];
  if (second && isModifier(first.text))
    return { modifier: first.text, path: second.text, pathSpan: second.span };
  const glued = /^(?:=|\^~|~\*|~|@)/.exec(first.text)?.[0] ?? '';
  const { source, start, end } = first.span;
  const pathSpan = first.quote || glued === '' ? first.span : span(source, start + glued.length, end);
  return {
    modifier: isModifier(glued) || glued === '@' ? glued : '',
    path: first.text.slice(glued.length),
    pathSpan,
  };
}

function isModifier(text: string): text is '=' | '^~' | '~' | '~*' {
  return text === '=' || text === '^~' || text === '~' || text === '~*';
}

function readListen(directive: Directive): Listen {
  const [where, ...rest] = directive.args.map(({ text }) => text);
  const { address, port } = addressOf(where!);
  return {
    directive,
    address,
    port,
    ssl: rest.includes('ssl'),
    http2: rest.includes('http2') || effective(directive, 'http2').some(({ args }) => args[0]?.text === 'on'),
    quic: rest.includes('quic'),
    defaultServer: rest.includes('default_server') || rest.includes('default'),
  };
}

/** `80`, `*:80`, `127.0.0.1:8080`, `[::]:443`, `localhost`, `unix:/run/nginx.sock`, `8000-8010`, `${PORT}`. */
function addressOf(where: string): { address: string; port: number | undefined } {
  if (where.startsWith('unix:')) return { address: where, port: undefined };
  if (/^\d+$/.test(where)) return { address: '*', port: Number(where) };
  if (/^\d+-\d+$/.test(where)) return { address: '*', port: undefined };
  const match = /^(\[[^\]]*\]|[^:]*)(?::(.*))?$/.exec(where);
  if (!match || where.includes('$')) return { address: where, port: undefined };
  const [, address = where, port] = match;
  if (port === undefined) return { address, port: 80 };
  return { address, port: /^\d+$/.test(port) ? Number(port) : undefined };
}

const challenge = /\.well-known|acme/;

function redirectsOnly(server: Server): boolean {
  const { directive } = server;
  if (directive.first('ssl_reject_handshake')?.args[0]?.text === 'on') return true;
  if (answersAll(directive)) return true;
  const locations = server.locations.filter(({ path }) => !challenge.test(path));
  return (
    locations.some(({ modifier, path }) => (modifier === '' || modifier === '^~') && path === '/') &&
    locations.every((location) => answersAll(location.directive))
  );
}

/** A `return` of anything but content, or a redirecting `rewrite` of every path, outside any `if`. */
function answersAll(block: Directive): boolean {
  return block.children!.some(({ name, args }) => {
    const [first, second, last] = args.map(({ text }) => text);
    if (name === 'return') return first !== undefined && !/^2\d\d$/.test(first);
    if (name !== 'rewrite' || !/^(?:\^|\.\*|\^?\(\.\*\)\$?|\^\/\(\.\*\)\$?|\^\.\*\$?)$/.test(first ?? ''))
      return false;
    return last === 'permanent' || last === 'redirect' || /^(?:https?:\/\/|\$scheme)/.test(second ?? '');
  });
}
