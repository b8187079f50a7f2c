import type { Directive } from './nginx.ts';
import { nginxPattern } from './nginx-pattern.ts';
import { toBytes } from './nginx-uri.ts';

/** What a `map` asks of the walk that it is part of. */
export interface MapReader<Value> {
  /** What a word of the configuration is at run time. */
  value(text: string): Value;
  /** Captures of a pattern that matched become `$1` and variables. */
  capture(captures: RegExpExecArray): void;
}

type Unknown = { readonly unknown: string };

/**
 * What a `map` block gives: exact keys (whatever their case), host names with wildcards where `hostnames` says so, regular
 * expressions in order, else the default.
 * Source: nginx.org, ngx_http_map_module.
 */
export function mapValue(map: Directive, state: MapReader<string | Unknown>): string | Unknown {
  const source = state.value(map.args[0]?.text ?? '');
  if (typeof source !== 'string') return source;
  const found = matching(map, source, state);
  if (found && 'unknown' in found) return found;
  const value = found ?? map.children?.findLast(({ name }) => name === 'default');
  return value ? state.value(value.args[0]?.text ?? '') : '';
}

const settings = new Set(['default', 'hostnames', 'volatile', 'include']);

function matching(
  map: Directive,
  source: string,
  state: MapReader<unknown>,
): Directive | Unknown | undefined {
  const entries = (map.children ?? []).filter(({ name }) => !settings.has(name));
  const hostnames = map.first('hostnames') !== undefined;
  const lower = source.toLowerCase();
  const wanted = hostnames ? lower.replace(/\.$/, '') : lower;
  const exact = entries.find(
    ({ name }) => keyOf(name) === wanted || (hostnames && keyOf(name) === `.${wanted}`),
  );
  if (exact) return exact;
  if (hostnames) {
    const fitting = entries.filter(({ name }) => isWildcard(keyOf(name), wanted));
    const heads = fitting.filter(({ name }) => !name.endsWith('*'));
    const best = (heads.length > 0 ? heads : fitting).sort((a, b) => b.name.length - a.name.length)[0];
    if (best) return best;
  }
  for (const entry of entries) {
    if (!entry.name.startsWith('~')) continue;
    const ignoreCase = entry.name.startsWith('~*');
    const pattern = nginxPattern(toBytes(entry.name.slice(ignoreCase ? 2 : 1)), ignoreCase);
    if (!(pattern instanceof RegExp)) return pattern;
    const captures = pattern.exec(source);
    if (!captures) continue;
    state.capture(captures);
    return entry;
  }
  return undefined;
}

function keyOf(name: string): string {
  return toBytes(name).replace(/^\\/, '').toLowerCase();
}

function isWildcard(key: string, host: string): boolean {
  if (key.startsWith('*.')) return host.endsWith(key.slice(1)) && host.length >= key.length;
  if (key.startsWith('.')) return host.endsWith(key);
  return key.endsWith('.*') && host.startsWith(key.slice(0, -1));
}
