import type { DeployedNginx, Deployment } from '../model/deployment.ts';
import type { Location, Server } from '../model/nginx.ts';
import { matchServer } from '../model/nginx-match-server.ts';
import { reachText, takersOf, takerText } from '../model/nginx-reach.ts';
import type { Span } from '../text/index.ts';
import { explainAt, type Placed } from './request.ts';

/** What is said of the requests that come to a place in a configuration. */
export interface RequestsHere {
  readonly at: Span;
  readonly text: string;
  /** What else takes a part of them. */
  readonly others: readonly Placed[];
  /** An address that comes here, with what becomes of it. */
  readonly example?: { readonly url: string; readonly summary: string };
}

/** Which requests come to the location or the server name at an offset of a file; undefined where neither is there. */
export function requestsTo(
  deployments: readonly Deployment[],
  path: string,
  offset: number,
): RequestsHere | undefined {
  const holds = ({ source, start, end }: Span) => source.path === path && start <= offset && offset <= end;
  for (const nginx of deployments.flatMap((deployment) => deployment.nginx)) {
    if (!nginx.config.files.some(({ source }) => source.path === path)) continue;
    for (const server of nginx.config.servers) {
      const location = server.locations.find(({ pathSpan }) => holds(pathSpan));
      if (location) return toLocation(nginx, server, location);
      const name = server.names.find(({ span }) => holds(span));
      if (name) return toName(server, name.text, name.span);
    }
  }
  return undefined;
}

const mostOthers = 8;

function toLocation(nginx: DeployedNginx, server: Server, location: Location): RequestsHere {
  const others = takersOf(location).map(takerText);
  const more = others.length - mostOthers;
  const shown = more > 0 ? [...others.slice(0, mostOthers), { text: `and ${more} more` }] : others;
  const example = exampleOf(nginx, server, location);
  return { at: location.pathSpan, text: reachText(location), others: shown, ...(example && { example }) };
}

function exampleOf(
  nginx: DeployedNginx,
  server: Server,
  { modifier, path, pathSpan }: Location,
): RequestsHere['example'] {
  const listen = server.listens.find(({ port }) => port !== undefined);
  const name = server.names.find(({ text }) => /^[\w.-]+$/.test(text) && text !== '_')?.text ?? 'localhost';
  if (!listen || !/^(?:|=|\^~)$/.test(modifier) || !/^\/[!-~]*$/.test(path) || path.includes('$'))
    return undefined;
  const scheme = listen.ssl ? 'https' : 'http';
  const port = listen.port!;
  const found = explainAt(nginx, { scheme, host: name, port, target: path }, port);
  if (found?.location?.at?.start !== pathSpan.start || found.location.at.source !== pathSpan.source)
    return undefined;
  const shown = port === (listen.ssl ? 443 : 80) ? '' : `:${port}`;
  return { url: `${scheme}://${name}${shown}${path}`, summary: found.summary };
}

function toName(server: Server, name: string, at: Span): RequestsHere {
  const ports = [...new Set(server.listens.flatMap(({ port }) => port ?? []))];
  const where = ports.length === 0 ? '' : ` on port ${ports.join(' and ')}`;
  const how =
    name.startsWith('~') || name.includes('*') || name.startsWith('.')
      ? 'whose host matches'
      : 'for the host';
  const others = /^[\w.-]+$/.test(name) && !name.startsWith('.') ? takenBy(server, name, ports) : [];
  return { at, text: `Requests ${how} ${name}${where} come to this server.`, others };
}

/** Servers that the name leads to instead. */
function takenBy(server: Server, host: string, ports: readonly number[]): readonly Placed[] {
  return ports.flatMap((port) => {
    const match = matchServer(server.config, { host, port });
    if (!match || 'unknown' in match || match.server === server) return [];
    return [{ text: `on port ${port} another server of that name stands before it`, at: match.at }];
  });
}
