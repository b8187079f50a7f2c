import type { Location, NginxConfig, Server } from './nginx.ts';

/**
 * The server that takes a request on a port for a host name: by name, else the socket's default, which is the first where none is
 * marked. Wildcards and patterns in names are asked after plain names, as nginx does.
 * @returns undefined where no server listens on the port, or a pattern among the names leaves it open
 */
export function serverFor(config: NginxConfig, port: number, host: string): Server | undefined {
  const servers = config.servers.filter((server) => server.listens.some((listen) => listen.port === port));
  const named = servers.filter((server) => server.names.some(({ text }) => text === host));
  if (named[0]) return named[0];
  if (servers.some((server) => server.names.some(({ text }) => /[*~$]|^\./.test(text)))) return undefined;
  const marked = servers.find((server) =>
    server.listens.some((one) => one.port === port && one.defaultServer),
  );
  return marked ?? servers[0];
}

/** Patterns that JavaScript reads as PCRE does and that end in short time. */
const simple = /^[\w\s/\\.^$|()?:!*+,@~%[\]-]*$/;
const nested = /[*+?}]\)?[*+{]/;

/**
 * The location that takes a request for a path, by nginx's order: exact, longest prefix, patterns in the order of the text.
 * Source: nginx.org/en/docs/http/ngx_http_core_module.html#location
 * @returns `none` where no location matches, undefined where it cannot be told (a pattern that is not understood, nested locations)
 */
export function locationFor(server: Server, path: string): Location | 'none' | undefined {
  const top = server.locations.filter((location) => location.parent === undefined);
  const exact = top.find((one) => one.modifier === '=' && one.path === path);
  if (exact) return exact;
  let longest: Location | undefined;
  for (const one of top) {
    if ((one.modifier !== '' && one.modifier !== '^~') || !path.startsWith(one.path)) continue;
    if (!longest || one.path.length > longest.path.length) longest = one;
  }
  if (longest && server.locations.some((one) => one.parent === longest)) return undefined;
  if (longest?.modifier === '^~') return longest;
  for (const one of top) {
    if (one.modifier !== '~' && one.modifier !== '~*') continue;
    const matches = matcher(one);
    if (!matches) return undefined;
    if (matches.test(path)) return one;
  }
  return longest ?? 'none';
}

function matcher({ path, modifier }: Location): RegExp | undefined {
  if (!simple.test(path) || nested.test(path) || path.includes('(?!')) return undefined;
  try {
    return new RegExp(path, modifier === '~*' ? 'i' : '');
  } catch {
    return undefined;
  }
}
