import type { Directive, EffectiveHeader } from './nginx.ts';

/**
 * Directives that hold only in the block in which they stand. From nginx's source: their modules merge nothing from the outer
 * level (rewrite, try_files, set, handlers), or they name the block itself.
 */
const notInherited = new Set(
  'return rewrite break set if try_files internal limit_except location server listen server_name empty_gif stub_status mp4 flv proxy_pass fastcgi_pass grpc_pass uwsgi_pass scgi_pass memcached_pass js_content content_by_lua_block content_by_lua_file'.split(
    ' ',
  ),
);
/** Blocks without a name of their own take the handler of the location they stand in (`clcf->noname` in nginx's source). */
const handlers = new Set('proxy_pass fastcgi_pass grpc_pass uwsgi_pass scgi_pass memcached_pass'.split(' '));
/** Lists whose inheritance `<name>_inherit on | off | merge` rules (nginx 1.29.3, ngx_http_headers_module). */
const mergeable = new Set(['add_header', 'add_trailer']);

/**
 * The directives of a name that are in force in a block, by nginx's own rules: those of the nearest level that has any, all of
 * them and none from farther out; `add_header` and `add_trailer` also by `add_header_inherit` and `add_trailer_inherit`.
 * @param block a block; for a directive without one, the block it stands in
 */
export function effective(block: Directive, name: string): readonly Directive[] {
  const levels = levelsOf(block);
  if (notInherited.has(name)) {
    const own = levels[0]!.all(name);
    if (own.length > 0 || !handlers.has(name) || (block.name !== 'if' && block.name !== 'limit_except'))
      return own;
    return levels[1]?.all(name) ?? [];
  }
  return inForce(levels, name);
}

/** A block, or a file's top level. */
type Level = { all(name: string): readonly Directive[] };

function inForce(levels: readonly Level[], name: string): readonly Directive[] {
  if (!mergeable.has(name)) return nearest(levels, name);
  const [level, ...outer] = levels;
  if (!level) return [];
  const own = level.all(name);
  const mode = nearest(levels, `${name}_inherit`).at(-1)?.args[0]?.text;
  if (mode === 'off') return own;
  if (mode === 'merge') return [...own, ...inForce(outer, name)];
  return own.length > 0 ? own : inForce(outer, name);
}

function nearest(levels: readonly Level[], name: string): readonly Directive[] {
  for (const level of levels) {
    const own = level.all(name);
    if (own.length > 0) return own;
  }
  return [];
}

/** The directives of a block and of those around it, innermost first; a fragment's top level is its last. */
function levelsOf(block: Directive): readonly Level[] {
  const levels: Level[] = [];
  for (let at = block.children ? block : block.parent; at; at = at.parent) levels.push(at);
  levels.push(block.config);
  return levels;
}

/** What the block would inherit if it had no directive of that name of its own. */
export function inheritedFrom(block: Directive, name: string): readonly Directive[] {
  return inForce(levelsOf(block).slice(1), name);
}

/**
 * The headers that nginx adds to responses of a location, server or `if`: the `add_header` in force, and `more_set_headers` of
 * every level around it (headers-more merges them).
 */
export function effectiveHeaders(
  place: Directive | { readonly directive: Directive },
): readonly EffectiveHeader[] {
  const block = 'directive' in place ? place.directive : place;
  const added = effective(block, 'add_header').flatMap((directive) => {
    const [name, value, last] = directive.args;
    return name && value
      ? [{ name: name.text, value: value.text, always: last?.text === 'always', directive }]
      : [];
  });
  const set = levelsOf(block).flatMap((level) => level.all('more_set_headers'));
  return set.length === 0 ? added : [...added, ...set.flatMap(moreHeaders)];
}

function moreHeaders(directive: Directive): readonly EffectiveHeader[] {
  return directive.args.flatMap(({ text }) => {
    const colon = text.indexOf(':');
    return colon > 0
      ? [{ name: text.slice(0, colon).trim(), value: text.slice(colon + 1).trim(), always: true, directive }]
      : [];
  });
}

/** One header of the request that nginx sends to what it proxies to. */
export interface ProxyHeader {
  readonly name: string;
  /** Empty: the header is not sent. */
  readonly value: string;
  /** Undefined for what nginx sends by itself. */
  readonly directive: Directive | undefined;
}

/**
 * Headers that nginx writes into the proxied request: the `proxy_set_header` in force, and nginx's own `Host $proxy_host` and
 * `Connection close` where they are not replaced (nginx 1.29.7 and later send no `Connection`).
 */
export function proxyHeaders(
  place: Directive | { readonly directive: Directive },
  set = 'proxy_set_header',
): readonly ProxyHeader[] {
  const block = 'directive' in place ? place.directive : place;
  const written: ProxyHeader[] = effective(block, set).flatMap((directive) => {
    const [name, value] = directive.args;
    return name && value ? [{ name: name.text, value: value.text, directive }] : [];
  });
  const lacks = (name: string) => !written.some((header) => header.name.toLowerCase() === name);
  if (set === 'proxy_set_header' && lacks('host'))
    written.push({ name: 'Host', value: '$proxy_host', directive: undefined });
  if (set === 'proxy_set_header' && lacks('connection') && !versionAtLeast(block.config.version, '1.29.7')) {
    written.push({ name: 'Connection', value: 'close', directive: undefined });
  }
  return written;
}

/** Whether a version is known and not older than another: `1.29.7` is at least `1.29.3`, `1.29` is taken for 1.29.0. */
export function versionAtLeast(version: string | undefined, least: string): boolean {
  return version !== undefined && compareVersions(version, least) >= 0;
}

/** Negative where `a` is older. Parts that are not written count as 0. */
export function compareVersions(a: string, b: string): number {
  const left = a.split('.').map(Number);
  const right = b.split('.').map(Number);
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const difference = (left[i] || 0) - (right[i] || 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
