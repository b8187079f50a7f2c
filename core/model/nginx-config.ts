import type { NginxArgument, NginxFile, NginxNode } from '../parse/nginx-tree.ts';
import type { Problem, Source, Span } from '../text/index.ts';
import type {
  Directive,
  NginxConfig,
  NginxContext,
  NginxResolver,
  ProxyPass,
  Server,
  Upstream,
} from './nginx.ts';
import { contextInside, guessContext } from './nginx-context.ts';
import { readProxies, readUpstreams } from './nginx-proxy.ts';
import { readServers } from './nginx-server.ts';

export {
  compareVersions,
  effective,
  effectiveHeaders,
  inheritedFrom,
  type ProxyHeader,
  proxyHeaders,
  versionAtLeast,
} from './nginx-inherit.ts';

/** What a configuration's text may be read with. */
export interface NginxReadOptions {
  /** The context of the entry's top level, where it is known; guessed otherwise. */
  readonly context?: NginxContext;
  /** Version of the nginx that reads it. */
  readonly version?: string | undefined;
}

/** Includes that bring data or module loading rather than configuration: a missing one leaves nothing open. */
const harmless =
  /(?:^|\/)(?:mime\.types|(?:fastcgi|uwsgi|scgi)(?:_params|\.conf)|koi-utf|koi-win|win-utf|modules(?:-enabled)?\/[^/]*)$/;
/** Debian brings it itself, and the proxied request's headers stand in it. */
const telling = /(?:^|\/)proxy_params$/;
/** A file that is included over and over grows without bound; no real configuration has this many directives. */
const mostDirectives = 200_000;
const deepestInclude = 50;

/**
 * Reads a configuration: directives with their contexts, includes followed.
 * An include that finds nothing leaves `complete` false; one that includes itself is a problem.
 */
export function readNginx(
  entry: NginxFile,
  resolver: NginxResolver,
  options: NginxReadOptions = {},
): NginxConfig {
  return new ExpandedConfig(entry, resolver, options);
}

class ExpandedConfig implements NginxConfig {
  readonly source: Source;
  readonly files: readonly NginxFile[];
  readonly entryContext: NginxContext | 'unknown';
  readonly directives: readonly Directive[];
  readonly complete: boolean;
  readonly servers: readonly Server[];
  readonly upstreams: readonly Upstream[];
  readonly proxies: readonly ProxyPass[];
  readonly problems: readonly Problem[];
  readonly missingIncludes: readonly NginxArgument[];
  readonly includes: NginxConfig['includes'];
  readonly version: string | undefined;
  #byPass: ReadonlyMap<Directive, ProxyPass> | undefined;
  #walked: readonly Directive[] | undefined;
  #byName: ReadonlyMap<string, readonly Directive[]> | undefined;

  constructor(entry: NginxFile, resolver: NginxResolver, options: NginxReadOptions) {
    this.source = entry.source;
    this.version = options.version;
    this.entryContext = options.context ?? guessContext(entry);
    const expansion = new Expansion(this, entry, resolver);
    this.directives = expansion.expand(entry, undefined, this.entryContext);
    this.files = expansion.files;
    this.problems = expansion.problems;
    this.missingIncludes = expansion.missing;
    this.includes = expansion.includes;
    this.complete =
      expansion.complete &&
      this.entryContext === 'main' &&
      this.directives.some(({ children }) => children !== undefined);
    this.upstreams = readUpstreams(this);
    this.servers = readServers(this);
    this.proxies = readProxies(this);
  }

  all(name: string): readonly Directive[] {
    this.#byName ??= groupByName(this.directives);
    return this.#byName.get(name) ?? [];
  }

  proxyOf(directive: Directive): ProxyPass | undefined {
    this.#byPass ??= new Map(this.proxies.map((proxy) => [proxy.directive, proxy]));
    return this.#byPass.get(directive);
  }

  walk(): readonly Directive[] {
    this.#walked ??= withChildren(this.directives, []);
    return this.#walked;
  }
}

function groupByName(directives: readonly Directive[]): ReadonlyMap<string, readonly Directive[]> {
  const groups = new Map<string, Directive[]>();
  for (const directive of directives) {
    const group = groups.get(directive.name);
    if (group) group.push(directive);
    else groups.set(directive.name, [directive]);
  }
  return groups;
}

