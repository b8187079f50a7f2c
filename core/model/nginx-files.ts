import type { Directive } from './nginx.ts';
import { effective } from './nginx-inherit.ts';
import { escapeUri, toBytes } from './nginx-uri.ts';
import type { WalkState } from './nginx-walk-state.ts';

/** What `try_files` does with a request. */
export type TryEnd =
  | { readonly kind: 'found' }
  | { readonly kind: 'status'; readonly status: number }
  | { readonly kind: 'named'; readonly name: string }
  | { readonly kind: 'elsewhere'; readonly target: string }
  | { readonly kind: 'unknown'; readonly reason: string };

/** Carry out the `try_files` of the block in force; undefined where it has none. */
export function tryFiles(state: WalkState): TryEnd | undefined {
  const directive = state.block && effective(state.block, 'try_files').at(-1);
  if (!directive || directive.args.length < 2) return undefined;
  const words = directive.args.map(({ text }) => text);
  const last = words.pop()!;
  for (const [index, word] of words.entries()) {
    const uri = state.value(word.length > 1 && word.endsWith('/') ? word.slice(0, -1) : word);
    if (typeof uri !== 'string') return { kind: 'unknown', reason: uri.unknown };
    const wanted = word.endsWith('/') ? 'folder' : 'file';
    // What a configuration itself sends requests to is there, and so is a file where nothing else would answer.
    const usually = index === 0 && (last.startsWith('=') || state.internal);
    if (!isThere(state, directive, uri, wanted, usually)) continue;
    take(state, uri);
    state.step(`try_files takes ${word}.`, directive.args[index]!.span);
    return { kind: 'found' };
  }
  state.step(`try_files finds nothing and goes on with ${last}.`, directive.args.at(-1)!.span);
  return fallback(state, last);
}

function fallback(state: WalkState, last: string): TryEnd {
  if (last.startsWith('=')) return { kind: 'status', status: Number(last.slice(1)) };
  if (last.startsWith('@')) return { kind: 'named', name: last };
  const target = state.value(last);
  if (typeof target !== 'string') return { kind: 'unknown', reason: target.unknown };
  // nginx takes the location's path off it where an alias stands in for that, if variables are part of it.
  const cut = last.includes('$') ? aliasPrefix(state, target) : 0;
  return { kind: 'elsewhere', target: target.slice(cut) };
}

/** Length of the location's path in front of a URI, where an alias stands in for it. */
function aliasPrefix(state: WalkState, uri: string): number {
  const length = state.aliasLength();
  if (length === undefined || length === Number.POSITIVE_INFINITY) return 0;
  return uri.startsWith(state.uri.slice(0, length)) ? length : 0;
}

function isThere(
  state: WalkState,
  by: Directive,
  uri: string,
  wanted: 'file' | 'folder',
  usually: boolean,
): boolean {
  const root = state.documentRoot();
  if (typeof root !== 'string') return false;
  const path = root + uri.slice(aliasPrefix(state, uri));
  const there = state.look(path);
  if (there !== 'unknown') return there === wanted;
  if (wanted === 'folder') return uri === '/' || uri === '';
  if (uri.endsWith('/')) return false;
  const key = `${by.span.source.path}:${by.span.start}:${path}`;
  return state.assume({ key, when: `${path} is a file`, whenNot: `${path} is not there` }, usually);
}

function take(state: WalkState, uri: string): void {
  const length = state.aliasLength();
  const isPrefix = length !== undefined && length !== Number.POSITIVE_INFINITY;
  state.uri = isPrefix ? state.uri.slice(0, length) + uri.slice(aliasPrefix(state, uri)) : uri;
}

/** What files answer a request with. */
export type FileEnd =
  | { readonly kind: 'file'; readonly path: string | undefined; readonly sure: boolean }
  /** `redirect` is escaped. */
  | { readonly kind: 'status'; readonly status: number; readonly redirect?: string }
  | { readonly kind: 'elsewhere'; readonly target: string };

/** Serve a file or a folder: what nginx does where nothing else answers (index, autoindex, static). */
export function serveFiles(state: WalkState): FileEnd {
  const path = state.filePath();
  if (state.uri.endsWith('/')) return serveFolder(state, typeof path === 'string' ? path : undefined);
  if (typeof path !== 'string') return { kind: 'file', path: undefined, sure: false };
  const there = state.look(path);
  if (there === 'nothing') {
    state.step(`${path} is not there.`, state.folder().directive?.span);
    return { kind: 'status', status: 404 };
  }
  if (there === 'folder') {
    const args = state.args === '' ? '' : `?${state.args}`;
    return { kind: 'status', status: 301, redirect: `${escapeUri(state.uri)}/${args}` };
  }
  if (state.method !== 'GET' && state.method !== 'HEAD') return { kind: 'status', status: 405 };
  return { kind: 'file', path, sure: there === 'file' };
}

function serveFolder(state: WalkState, path: string | undefined): FileEnd {
  const names = indexNames(state);
  for (const name of names) {
    if (name.startsWith('/')) return { kind: 'elsewhere', target: withArguments(state, name) };
    const there = path === undefined ? 'unknown' : state.look(path + name);
    if (there === 'nothing' && state.look(path!) === 'nothing') return { kind: 'status', status: 404 };
    if (there === 'nothing' || there === 'folder') continue;
    state.step(
      `The folder's index ${name} is asked for${there === 'file' ? '' : ', if it is there'}.`,
      state.setting('index')?.span,
    );
    return { kind: 'elsewhere', target: withArguments(state, state.uri + name) };
  }
  if (path !== undefined && state.look(path) === 'nothing') return { kind: 'status', status: 404 };
  if (state.setting('autoindex')?.args[0]?.text === 'on') return { kind: 'file', path, sure: true };
  return { kind: 'status', status: 403 };
}

function withArguments({ args }: WalkState, uri: string): string {
  return args === '' ? uri : `${uri}?${args}`;
}

function indexNames(state: WalkState): readonly string[] {
  const written = state.block ? effective(state.block, 'index').flatMap(({ args }) => args) : [];
  if (written.length === 0) return ['index.html'];
  return written.flatMap(({ text }) => {
    const value = state.value(text);
    return typeof value === 'string' ? [value] : [toBytes(text)];
  });
}
