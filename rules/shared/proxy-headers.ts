import {
  type Directive,
  effective,
  type Location,
  type ProxyPass,
  proxyHeaders,
  type Server,
  textOf,
} from '../../core/rule.ts';

/** Requests that nobody's session hangs on. */
const machines = /\.well-known/;

/** The `proxy_pass` of a location that hands a visitor's requests to an application of one's own. */
export function applicationProxy(location: Location): ProxyPass | undefined {
  const { directive } = location;
  const pass = directive.first('proxy_pass');
  const proxy = pass && directive.config.proxyOf(pass);
  if (!proxy || proxy.dynamic || directive.first('internal') || machines.test(location.path))
    return undefined;
  const hosts = proxy.upstream ? proxy.upstream.peers.map(({ host }) => host) : [proxy.host];
  return hosts.every((host) => host === undefined || isOwn(host)) ? proxy : undefined;
}

/** A name without a dot or an address is a neighbour; other names are mostly somebody's public service, which wants its own name. */
function isOwn(host: string): boolean {
  return !host.includes('.') || /^[\d.]+$/.test(host) || /\.(?:internal|local|svc|lan)$/.test(host);
}

/** Headers that an application needs to know the host, the client and the scheme by, and that are not passed on: name and value. */
export function missingProxyHeaders(
  location: Location,
  server: Server,
): readonly (readonly [string, string])[] {
  const set = new Set(
    proxyHeaders(location)
      .filter(({ directive }) => directive)
      .map(({ name }) => name.toLowerCase()),
  );
  const has = (...names: readonly string[]) => names.some((name) => set.has(name));
  const missing: [string, string][] = [];
  if (!has('host', 'x-forwarded-host')) missing.push(['Host', '$host']);
  if (!has('forwarded', 'x-real-ip', 'x-forwarded-for')) {
    missing.push(['X-Real-IP', '$remote_addr'], ['X-Forwarded-For', '$proxy_add_x_forwarded_for']);
  }
  const schemeMatters = server.tls || missing.length > 0;
  if (schemeMatters && !has('forwarded', 'x-forwarded-proto', 'x-forwarded-ssl'))
    missing.push(['X-Forwarded-Proto', '$scheme']);
  return missing;
}

/** Headers that a block would lose by its first own `proxy_set_header`, as they are written. */
export function inheritedLines(block: Directive): readonly string[] {
  return effective(block, 'proxy_set_header')
    .filter(({ parent }) => parent !== block)
    .map(({ span }) => textOf(span));
}
