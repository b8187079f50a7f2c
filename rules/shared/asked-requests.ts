import {
  type DeployedNginx,
  type NginxRequest,
  type RequestAnswer,
  type Server,
  walkRequest,
} from '../../core/rule.ts';

/** A host that no server is named after: what the default server of a socket is asked for. */
const stranger = 'stranger.invalid';
const mostNames = 4;
const mostRedirects = 8;

/** How a server is asked by a client that means it: every socket of it, by its plain names. */
export function requestsTo(server: Server, target: string): readonly NginxRequest[] {
  const names = server.names.map(({ text }) => text).filter((name) => /^[\w-]+(?:\.[\w-]+)+$/.test(name));
  const hosts = names.length > 0 ? names.slice(0, mostNames) : [stranger];
  const sockets = new Map(
    server.listens.flatMap(({ port, ssl, quic }) =>
      port === undefined || quic ? [] : [[port, ssl ? 'https' : 'http'] as const],
    ),
  );
  return [...sockets].flatMap(([port, scheme]) => hosts.map((host) => ({ scheme, host, port, target })));
}

/** Where a request ends that follows redirects as a browser does, as far as they lead to this nginx. */
export interface Followed {
  /** One for each request, the first one's first. */
  readonly answers: readonly RequestAnswer[];
  /** The addresses that were asked for. */
  readonly asked: readonly string[];
  /** The last redirect leads to an address that was asked for before. */
  readonly loops: boolean;
}

export function follow(nginx: DeployedNginx, request: NginxRequest): Followed {
  const answers: RequestAnswer[] = [];
  const asked: string[] = [];
  let next: NginxRequest | undefined = { ...request, publicPort: outsidePort(nginx, request.port) };
  while (next && answers.length < mostRedirects) {
    const address = addressOf(next);
    if (asked.includes(address)) return { answers, asked, loops: true };
    asked.push(address);
    const answer: RequestAnswer = walkRequest(nginx.config, next);
    answers.push(answer);
    next = answer.redirect === undefined ? undefined : redirected(nginx, request, answer.redirect);
  }
  return { answers, asked, loops: false };
}

function addressOf({ scheme, host, port, publicPort = port, target }: NginxRequest): string {
  const usual = publicPort === (scheme === 'https' ? 443 : 80);
  return `${scheme}://${host}${usual ? '' : `:${publicPort}`}${target}`;
}

/** The request that a redirect makes; undefined where it may lead to another machine. */
function redirected(nginx: DeployedNginx, first: NginxRequest, location: string): NginxRequest | undefined {
  const [, protocol, host, written, target = '/'] =
    /^(https?):\/\/([\w.-]+)(?::(\d+))?(\/[^#\s]*)?$/.exec(location) ?? [];
  if (protocol === undefined || host === undefined) return undefined;
  const isOwn =
    host === first.host ||
    nginx.config.servers.some(({ names }) => names.some(({ text }) => text.toLowerCase() === host));
  const scheme = protocol === 'https' ? 'https' : 'http';
  const publicPort = written === undefined ? (scheme === 'https' ? 443 : 80) : Number(written);
  const port = insidePort(nginx, publicPort);
  return isOwn && port !== undefined ? { scheme, host, port, publicPort, target } : undefined;
}

/** The published port that leads to one of the container; the same where Compose publishes none. */
function outsidePort({ services }: DeployedNginx, port: number): number {
  const one = services
    .flatMap(({ service }) => service.ports)
    .find(({ published, target }) => published !== undefined && target === port);
  return one?.published ?? port;
}

/** The port of the container that a published one leads to; the same where Compose publishes none. */
function insidePort({ services }: DeployedNginx, publicPort: number): number | undefined {
  const ports = services.flatMap(({ service }) => service.ports);
  if (ports.length === 0) return publicPort;
  const one = ports.find(
    ({ published, publishedEnd = published }) =>
      published !== undefined && published <= publicPort && publicPort <= publishedEnd!,
  );
  return one?.target === undefined ? undefined : one.target + publicPort - one.published!;
}
