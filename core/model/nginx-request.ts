import type { Span } from '../text/index.ts';
import type { Directive, Location, NginxConfig, Server, Upstream } from './nginx.ts';
import { RequestWalk } from './nginx-walk.ts';

/** A request as it arrives at an nginx. */
export interface NginxRequest {
  readonly scheme: 'http' | 'https';
  /** Without port. */
  readonly host: string;
  /** The port that nginx listens on. */
  readonly port: number;
  /** The port as the client wrote it, where another stands in its way. */
  readonly publicPort?: number;
  /** Path and query as sent: `/a%20b?c=d`. */
  readonly target: string;
  /** `GET` where none is given. */
  readonly method?: string;
  /** The client's address; what depends on it is else left open. */
  readonly client?: string;
  /** nginx's own folder (`-p`), where relative paths begin. */
  readonly prefix?: string;
  /** The local address that it arrives at, where several are listened on. */
  readonly address?: string;
  /** All of its headers but Host, by lower-case name; what depends on them is else left open. */
  readonly headers?: ReadonlyMap<string, string>;
  /** What lies at an absolute path of nginx's machine; nothing is known of it where this is absent. */
  readonly file?: (path: string) => 'file' | 'folder' | 'nothing' | 'unknown';
}

/** One step on a request's way, with the place that decided it. */
export interface RequestStep {
  readonly text: string;
  readonly at: Span | undefined;
}

export interface SentHeader {
  readonly name: string;
  /** Undefined where it is only known at run time. */
  readonly value: string | undefined;
  /** As written. */
  readonly written: string;
  /** Sent whatever the status is. */
  readonly always: boolean;
  readonly directive: Directive;
}

/** What becomes of a request in the end. */
export type RequestOutcome =
  /** nginx answers by itself: a `return`, a redirect, an error. */
  | { readonly kind: 'answer'; readonly text: string | undefined }
  /** Handed on; `url` is what nginx asks for (its path undefined for FastCGI and its kin). */
  | {
      readonly kind: 'pass';
      readonly protocol: string;
      /** As written: a host, `host:port`, an upstream's name. */
      readonly target: string;
      readonly upstream: Upstream | undefined;
      /** Path and query that the other side sees; undefined where they are not known. */
      readonly path: string | undefined;
      readonly directive: Directive;
    }
  | { readonly kind: 'file'; readonly path: string | undefined }
  /** A module of its own answers: `stub_status`, Lua, njs … */
  | { readonly kind: 'handler'; readonly directive: Directive }
  /** The connection ends without an answer. */
  | { readonly kind: 'closed'; readonly reason: string }
  | { readonly kind: 'unknown'; readonly reason: string };

export interface RequestAnswer {
  readonly server: Server | undefined;
  /** The location that answers in the end. */
  readonly location: Location | undefined;
  /** The innermost block whose directives hold: an `if`, a location, a server. */
  readonly block: Directive | undefined;
  /** Undefined where what it is passed to, or a file that may be missing, says. */
  readonly status: number | undefined;
  /** `Location` of a redirect, as sent; undefined also where a part of it is not known. */
  readonly redirect: string | undefined;
  /** What `add_header`, `expires` and `more_set_headers` add; of an answer without known status, what a success carries. */
  readonly headers: readonly SentHeader[];
  /** The URI at the end, decoded; after rewrites. */
  readonly uri: string;
  readonly outcome: RequestOutcome;
  readonly steps: readonly RequestStep[];
  /** The same request where what was taken for granted on the way is otherwise. */
  readonly otherwise: readonly { readonly when: string; readonly answer: RequestAnswer }[];
}

const mostAlternatives = 6;

/**
 * Where a request goes: server, location, rewrites, access, files or upstream, and the headers of the answer, as nginx works
 * it out. What cannot be known is said to be unknown; where a file's or a condition's truth decides, the other way is in `otherwise`.
 */
export function walkRequest(config: NginxConfig, request: NginxRequest): RequestAnswer {
  const first = new RequestWalk(config, request, new Map());
  const answer = first.run();
  const otherwise = first.assumptions.slice(0, mostAlternatives).map((assumption, index) => {
    const before = first.assumptions.slice(0, index).map(({ key, holds }) => [key, holds] as const);
    const turned = new Map([...before, [assumption.key, !assumption.holds] as const]);
    const { otherwise: _, ...other } = new RequestWalk(config, request, turned).run();
    return {
      when: assumption.holds ? assumption.whenNot : assumption.when,
      answer: { ...other, otherwise: [] },
    };
  });
  return { ...answer, otherwise };
}
