import type { Span } from '../text/index.ts';
import type { Directive, Location, NginxConfig, Server } from './nginx.ts';
import { effective } from './nginx-inherit.ts';
import type { NginxRequest, RequestStep } from './nginx-request.ts';
import { escapeArguments, toBytes } from './nginx-uri.ts';
import { evaluate, type Value, type ValueState } from './nginx-values.ts';

/** Something that is not known and was taken for granted on the way. */
export interface Assumption {
  readonly key: string;
  readonly holds: boolean;
  /** As a clause behind "where". */
  readonly when: string;
  readonly whenNot: string;
}

/** nginx gives up after so many internal redirects (NGX_HTTP_MAX_URI_CHANGES). */
const mostUriChanges = 10;

/** Directives that make a location answer by something else than files. */
const handlers =
  /^(?:(?:proxy|fastcgi|uwsgi|scgi|grpc|memcached)_pass|stub_status|empty_gif|js_content|content_by_lua(?:_block|_file)?|perl|echo|status|api|nchan_\w+|rtmp_stat)$/;

/** A request on its way: what nginx keeps of it between its phases. */
export class WalkState implements ValueState {
  readonly config: NginxConfig;
  readonly request: NginxRequest;
  readonly target: string;
  readonly variables = new Map<string, Value>();
  readonly open = new Set<Directive>();
  readonly steps: RequestStep[] = [];
  readonly assumptions: Assumption[] = [];
  readonly #given: ReadonlyMap<string, boolean>;
  server: Server | undefined;
  location: Location | undefined;
  /** Whose directives hold. */
  block: Directive | undefined;
  handler: Directive | undefined;
  method: string;
  uri = '';
  args = '';
  captures: RegExpExecArray | undefined;
  /** The URI as sent had escapes. */
  quoted = false;
  internal = false;
  uriChanged = false;
  /** The URI still begins with the location's path. */
  validLocation = true;
  /** What was sent may be handed on as it is. */
  validTarget = true;
  errorPageUsed = false;
  /** The status that an error page is sent with; 0 where that of its own answer counts. */
  errorStatus: number | undefined;
  #changesLeft = mostUriChanges + 1;

  /** @param given which of the assumptions are to be turned, by key. */
  constructor(config: NginxConfig, request: NginxRequest, given: ReadonlyMap<string, boolean>) {
    this.config = config;
    this.request = request;
    this.target = toBytes(request.target.replace(/#.*$/s, ''));
    this.#given = given;
    this.method = request.method ?? 'GET';
  }

  step(text: string, at: Span | undefined): void {
    this.steps.push({ text, at });
  }

  /** Take something that is not known for true or untrue; the answer names it. */
  assume(what: Omit<Assumption, 'holds'>, usually: boolean): boolean {
    const key = `${what.key}@${this.uri}`;
    const holds = this.#given.get(key) ?? usually;
    if (!this.assumptions.some((one) => one.key === key)) this.assumptions.push({ ...what, key, holds });
    return holds;
  }

  /** Count an internal redirect. @returns false where there were too many. */
  countChange(): boolean {
    this.#changesLeft--;
    return this.#changesLeft > 0;
  }

  get changesLeft(): number {
    return this.#changesLeft;
  }

  /** A block's directives hold from now on. */
  enter(block: Directive): void {
    this.block = block;
    const own = block.children?.findLast(({ name }) => handlers.test(name));
    if (own || block.name !== 'if') this.handler = own;
  }

  capture(captures: RegExpExecArray): void {
    this.captures = captures;
    for (const [name, text] of Object.entries(captures.groups ?? {}))
      this.variables.set(name.toLowerCase(), text ?? '');
  }

  value(text: string): Value {
    return evaluate(text, this);
  }

  /** Captures as they go into arguments. */
  escapedCapture = (capture: string): string => (this.quoted ? escapeArguments(capture) : capture);

  /** The last directive of a name that is in force. */
  setting(name: string): Directive | undefined {
    return this.block && effective(this.block, name).at(-1);
  }

  /** What lies at a path of nginx's machine. */
  look(path: string): 'file' | 'folder' | 'nothing' | 'unknown' {
    return (path.startsWith('/') && this.request.file?.(path)) || 'unknown';
  }

  /** `root` or `alias`, whichever is nearer, with the location that an alias replaces. */
  folder(): { readonly directive: Directive | undefined; readonly alias: Directive | undefined } {
    for (let at = this.block; at; at = at.parent) {
      const directive = at.children?.findLast(({ name }) => name === 'root' || name === 'alias');
      if (directive) return { directive, alias: directive.name === 'alias' ? at : undefined };
    }
    return { directive: this.config.all('root').at(-1), alias: undefined };
  }

  /** `html` in nginx's own folder where nothing is written. */
  documentRoot(): Value {
    const { directive, alias } = this.folder();
    const value = this.value(directive?.args[0]?.text ?? 'html');
    if (typeof value !== 'string') return value;
    const { prefix } = this.request;
    const path = prefix !== undefined && !value.startsWith('/') ? `${prefix}/${value}` : value;
    return alias ? path : path.replace(/(?<=.)\/$/, '');
  }

  /** Length of the path that an alias replaces; infinite where it stands for the whole file. */
  aliasLength(): number | undefined {
    const { alias } = this.folder();
    if (!alias) return undefined;
    const location = this.server?.locations.find(({ directive }) => directive === alias);
    if (!location || location.modifier === '~' || location.modifier === '~*') return Number.POSITIVE_INFINITY;
    return toBytes(location.path).length;
  }

  filePath(): Value {
    return this.pathOf(this.uri, this.aliasLength());
  }

  /** A URI below the root, or what follows an alias's location below the alias. */
  pathOf(uri: string, aliasLength: number | undefined): Value {
    const root = this.documentRoot();
    if (typeof root !== 'string') return root;
    if (aliasLength === Number.POSITIVE_INFINITY) return root;
    const rest = aliasLength === undefined ? uri : uri.slice(aliasLength);
    return root + rest;
  }
}