function withChildren(directives: readonly Directive[], found: Directive[]): readonly Directive[] {
  for (const directive of directives) {
    found.push(directive);
    if (directive.children) withChildren(directive.children, found);
  }
  return found;
}

/** Follows includes. */
class Expansion {
  readonly files: NginxFile[];
  readonly problems: Problem[] = [];
  readonly missing: NginxArgument[] = [];
  readonly includes: { readonly argument: NginxArgument; readonly paths: readonly string[] }[] = [];
  complete = true;
  readonly #config: NginxConfig;
  readonly #resolver: NginxResolver;
  readonly #open: string[] = [];
  #count = 0;

  constructor(config: NginxConfig, entry: NginxFile, resolver: NginxResolver) {
    this.#config = config;
    this.#resolver = resolver;
    this.files = [entry];
  }

  expand(file: NginxFile, parent: Directive | undefined, context: NginxContext): readonly Directive[] {
    this.#open.push(file.source.path);
    const directives: Directive[] = [];
    this.#nodes(file.nodes, parent, context, directives);
    this.#open.pop();
    return directives;
  }

  #nodes(
    nodes: readonly NginxNode[],
    parent: Directive | undefined,
    context: NginxContext,
    into: Directive[],
  ): void {
    for (const node of nodes) {
      if (this.#count >= mostDirectives) {
        this.complete = false;
        return;
      }
      this.#count++;
      const directive = new ExpandedDirective(this.#config, node, parent, context);
      into.push(directive);
      if (node.block) {
        const children: Directive[] = [];
        this.#nodes(node.block.nodes, directive, contextInside(node.name, context), children);
        directive.children = children;
      } else if (node.name === 'include' && node.args.length === 1)
        this.#include(node, parent, context, into);
    }
  }

  #include(node: NginxNode, parent: Directive | undefined, context: NginxContext, into: Directive[]): void {
    const pattern = node.args[0]!.text;
    const from = node.span.source.path;
    const { paths, known } = this.#resolver.include(pattern, from);
    this.includes.push({ argument: node.args[0]!, paths });
    if (paths.length === 0 && (telling.test(pattern) || (!known && !harmless.test(pattern))))
      this.complete = false;
    if (
      paths.length === 0 &&
      known &&
      !/[*?[]/.test(pattern) &&
      !harmless.test(pattern) &&
      !telling.test(pattern)
    ) {
      this.missing.push(node.args[0]!);
      // What it was to bring is open.
      this.complete = false;
    }
    for (const path of paths) {
      const file = this.#resolver.file(path);
      if (!file || this.#open.length === deepestInclude) this.complete = false;
      else if (this.#open.includes(path))
        this.problems.push({
          span: node.args[0]!.span,
          message: `"${path}" includes itself${path === from ? '' : ` by way of "${from}"`}: nginx does not start.`,
        });
      else {
        if (!this.files.includes(file)) this.files.push(file);
        for (const directive of this.expand(file, parent, context)) into.push(directive);
      }
    }
  }
}

class ExpandedDirective implements Directive {
  readonly config: NginxConfig;
  readonly node: NginxNode;
  readonly parent: Directive | undefined;
  readonly context: NginxContext;
  children: readonly Directive[] | undefined;
  #byName: ReadonlyMap<string, readonly Directive[]> | undefined;

  constructor(config: NginxConfig, node: NginxNode, parent: Directive | undefined, context: NginxContext) {
    this.config = config;
    this.node = node;
    this.parent = parent;
    this.context = context;
  }

  get name(): string {
    return this.node.name;
  }

  get args(): readonly NginxArgument[] {
    return this.node.args;
  }

  get span(): Span {
    return this.node.span;
  }

  get nameSpan(): Span {
    return this.node.nameSpan;
  }

  all(name: string): readonly Directive[] {
    if (!this.children) return [];
    this.#byName ??= groupByName(this.children);
    return this.#byName.get(name) ?? [];
  }

  first(name: string): Directive | undefined {
    return this.all(name)[0];
  }
}
