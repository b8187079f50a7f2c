import type { Directive, NginxConfig, Server } from './nginx.ts';
import { mapValue } from './nginx-map.ts';
import type { NginxRequest } from './nginx-request.ts';
import { toBytes } from './nginx-uri.ts';

/** A text with one character a byte, or why it is not known. */
export type Value = string | { readonly unknown: string };

/** What variables are read from. */
export interface ValueState {
  readonly config: NginxConfig;
  readonly request: NginxRequest;
  readonly server: Server | undefined;
  readonly method: string;
  readonly uri: string;
  readonly args: string;
  /** As sent. */
  readonly target: string;
  readonly captures: RegExpExecArray | undefined;
  /** What `set` and named captures gave. */
  readonly variables: ReadonlyMap<string, Value>;
  /** Maps whose value is being worked out. */
  readonly open: Set<Directive>;
  /** The file that the URI stands for, and its folder. */
  filePath(): Value;
  documentRoot(): Value;
  /** Captures of a pattern that matched become `$1` and variables. */
  capture(captures: RegExpExecArray): void;
}

const reference = /\$(?:\{(\w+)\}|([1-9])|(\w+))/g;

/**
 * What a word of the configuration is at run time.
 * @param asCapture what `$1` and its like become on the way in (a `rewrite` may escape them).
 */
export function evaluate(
  text: string,
  state: ValueState,
  asCapture: (capture: string) => string = (same) => same,
): Value {
  if (!text.includes('$')) return toBytes(text);
  let unknown: Value | undefined;
  const filled = toBytes(text).replace(reference, (_, braced, digit, name) => {
    const value =
      digit === undefined
        ? variable(braced ?? name, state, asCapture)
        : asCapture(state.captures?.[Number(digit)] ?? '');
    if (typeof value === 'string') return value;
    unknown ??= value;
    return '';
  });
  return unknown ?? filled;
}

function variable(name: string, state: ValueState, asCapture: (capture: string) => string): Value {
  if (/^[1-9]$/.test(name)) return asCapture(state.captures?.[Number(name)] ?? '');
  const lower = name.toLowerCase();
  const set = state.variables.get(lower);
  if (set !== undefined) return set;
  const built = builtIn(lower, state);
  if (built !== undefined) return built;
  const map = mapOf(state.config, lower);
  if (map) return mapped(map, name, state);
  // A variable that only some `set` gives is empty until that is carried out.
  if (isSetSomewhere(state.config, lower)) return '';
  return { unknown: `$${name} is only known at run time` };
}

function mapped(map: Directive, name: string, state: ValueState): Value {
  if (map.name !== 'map') return { unknown: `$${name} is given by ${map.name}` };
  if (state.open.has(map)) return { unknown: `$${name} depends on itself` };
  state.open.add(map);
  const value = mapValue(map, {
    value: (text) => evaluate(text, state),
    capture: (captures) => state.capture(captures),
  });
  state.open.delete(map);
  return value;
}

function builtIn(name: string, state: ValueState): Value | undefined {
  const { request, server, uri, args } = state;
  switch (name) {
    case 'uri':
    case 'document_uri':
      return uri;
    case 'request_uri':
      return state.target;
    case 'args':
    case 'query_string':
      return args;
    case 'is_args':
      return args === '' ? '' : '?';
    case 'scheme':
      return request.scheme;
    case 'https':
      return request.scheme === 'https' ? 'on' : '';
    case 'host':
      return toBytes(request.host).toLowerCase().replace(/\.$/, '');
    case 'http_host':
      return hostHeader(request);
    case 'server_port':
      return String(request.port);
    case 'server_name':
      return serverName(server);
    case 'request_method':
      return state.method;
    case 'request_filename':
      return state.filePath();
    case 'document_root':
      return state.documentRoot();
    case 'remote_addr':
      return request.client ?? { unknown: "the client's address is not known" };
    default:
      return byPrefix(name, state);
  }
}

function byPrefix(name: string, { request, args }: ValueState): Value | undefined {
  if (name.startsWith('arg_')) return argument(args, name.slice(4));
  const header =
    name === 'content_type' ? 'content-type' : /^http_(\w+)$/.exec(name)?.[1]?.replaceAll('_', '-');
  const cookie = /^cookie_(\w+)$/.exec(name)?.[1];
  if (header === undefined && cookie === undefined) return undefined;
  if (!request.headers) return { unknown: `$${name} is what the client sends` };
  if (header !== undefined) return toBytes(request.headers.get(header) ?? '');
  const cookies = (request.headers.get('cookie') ?? '').split(/;\s*/);
  return cookies.find((one) => one.toLowerCase().startsWith(`${cookie}=`))?.slice(cookie!.length + 1) ?? '';
}

/** The Host header as a browser writes it: with the port where that is not the scheme's own. */
export function hostHeader({ host, scheme, port, publicPort = port }: NginxRequest): string {
  return publicPort === (scheme === 'https' ? 443 : 80) ? host : `${host}:${publicPort}`;
}

function serverName(server: Server | undefined): Value {
  const first = server?.names[0]?.text ?? '';
  if (first.startsWith('~')) return first.slice(1);
  return first.includes('$')
    ? { unknown: 'the name is filled in at the start' }
    : toBytes(first.replace(/^\*?\./, first.startsWith('*') ? '*.' : ''));
}

function argument(args: string, name: string): string {
  const found = args.split('&').find((one) => one.toLowerCase().startsWith(`${name}=`));
  return found?.slice(name.length + 1) ?? '';
}

interface Names {
  readonly maps: ReadonlyMap<string, Directive>;
  readonly set: ReadonlySet<string>;
}
const named = new WeakMap<NginxConfig, Names>();

function namesOf(config: NginxConfig): Names {
  const known = named.get(config);
  if (known) return known;
  const maps = new Map<string, Directive>();
  const set = new Set<string>();
  for (const directive of config.walk()) {
    const { name, args } = directive;
    if (
      /^(?:map|geo|split_clients)$/.test(name) &&
      directive.children &&
      !directive.context.startsWith('stream')
    )
      maps.set((args.at(-1)?.text ?? '').slice(1).toLowerCase(), directive);
    else if (name === 'set') set.add((args[0]?.text ?? '').slice(1).toLowerCase());
    else if (/^(?:location|rewrite|server_name|if)$/.test(name))
      for (const { text } of args) {
        if (!text.includes('(?')) continue;
        for (const [, group] of text.matchAll(/\(\?P?[<'](\w+)[>']/g)) set.add(group!.toLowerCase());
      }
  }
  const names = { maps, set };
  named.set(config, names);
  return names;
}

function mapOf(config: NginxConfig, name: string): Directive | undefined {
  return namesOf(config).maps.get(name);
}

function isSetSomewhere(config: NginxConfig, name: string): boolean {
  return namesOf(config).set.has(name);
}
