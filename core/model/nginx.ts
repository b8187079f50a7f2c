import type { NginxArgument, NginxFile, NginxNode } from '../parse/nginx-tree.ts';
import type { Problem, Source, Span } from '../text/index.ts';

/**
 * The context in which directives stand, named as nginx's documentation names it: `main`, `events`, `http`, `server`,
 * `location`, `upstream`, `if in server`, `if in location`, `limit_except`, `map`, `geo`, `types`, `split_clients`, `stream`, `mail` …
 * Servers and upstreams of `stream` and `mail` are told apart from those of `http`: `stream server`, `stream upstream`, `mail server`.
 */
export type NginxContext = string;

/** A directive at one place of the expanded configuration: a file included twice gives two of them. */
export interface Directive {
  readonly name: string;
  readonly args: readonly NginxArgument[];
  readonly span: Span;
  readonly nameSpan: Span;
  readonly node: NginxNode;
  readonly parent: Directive | undefined;
  /** The context it stands in. */
  readonly context: NginxContext;
  /** A block's directives, `include`s replaced by what they bring (the include itself stays, childless). */
  readonly children: readonly Directive[] | undefined;
  readonly config: NginxConfig;
  /** Its children of a name, in order. */
  all(name: string): readonly Directive[];
  first(name: string): Directive | undefined;
}

export interface Listen {
  readonly directive: Directive;
  readonly address: string;
  /** 80 where none is written; undefined for a unix socket or a port range. */
  readonly port: number | undefined;
  readonly ssl: boolean;
  readonly http2: boolean;
  readonly quic: boolean;
  readonly defaultServer: boolean;
}

export interface Server {
  readonly directive: Directive;
  readonly config: NginxConfig;
  /** `listen *:80` where none is written. */
  readonly listens: readonly Listen[];
  readonly names: readonly NginxArgument[];
  /** TLS on some socket, or `ssl on`. */
  readonly tls: boolean;
  /** All locations, nested ones after their parent. */
  readonly locations: readonly Location[];
  /** Every request is answered by a `return`/`rewrite` of the server or of its `location /` (ACME challenge apart): nothing is served. */
  readonly redirectsOnly: boolean;
  readonly broken: boolean;
}

export interface Location {
  readonly directive: Directive;
  readonly server: Server;
  readonly parent: Location | undefined;
  readonly modifier: '' | '=' | '^~' | '~' | '~*' | '@';
  /** The path, regular expression or name. */
  readonly path: string;
  readonly pathSpan: Span;
  readonly broken: boolean;
}

/** Where `proxy_pass`, `fastcgi_pass`, `grpc_pass`, `uwsgi_pass`, `scgi_pass` or a stream's `proxy_pass` sends requests. */
export interface ProxyPass {
  readonly directive: Directive;
  /** `http`, `https`, `fastcgi`, `grpc`, `grpcs`, `uwsgi`, `scgi`, `tcp`. */
  readonly scheme: string;
  /** Host name or address; absent when dynamic or a unix socket. */
  readonly host: string | undefined;
  readonly hostSpan: Span | undefined;
  /** The scheme's default where none is written (none for fastcgi and the like). */
  readonly port: number | undefined;
  readonly portSpan: Span | undefined;
  /** The URI part with its `/`, where one is written. */
  readonly uri: string | undefined;
  /** The upstream block that the host names. */
  readonly upstream: Upstream | undefined;
  /** A variable in the host or port: decided at run time. */
  readonly dynamic: boolean;
  readonly server: Server | undefined;
  readonly location: Location | undefined;
}

export interface UpstreamPeer {
  readonly directive: Directive;
  readonly host: string | undefined;
  readonly hostSpan: Span | undefined;
  /** 80 where none is written. */
  readonly port: number | undefined;
  readonly portSpan: Span | undefined;
  readonly dynamic: boolean;
}

export interface Upstream {
  readonly directive: Directive;
  readonly name: string;
  readonly peers: readonly UpstreamPeer[];
}

/** One header that a response carries: the `add_header` in force. */
export interface EffectiveHeader {
  /** As written. */
  readonly name: string;
  readonly value: string;
  readonly always: boolean;
  readonly directive: Directive;
}

/** One nginx configuration: a main file or a fragment, with what it includes. */
export interface NginxConfig {
  readonly source: Source;
  /** Every file that went into it, the entry first. */
  readonly files: readonly NginxFile[];
  /** The context that the entry file's top level is read in; `unknown` where its place does not tell. */
  readonly entryContext: NginxContext | 'unknown';
  /** Top-level directives, expanded. */
  readonly directives: readonly Directive[];
  /** Whether all of it is known: a main file whose includes were all found (`mime.types`, module files and empty globs apart). */
  readonly complete: boolean;
  /** Top-level directives of a name, in order. */
  all(name: string): readonly Directive[];
  /** Every directive, depth first. */
  walk(): Iterable<Directive>;
  readonly servers: readonly Server[];
  readonly upstreams: readonly Upstream[];
  readonly proxies: readonly ProxyPass[];
  /** What a `proxy_pass` (or one of its kind) of this configuration passes on to. */
  proxyOf(directive: Directive): ProxyPass | undefined;
  /** What each `include` brings: paths of files, none where nothing was found. */
  readonly includes: readonly { readonly argument: NginxArgument; readonly paths: readonly string[] }[];
  /** Includes that found nothing, loops. */
  readonly problems: readonly Problem[];
  /** `include`s of one file that is certainly not there: its folder is known, and it is no file that packages bring. */
  readonly missingIncludes: readonly NginxArgument[];
  /** Version of the nginx that reads it, from the image; set by the deployment. */
  readonly version: string | undefined;
}

/** What reading a configuration may ask for. */
export interface NginxResolver {
  /** Parsed file at a path of the project. */
  file(path: string): NginxFile | undefined;
  /**
   * The project's files that an include pattern names, as nginx inside its container sees it: absolute container paths are
   * translated through mounts and COPY, relative ones are taken from the main file's folder.
   */
  include(pattern: string, from: string): { readonly paths: readonly string[]; readonly known: boolean };
}
