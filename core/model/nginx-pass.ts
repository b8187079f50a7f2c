import type { Directive, ProxyPass } from './nginx.ts';
import type { RequestOutcome } from './nginx-request.ts';
import { escapeUri, fromBytes, toBytes } from './nginx-uri.ts';
import type { WalkState } from './nginx-walk-state.ts';

type Passed = Extract<RequestOutcome, { readonly kind: 'pass' }>;

/**
 * Where a `proxy_pass` or one of its kin sends the request, and the path that it asks for.
 * Source: ngx_http_proxy_create_request in ngx_http_proxy_module.c.
 */
export function passOn(state: WalkState, directive: Directive): Passed {
  const text = directive.args[0]?.text ?? '';
  const proxy = state.config.proxyOf(directive);
  const protocol = proxy?.scheme ?? directive.name.replace(/_pass$/, '');
  const common = { kind: 'pass', protocol, directive } as const;
  if (directive.name !== 'proxy_pass')
    return { ...common, target: text.replace(/^\w+:\/\//, ''), upstream: proxy?.upstream, path: undefined };
  const value = state.value(text);
  const known = typeof value === 'string' ? value : text;
  const { host, uri } = splitTarget(known);
  const upstream = upstreamOf(state, proxy, host);
  const target = fromBytes(host);
  if (typeof value !== 'string') return { ...common, target, upstream, path: undefined };
  const scheme = /^(\w+):\/\//.exec(known)?.[1] ?? protocol;
  return { ...common, protocol: scheme, target, upstream, path: pathFor(state, uri, text.includes('$')) };
}

function upstreamOf(state: WalkState, proxy: ProxyPass | undefined, host: string) {
  return (
    proxy?.upstream ??
    state.config.upstreams.find(
      ({ name, directive }) => directive.context === 'http' && toBytes(name) === host,
    )
  );
}

function splitTarget(text: string): { readonly host: string; readonly uri: string } {
  const rest = text.replace(/^https?:\/\//, '');
  if (rest.startsWith('unix:')) {
    const colon = rest.indexOf(':', 5);
    return colon < 0 ? { host: rest, uri: '' } : { host: rest.slice(0, colon), uri: rest.slice(colon + 1) };
  }
  const at = rest.search(/[/?]/);
  if (at < 0) return { host: rest, uri: '' };
  return { host: rest.slice(0, at), uri: rest[at] === '?' ? `/${rest.slice(at)}` : rest.slice(at) };
}

function pathFor(state: WalkState, uri: string, variables: boolean): string {
  if (variables && uri !== '') return uri;
  if (uri === '' && state.validTarget) return state.target;
  const base = state.validLocation ? uri : '';
  const replaced = base === '' ? 0 : toBytes(state.location?.path ?? '').length;
  const rest = state.uri.slice(replaced);
  const path = base + (state.quoted || state.uri.includes(' ') || state.internal ? escapeUri(rest) : rest);
  return state.args === '' ? path : `${path}?${state.args}`;
}
