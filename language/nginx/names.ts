import type { NginxArgument, NginxFile, NginxNode } from '../../core/parse/nginx-tree.ts';
import { type Span, span } from '../../core/text/index.ts';
import { walkNodes } from './tree.ts';

/** What configurations give names to. */
export type NameKind =
  | 'variable'
  | 'upstream'
  | 'request zone'
  | 'connection zone'
  | 'key-value zone'
  | 'cache'
  | 'log format'
  | 'named location';

/** One place where a name is written. */
export interface NameUse {
  readonly kind: NameKind;
  /** Without `$`, braces, `@` and quotes. */
  readonly name: string;
  /** The name alone: what a renaming replaces. */
  readonly span: Span;
  /** It gets its meaning here; otherwise it is referred to. */
  readonly defines: boolean;
  /** The directive that it is written in. */
  readonly node: NginxNode;
  /** The server block around it: named locations are known in theirs alone. */
  readonly server: NginxNode | undefined;
  /** A value of this variable: it is an upstream's name only where the variable is passed to. */
  readonly through?: string;
}

const known = new WeakMap<NginxFile, readonly NameUse[]>();

/** Every name in a file, in no particular order; worked out once for each file. */
export function namesIn(file: NginxFile): readonly NameUse[] {
  let uses = known.get(file);
  if (!uses) {
    uses = [...walkNodes(file.nodes)].flatMap(({ node, around }) => usesOf(node, around));
    known.set(file, uses);
  }
  return uses;
}

/** The name at an offset, its end included. */
export function nameAt(file: NginxFile, offset: number): NameUse | undefined {
  return namesIn(file).find(({ span }) => span.start <= offset && offset <= span.end);
}

type Found = Pick<NameUse, 'kind' | 'name' | 'span' | 'defines' | 'through'>;

function usesOf(node: NginxNode, around: readonly NginxNode[]): readonly NameUse[] {
  const server = around.find(({ name, args }) => name === 'server' && args.length === 0);
  const found = [...variables(node), ...captures(node), ...others(node), ...values(node, around.at(-1))];
  return found.map((one) => ({ ...one, node, server }));
}

/** `set $x`, `auth_request_set $x`, `js_set $x`: the first word. `map … $x`, `geo … $x`: the last. `keyval $key $x zone=…`: the second. */
function definedIn(node: NginxNode): NginxArgument | undefined {
  const { name, args } = node;
  if (/^(?:map|geo|split_clients|num_map)$/.test(name)) return args.at(-1);
  if (name === 'keyval') return args[1];
  return /^set(?:_|$)|_set$|^js_var$/.test(name) ? args[0] : undefined;
}

const variable = /\$(?:\{([A-Za-z_]\w*)\}|([A-Za-z_]\w*))/dg;

function variables(node: NginxNode): readonly Found[] {
  const defined = definedIn(node);
  const found: Found[] = [];
  for (const argument of node.args) {
    if (!written(argument.span).includes('$')) continue;
    const defines = argument === defined && /^["']?\$/.test(written(argument.span));
    found.push(...matches(argument.span, variable, 'variable', defines));
  }
  // Blocks whose entries are variables: `geoip2 … { $country … }`.
  if (node.name.startsWith('$')) found.push(...matches(node.nameSpan, variable, 'variable', true));
  if (node.opaque) found.push(...matches(node.opaque, /\bngx\.var\.([A-Za-z_]\w*)/dg, 'variable', false));
  return found;
}

/** `(?<name>…)` in a regular expression sets `$name`. */
function captures(node: NginxNode): readonly Found[] {
  const places = [...node.args.map((argument) => argument.span), node.nameSpan];
  return places.flatMap((place) =>
    written(place).includes('(?') ? matches(place, /\(\?P?[<']([A-Za-z_]\w*)[>']/dg, 'variable', true) : [],
  );
}

const zones: Readonly<Record<string, readonly [kind: NameKind, defines: boolean] | undefined>> = {
  limit_req_zone: ['request zone', true],
  limit_req: ['request zone', false],
  limit_conn_zone: ['connection zone', true],
  keyval_zone: ['key-value zone', true],
  keyval: ['key-value zone', false],
};
const redirecting = new Set(['try_files', 'error_page', 'post_action', 'internal_redirect']);

function others(node: NginxNode): readonly Found[] {
  const { name, args } = node;
  const zone = zones[name];
  if (zone) return args.flatMap((one) => matches(one.span, /^["']?zone=([\w.-]+)/dg, ...zone));
  if (/^(?:proxy|fastcgi|uwsgi|scgi)_cache_path$/.test(name))
    return args.flatMap((one) => matches(one.span, /^["']?keys_zone=([\w.-]+)/dg, 'cache', true));
  if (redirecting.has(name))
    return args.flatMap((one) => matches(one.span, /^["']?@([\w.-]+)["']?$/dg, 'named location', false));
  const [first, second] = args;
  if (!first) return [];
  if (/^(?:proxy|fastcgi|uwsgi|scgi)_cache$/.test(name))
    return first.text === 'off' ? [] : whole(first, 'cache', false);
  if (name === 'limit_conn') return whole(first, 'connection zone', false);
  if (name === 'upstream') return whole(first, 'upstream', true);
  if (name === 'log_format') return whole(first, 'log format', true);
  if (name === 'access_log') return second && first.text !== 'off' ? whole(second, 'log format', false) : [];
  if (name === 'location') return matches(first.span, /^["']?@([\w.-]+)/dg, 'named location', true);
  return isPass(name) ? matches(first.span, passed, 'upstream', false) : [];
}

/** Whether a directive hands requests on to a host or an upstream. */
export function isPass(name: string): boolean {
  return /^(?:proxy|fastcgi|grpc|uwsgi|scgi|memcached|tunnel)_pass$/.test(name);
}

/** The host of `http://host/…`, `host:9000` or `host`; a socket's path and what holds a variable are none. */
const passed = /^["']?(?:\w+:\/\/)?(?!unix:)([\w.-]+)(?=:\d|[/"']|$)/dg;

/** `map … $pool { default blue; }` and `set $pool blue`: names of upstreams where `$pool` is passed to. */
function values(node: NginxNode, parent: NginxNode | undefined): readonly Found[] {
  const setting = node.name === 'set' ? node.args[0] : undefined;
  const block = parent && /^(?:map|geo|split_clients)$/.test(parent.name) ? parent.args.at(-1) : undefined;
  const through = (setting ?? block)?.text;
  const value = setting ? node.args[1] : block && node.args[0];
  if (!value || !through?.startsWith('$')) return [];
  return whole(value, 'upstream', false).map((one) => ({ ...one, through: through.slice(1) }));
}

/** Variables that a file's `proxy_pass` and its kind take a host from. */
export function passedVariables(file: NginxFile): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { kind, name, node } of namesIn(file))
    if (kind === 'variable' && isPass(node.name)) found.add(name);
  return found;
}

function whole(argument: NginxArgument, kind: NameKind, defines: boolean): readonly Found[] {
  return matches(argument.span, /^["']?([\w.-]+)["']?$/dg, kind, defines);
}

function matches(place: Span, pattern: RegExp, kind: NameKind, defines: boolean): readonly Found[] {
  const found: Found[] = [];
  for (const match of written(place).matchAll(pattern)) {
    const group = match[1] === undefined ? 2 : 1;
    const [start, end] = match.indices![group]!;
    found.push({
      kind,
      name: match[group]!,
      span: span(place.source, place.start + start, place.start + end),
      defines,
    });
  }
  return found;
}

function written({ source, start, end }: Span): string {
  return source.text.slice(start, end);
}
