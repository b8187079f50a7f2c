import type { NginxArgument } from '../parse/nginx-tree.ts';
import { type Span, span } from '../text/index.ts';
import type { Directive, Location, NginxConfig, ProxyPass, Server, Upstream, UpstreamPeer } from './nginx.ts';

/** The upstream blocks of a configuration, of `http` and of `stream`. */
export function readUpstreams(config: NginxConfig): readonly Upstream[] {
  const upstreams: Upstream[] = [];
  for (const directive of config.walk()) {
    const name = directive.name === 'upstream' && directive.children ? directive.args[0]?.text : undefined;
    if (name !== undefined)
      upstreams.push({ directive, name, peers: directive.all('server').flatMap(readPeer) });
  }
  return upstreams;
}

function readPeer(directive: Directive): readonly UpstreamPeer[] {
  const argument = directive.args[0];
  if (!argument) return [];
  const { host, hostSpan, port, portSpan, dynamic } = endpoint(argument, 0, argument.text.length);
  return [
    {
      directive,
      host,
      hostSpan,
      port: port ?? (host === undefined || portSpan ? undefined : 80),
      portSpan,
      dynamic,
    },
  ];
}

const passes: ReadonlyMap<string, string> = new Map([
  ['proxy_pass', 'http'],
  ['fastcgi_pass', 'fastcgi'],
  ['grpc_pass', 'grpc'],
  ['uwsgi_pass', 'uwsgi'],
  ['scgi_pass', 'scgi'],
]);
const defaultPorts: Readonly<Record<string, number>> = { http: 80, https: 443, grpc: 80, grpcs: 443 };

/** Where requests are sent on, in the order of the text. */
export function readProxies(config: NginxConfig): readonly ProxyPass[] {
  const servers = new Map<Directive, Server>();
  const locations = new Map<Directive, Location>();
  for (const server of config.servers) {
    servers.set(server.directive, server);
    for (const location of server.locations) locations.set(location.directive, location);
  }
  const upstreams = new Map(
    config.upstreams.map((upstream) => [`${streamOf(upstream.directive)}${upstream.name}`, upstream]),
  );
  const proxies: ProxyPass[] = [];
  for (const directive of config.walk()) {
    const scheme = passes.get(directive.name);
    const argument = directive.args[0];
    if (scheme === undefined || !argument) continue;
    const stream = directive.context.startsWith('stream') || directive.context === 'mail server';
    const target = readTarget(argument, stream ? 'tcp' : scheme);
    proxies.push({
      directive,
      ...target,
      upstream:
        target.host === undefined ? undefined : upstreams.get(`${stream ? 'stream ' : ''}${target.host}`),
      server: enclosing(directive, servers),
      location: enclosing(directive, locations),
    });
  }
  return proxies;
}

function streamOf(directive: Directive): string {
  return directive.context === 'stream' ? 'stream ' : '';
}

function enclosing<T>(directive: Directive, known: ReadonlyMap<Directive, T>): T | undefined {
  for (let at = directive.parent; at; at = at.parent) {
    const found = known.get(at);
    if (found) return found;
  }
  return undefined;
}

type Target = Pick<ProxyPass, 'scheme' | 'host' | 'hostSpan' | 'port' | 'portSpan' | 'uri' | 'dynamic'>;

function readTarget(argument: NginxArgument, implied: string): Target {
  const { text } = argument;
  const written =
    implied === 'tcp' ? undefined : /^(https?|grpcs?|fastcgi|uwsgi|suwsgi|scgi):\/\//.exec(text);
  const scheme = written?.[1] ?? implied;
  const from = written?.[0].length ?? 0;
  const http = scheme === 'http' || scheme === 'https';
  const slash = http ? uriStart(text, from) : -1;
  const uri = slash < 0 ? undefined : text.slice(slash);
  const { host, hostSpan, port, portSpan, dynamic } = endpoint(
    argument,
    from,
    slash < 0 ? text.length : slash,
  );
  return {
    scheme,
    host,
    hostSpan,
    port: port ?? (host === undefined || portSpan ? undefined : defaultPorts[scheme]),
    portSpan,
    uri,
    dynamic,
  };
}

/** Offset of the URI part's `/`; a socket's path is followed by `:` and the URI. */
function uriStart(text: string, from: number): number {
  if (!text.startsWith('unix:', from)) return text.indexOf('/', from);
  const colon = text.indexOf(':', from + 5);
  return colon < 0 ? -1 : colon + 1;
}

interface Endpoint {
  readonly host: string | undefined;
  readonly hostSpan: Span | undefined;
  readonly port: number | undefined;
  readonly portSpan: Span | undefined;
  readonly dynamic: boolean;
}

/** `host`, `host:port`, `[::1]:port` or `unix:/path` between two offsets of an argument's text. */
function endpoint(argument: NginxArgument, from: number, to: number): Endpoint {
  const written = argument.text.slice(from, to);
  const nothing = { host: undefined, hostSpan: undefined, port: undefined, portSpan: undefined };
  if (/[$%{<]/.test(written)) return { ...nothing, dynamic: true };
  const match = /^(\[[^\]]*\]|[^:]+)(?::(\d+))?$/.exec(written);
  if (!match || written.startsWith('unix:')) return { ...nothing, dynamic: false };
  const [, host = '', port] = match;
  const { source, start } = argument.span;
  const base = start + (argument.quote ? 1 : 0) + from;
  return {
    host,
    hostSpan: span(source, base, base + host.length),
    port: port === undefined ? undefined : Number(port),
    portSpan:
      port === undefined
        ? undefined
        : span(source, base + host.length + 1, base + host.length + 1 + port.length),
    dynamic: false,
  };
}
