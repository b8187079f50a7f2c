import type { Directive, NginxArgument, NginxConfig, Span } from '../../core/rule.ts';
import { span } from '../../core/rule.ts';
import { variableTable } from '../facts/nginx-variables.ts';

/** Variables that nginx.org names in the text of a module only, and families of modules that it does not describe. */
const further =
  'modern_browser ancient_browser msie upstream_queue_time geoip_ geoip2_ date_ lua_ brotli_ vts_ ssl_ upstream_ proxy_internal_';
const known = new Set<string>();
const families: string[] = [];
for (const word of `${variableTable} ${further}`.trim().split(/\s+/)) {
  const name = word.replace(/^\$/, '').replace(/NAME$/, '');
  if (name.endsWith('_')) families.push(name);
  else known.add(name);
}

/** Whether nginx has a variable of that name by itself. */
export function isBuiltIn(name: string): boolean {
  return /^\d+$/.test(name) || known.has(name) || families.some((family) => name.startsWith(family));
}

export function builtInVariables(): readonly string[] {
  return [...known];
}

/** Directives that evaluate variables, and from which argument on. Regular expressions and names are not among them. */
const evaluating: Readonly<Record<string, number | undefined>> = {
  set: 1,
  return: 0,
  rewrite: 1,
  proxy_pass: 0,
  fastcgi_pass: 0,
  grpc_pass: 0,
  uwsgi_pass: 0,
  proxy_set_header: 1,
  grpc_set_header: 1,
  add_header: 1,
  fastcgi_param: 1,
  uwsgi_param: 1,
  log_format: 1,
  root: 0,
  alias: 0,
  try_files: 0,
  proxy_cache_key: 0,
  proxy_cache_bypass: 0,
  proxy_no_cache: 0,
  fastcgi_cache_key: 0,
  fastcgi_cache_bypass: 0,
  fastcgi_no_cache: 0,
  limit_req_zone: 0,
  limit_conn_zone: 0,
  auth_request_set: 1,
  map: 0,
  expires: 0,
};

/** The directives that use variables. */
export const usersOfVariables: readonly string[] = ['if', ...Object.keys(evaluating)];

export interface VariableUse {
  readonly name: string;
  readonly at: Span;
}

/** Where a directive uses variables, with the `$`. */
export function variableUses({ name, args, context }: Directive): readonly VariableUse[] {
  if (name === 'if') return args[0] ? usesIn(args[0], /^\(\s*\$(\w+)/g) : [];
  const from = evaluating[name];
  if (from === undefined || !args.some(({ text }) => text.includes('$'))) return [];
  if (/^(?:stream|mail|map|geo)/.test(context)) return [];
  const words = name === 'map' ? args.slice(0, 1) : args.slice(from);
  return words.flatMap((word) => usesIn(word, /\$(?:(\w+)|\{(\w+)\})/g));
}

function usesIn(argument: NginxArgument, pattern: RegExp): readonly VariableUse[] {
  if (!argument.text.includes('$')) return [];
  const { source, start, end } = argument.span;
  const written = source.text.slice(start, end);
  return Array.from(written.matchAll(pattern), (match) => {
    const at = start + match.index + match[0].indexOf('$');
    return { name: match[1] ?? match[2]!, at: span(source, at, start + match.index + match[0].length) };
  });
}

const defined = new WeakMap<NginxConfig, ReadonlySet<string>>();

/** Variables that a configuration defines: by `set`, `map` and their like, and by named captures of regular expressions. */
export function definedVariables(config: NginxConfig): ReadonlySet<string> {
  const known = defined.get(config);
  if (known) return known;
  const found = new Set<string>();
  for (const directive of config.walk()) {
    for (const word of definedBy(directive)) found.add(word.text.slice(1));
    addCaptures(directive.name, found);
    for (const { text } of directive.args) addCaptures(text, found);
  }
  defined.set(config, found);
  return found;
}

function addCaptures(text: string, into: Set<string>): void {
  if (!text.includes('(?')) return;
  for (const [, capture] of text.matchAll(/\(\?P?[<'](\w+)[>']/g)) into.add(capture!);
}

const definesLast = new Set(['map', 'geo', 'split_clients', 'num_map', 'keyval']);

function definedBy({ name, args }: Directive): readonly NginxArgument[] {
  const word = definesLast.has(name)
    ? args.at(-1)
    : name.startsWith('set') || name.endsWith('_set') || name === 'js_var'
      ? args[0]
      : undefined;
  return word?.text.startsWith('$') ? [word] : [];
}
