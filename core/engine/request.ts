import type { DeployedNginx, Deployment } from '../model/deployment.ts';
import { locationText } from '../model/nginx-location-words.ts';
import { type RequestAnswer, type RequestOutcome, walkRequest } from '../model/nginx-request.ts';
import { serviceOfHost } from '../model/routes.ts';
import type { Span } from '../text/index.ts';

/** A request as somebody asks about it. */
export interface AskedRequest {
  readonly scheme: 'http' | 'https';
  readonly host: string;
  readonly port: number;
  /** Path and query, percent-encoded. */
  readonly target: string;
}

/** A text and the place that it is about; without one where that is no file of the project. */
export interface Placed {
  readonly text: string;
  readonly at?: Span;
}

/** Where a request goes, in plain words and places. */
export interface RequestExplanation {
  readonly deployment: string;
  /** Path of the main file of the nginx configuration. */
  readonly configuration: string;
  /** The service in whose container nginx runs. */
  readonly service?: string;
  /** Its names, as they are written. */
  readonly server?: Placed;
  readonly location?: Placed;
  readonly outcome: RequestOutcome['kind'];
  /** What becomes of it, as a sentence. */
  readonly summary: string;
  readonly status?: number;
  readonly redirect?: string;
  /** What is passed on to: a URL, or host and port. */
  readonly upstream?: string;
  /** The deployment's service that the upstream is. */
  readonly upstreamService?: string;
  readonly headers: readonly (Placed & { readonly name: string; readonly value?: string })[];
  readonly steps: readonly Placed[];
  /** The same where what was taken for granted is otherwise. */
  readonly otherwise: readonly {
    readonly when: string;
    readonly summary: string;
    readonly status?: number;
  }[];
}

/** `https://host[:port]/path?query`; undefined where a text is no such URL. */
export function parseRequestUrl(text: string): AskedRequest | undefined {
  const match = /^(https?):\/\/([^/:?#\s[\]]+|\[[\da-f:]+\])(?::(\d{1,5}))?([/?#]\S.*|\/)?$/i.exec(
    text.trim(),
  );
  if (!match) return undefined;
  const scheme = match[1]!.toLowerCase() === 'https' ? 'https' : 'http';
  const rest = (match[4] ?? '').replace(/#.*$/s, '');
  const target = (rest.startsWith('/') ? rest : `/${rest}`).replace(
    /[^!-~\ud800-\udfff]|[\ud800-\udbff][\udc00-\udfff]/g,
    encodeURIComponent,
  );
  return { scheme, host: match[2]!, port: Number(match[3] ?? (scheme === 'https' ? 443 : 80)), target };
}

/**
 * Where a request goes in each nginx that it may arrive at: by published port where Compose says which, else by the port
 * that nginx listens on. Empty where none listens there.
 */
export function explainRequest(
  deployments: readonly Deployment[],
  asked: AskedRequest,
): readonly RequestExplanation[] {
  return deployments.flatMap((deployment) => {
    const doors = deployment.nginx.flatMap((nginx) => doorsOf(nginx, asked.port));
    const published = doors.filter((door) => door.published);
    return (published.length > 0 ? published : doors).flatMap(
      ({ nginx, port }) => explainAt(nginx, asked, port) ?? [],
    );
  });
}

/** Where a request goes that arrives at a port of an nginx; undefined where it does not listen there. */
export function explainAt(
  nginx: DeployedNginx,
  asked: AskedRequest,
  port: number,
): RequestExplanation | undefined {
  const answer = walkRequest(nginx.config, { ...asked, port, publicPort: asked.port });
  return answer.server || answer.outcome.kind === 'unknown' ? explained(nginx, answer) : undefined;
}

interface Door {
  readonly nginx: DeployedNginx;
  readonly port: number;
  readonly published: boolean;
}

function doorsOf(nginx: DeployedNginx, port: number): readonly Door[] {
  const targets = nginx.services.flatMap(({ service }) =>
    service.ports.flatMap((one) => {
      const { published, publishedEnd = published, target, protocol } = one;
      const inside = published !== undefined && published <= port && port <= publishedEnd!;
      return inside && target !== undefined && protocol === 'tcp' ? [target + port - published] : [];
    }),
  );
  if (targets.length > 0)
    return [...new Set(targets)].map((target) => ({ nginx, port: target, published: true }));
  return [{ nginx, port, published: false }];
}

function explained(nginx: DeployedNginx, answer: RequestAnswer): RequestExplanation {
  const { server, location, outcome, status, redirect } = answer;
  const service = nginx.services[0]?.name;
  const upstream = outcome.kind === 'pass' ? passedTo(outcome) : undefined;
  const upstreamService = outcome.kind === 'pass' ? serviceBehind(nginx, outcome) : undefined;
  const names = server?.names.map(({ text }) => text).join(' ');
  return {
    deployment: nginx.deployment.name,
    configuration: nginx.config.source.path,
    ...(service !== undefined && { service }),
    ...(server && { server: placed(names || 'without a name', server.directive.nameSpan) }),
    ...(location && { location: placed(locationText(location), location.pathSpan) }),
    outcome: outcome.kind,
    summary: summaryOf(answer, upstreamService),
    ...(status !== undefined && { status }),
    ...(redirect !== undefined && { redirect }),
    ...(upstream !== undefined && { upstream }),
    ...(upstreamService !== undefined && { upstreamService }),
    headers: answer.headers.map(({ name, value, written, directive }) => ({
      ...placed(`${name}: ${value ?? written}`, directive.span),
      name,
      ...(value !== undefined && { value }),
    })),
    steps: answer.steps.map(({ text, at }) => placed(text, at)),
    otherwise: answer.otherwise.map(({ when, answer: other }) => ({
      when,
      summary: summaryOf(
        other,
        other.outcome.kind === 'pass' ? serviceBehind(nginx, other.outcome) : undefined,
      ),
      ...(other.status !== undefined && { status: other.status }),
    })),
  };
}

function placed(text: string, at: Span | undefined): Placed {
  return at && !at.source.path.startsWith('<') ? { text, at } : { text };
}

type Passed = Extract<RequestOutcome, { readonly kind: 'pass' }>;

function passedTo({ protocol, target, path }: Passed): string {
  return `${protocol}://${target}${path ?? ''}`;
}

function serviceBehind({ deployment }: DeployedNginx, { target, upstream }: Passed): string | undefined {
  const hosts = upstream ? upstream.peers.flatMap(({ host }) => host ?? []) : [target.replace(/:\d+$/, '')];
  for (const host of hosts) {
    const service = serviceOfHost(deployment, host);
    if (service) return service.name;
  }
  return undefined;
}

function summaryOf({ outcome, status, redirect }: RequestAnswer, service: string | undefined): string {
  switch (outcome.kind) {
    case 'answer':
      if (redirect !== undefined) return `nginx redirects to ${redirect} with ${status}.`;
      return outcome.text
        ? `nginx answers ${status}: ${JSON.stringify(outcome.text)}.`
        : `nginx answers ${status}.`;
    case 'pass':
      return `It is passed on to ${passedTo(outcome)}${service === undefined ? '' : `, service "${service}"`}.`;
    case 'file':
      return outcome.path === undefined
        ? 'A file is served, if it is there.'
        : `The file ${outcome.path} is served, if it is there.`;
    case 'handler':
      return `${outcome.directive.name} answers.`;
    case 'closed':
      return `There is no answer: ${outcome.reason}.`;
    case 'unknown':
      return `It is not known where it goes: ${outcome.reason}.`;
  }
}
