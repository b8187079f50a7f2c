import type { Directive, Location, NginxConfig, Server } from './nginx.ts';
import { refusal } from './nginx-access.ts';
import { serveFiles, type TryEnd, tryFiles } from './nginx-files.ts';
import { effective } from './nginx-inherit.ts';
import { sayLocation } from './nginx-location-words.ts';
import { matchLocation } from './nginx-match-location.ts';
import { matchServer, type ServerMatch } from './nginx-match-server.ts';
import { passOn } from './nginx-pass.ts';
import type { NginxRequest, RequestAnswer, RequestOutcome } from './nginx-request.ts';
import { type RewriteEnd, runRewrites } from './nginx-rewrite.ts';
import { absoluteRedirect, sentHeaders } from './nginx-sent-headers.ts';
import { escapeUri, fromBytes, normalizeTarget, splitArguments, toBytes } from './nginx-uri.ts';
import type { Value } from './nginx-values.ts';
import { type Assumption, WalkState } from './nginx-walk-state.ts';

type Answer = Omit<RequestAnswer, 'otherwise'>;

/** One walk of a request through nginx's phases, with what is not known assumed one way or the other. */
export class RequestWalk {
  readonly #state: WalkState;

  /** @param assumed which assumptions are otherwise than usual, by key. */
  constructor(config: NginxConfig, request: NginxRequest, assumed: ReadonlyMap<string, boolean>) {
    this.#state = new WalkState(config, request, assumed);
  }

  get assumptions(): readonly Assumption[] {
    return this.#state.assumptions;
  }

  run(): RequestAnswer {
    return { ...this.#run(), otherwise: [] };
  }

  #run(): Answer {
    const state = this.#state;
    const { scheme, port } = state.request;
    const match = matchServer(state.config, state.request);
    if (!match)
      return this.#end({ kind: 'closed', reason: `nothing in this configuration listens on port ${port}` });
    if ('unknown' in match) return this.#unknown(match.unknown);
    state.server = match.server;
    state.enter(match.server.directive);
    state.step(match.why, match.at);
    if (scheme === 'https' && !match.tls)
      return this.#end({ kind: 'closed', reason: `port ${port} does not speak TLS` });
    if (scheme === 'https' && this.#rejects(match))
      return this.#end({ kind: 'closed', reason: 'the TLS handshake is rejected' });
    return this.#read(match);
  }

  #rejects(match: ServerMatch): boolean {
    return effective(this.#early(match).directive, 'ssl_reject_handshake').at(-1)?.args[0]?.text === 'on';
  }

  /** Whose settings hold until the host is read: over TLS that of the name in the handshake, which an address is not. */
  #early({ server, defaultServer }: ServerMatch): Server {
    const { scheme, host } = this.#state.request;
    return scheme === 'https' && !/^[\d.]+$|:/.test(host) ? server : defaultServer;
  }

  #read(match: ServerMatch): Answer {
    const state = this.#state;
    const early = this.#early(match);
    const merge = effective(early.directive, 'merge_slashes').at(-1)?.args[0]?.text !== 'off';
    const target = normalizeTarget(state.request.target, merge);
    if (!target) {
      state.server = early;
      state.enter(early.directive);
      state.step('nginx does not read such a path.', undefined);
      return this.#finish(400);
    }
    Object.assign(state, target);
    if (match.captures) state.capture(match.captures);
    if (match.tls && state.request.scheme === 'http') {
      state.step(`Port ${state.request.port} wants TLS.`, match.server.listens[0]?.directive.span);
      return this.#finish(497);
    }
    const verify = state.setting('ssl_verify_client');
    if (match.tls && verify?.args[0]?.text === 'on') {
      state.step('It asks for a certificate of the client; without one the answer is 400.', verify.span);
      if (state.request.headers) return this.#finish(496);
    }
    return this.#serve();
  }

  /** From the server's own rewrites on: where a request begins, and where an internal redirect begins again. */
  #serve(): Answer {
    const state = this.#state;
    const { directive } = state.server!;
    state.location = undefined;
    state.enter(directive);
    const end = runRewrites(state, directive);
    return end ? this.#rewritten(end) : this.#findLocation();
  }

  #findLocation(): Answer {
    const state = this.#state;
    for (;;) {
      state.uriChanged = false;
      const match = matchLocation(state.server!, state.uri);
      if ('unknown' in match) {
        state.location = undefined;
        state.step(`Whether this location matches is not known.`, match.location.pathSpan);
        return this.#unknown(match.unknown);
      }
      const { location, captures, addSlash, passedOver } = match;
      sayLocation(state, location, passedOver);
      if (captures) state.capture(captures);
      this.#enter(location);
      if (!state.internal && location?.directive.first('internal')) {
        state.step(
          'The location is internal: from outside it is not there.',
          location.directive.first('internal')!.span,
        );
        return this.#finish(404);
      }
      if (addSlash) {
        state.step('The path lacks the last slash: nginx redirects.', location!.pathSpan);
        const args = state.args === '' ? '' : `?${state.args}`;
        return this.#finish(301, escapeUri(toBytes(location!.path)) + args);
      }
      const turn = this.#answer();
      if (turn !== 'again') return turn;
    }
  }

  #enter(location: Location | undefined): void {
    const state = this.#state;
    state.location = location;
    const block = location?.directive ?? state.server!.directive;
    state.enter(block);
    const except = effective(block, 'limit_except').find(({ children }) => children);
    const { method } = state;
    if (!except || location === undefined) return;
    const allowed = except.args.some(({ text }) => text === method || (text === 'GET' && method === 'HEAD'));
    if (allowed) return;
    const { handler } = state;
    state.enter(except);
    state.handler ??= handler;
  }

  /** From a location's rewrites to the answer; `again` where its URI changed. */
  #answer(): Answer | 'again' {
    const state = this.#state;
    if (state.location) {
      const end = runRewrites(state, state.block!);
      if (end) return this.#rewritten(end);
      if (state.uriChanged) {
        if (!state.countChange()) return this.#cycle();
        state.enter(state.server!.directive);
        return 'again';
      }
    }
    const status = refusal(state);
    if (status !== undefined) return this.#finish(status);
    const tried = tryFiles(state);
    if (tried && tried.kind !== 'found') return this.#tried(tried);
    return this.#content();
  }

  #tried(tried: Exclude<TryEnd, { readonly kind: 'found' }>): Answer {
    switch (tried.kind) {
      case 'unknown':
        return this.#unknown(tried.reason);
      case 'status':
        return this.#finish(tried.status);
      case 'named':
        return this.#named(tried.name);
      case 'elsewhere':
        return this.#redirectInside(tried.target);
    }
  }

  #content(): Answer {
    const state = this.#state;
    const { handler } = state;
    if (handler && onlyRead.test(handler.name) && state.method !== 'GET' && state.method !== 'HEAD')
      return this.#finish(405);
    if (handler) {
      const isPass = /_pass$/.test(handler.name) && handler.name !== 'memcached_pass';
      state.step(`${handler.name} ${isPass ? 'hands it on' : 'answers'}.`, handler.span);
      const outcome: RequestOutcome = isPass
        ? passOn(state, handler)
        : { kind: 'handler', directive: handler };
      return this.#end(outcome, state.errorStatus || undefined);
    }
    if (!state.validLocation && state.aliasLength() !== undefined) {
      state.step('An alias cannot be used behind "rewrite … break".', state.folder().directive?.span);
      return this.#finish(500);
    }
    const end = serveFiles(state);
    if (end.kind === 'status') return this.#finish(end.status, end.redirect);
    if (end.kind === 'elsewhere') return this.#redirectInside(end.target);
    const status = state.errorStatus || (end.sure ? 200 : undefined);
    return this.#end({ kind: 'file', path: end.path && fromBytes(end.path) }, status);
  }

  #rewritten(end: RewriteEnd): Answer {
    const state = this.#state;
    if ('unknown' in end) {
      state.step(`${end.by.name} is not judged.`, end.by.span);
      return this.#unknown(end.unknown);
    }
    const { status, direct, redirect, text, by } = end;
    state.step(`${by.name} ends it with ${status}.`, by.span);
    if (status === 444) return this.#end({ kind: 'closed', reason: 'return 444 closes the connection' });
    if (!direct) return this.#finish(status, redirect);
    const shown = typeof text === 'string' ? fromBytes(text) : undefined;
    return this.#end({ kind: 'answer', text: shown }, state.errorStatus || status);
  }

  /** A status of nginx's own: an error page may take its place. */
  #finish(status: number, redirect?: Value): Answer {
    const state = this.#state;
    const pages = state.block ? effective(state.block, 'error_page') : [];
    state.errorStatus = status;
    if (!state.errorPageUsed && pages.length > 0 && state.changesLeft > 0) {
      state.errorPageUsed = state.setting('recursive_error_pages')?.args[0]?.text !== 'on';
      const page = pages.find(({ args }) => args.slice(0, -1).some(({ text }) => text === String(status)));
      if (page) return this.#errorPage(page, status);
    }
    const shown = status >= 494 && status <= 497 ? 400 : status;
    return this.#end({ kind: 'answer', text: undefined }, shown, redirect);
  }

  #errorPage(page: Directive, status: number): Answer {
    const state = this.#state;
    const words = page.args.map(({ text }) => text);
    const target = words.at(-1)!;
    const overwrite = /^=(\d*)$/.exec(words.at(-2) ?? '');
    state.step(`error_page sends ${status} to ${target}.`, page.span);
    if (overwrite) state.errorStatus = Number(overwrite[1]);
    if (state.method !== 'HEAD' && !target.startsWith('@')) state.method = 'GET';
    if (target.startsWith('@')) return this.#named(target);
    const value = state.value(target);
    if (typeof value !== 'string') return this.#unknown(value.unknown);
    if (value.startsWith('/')) return this.#redirectInside(value);
    const code = state.errorStatus ?? 0;
    return this.#end({ kind: 'answer', text: undefined }, redirects.has(code) ? code : 302, value);
  }

  #named(name: string): Answer {
    const state = this.#state;
    if (!state.countChange()) return this.#cycle();
    const location = state.server!.locations.find(
      ({ modifier, path }) => modifier === '@' && `@${path}` === name,
    );
    if (!location) {
      state.step(`There is no location ${name} in this server.`, undefined);
      return this.#finish(500);
    }
    state.internal = true;
    state.uriChanged = false;
    sayLocation(state, location, []);
    this.#enter(location);
    const turn = this.#answer();
    return turn === 'again' ? this.#findLocation() : turn;
  }

  #redirectInside(target: string): Answer {
    const state = this.#state;
    if (!state.countChange()) return this.#cycle();
    Object.assign(state, splitArguments(target));
    state.internal = true;
    state.validTarget = false;
    state.validLocation = true;
    return this.#serve();
  }

  #cycle(): Answer {
    this.#state.step('More than ten internal redirects: nginx gives up.', undefined);
    return this.#finish(500);
  }

  #unknown(reason: string): Answer {
    return this.#end({ kind: 'unknown', reason });
  }

  #end(outcome: RequestOutcome, status?: number, redirect?: Value): Answer {
    const state = this.#state;
    const settled = outcome.kind !== 'closed' && outcome.kind !== 'unknown';
    return {
      server: state.server,
      location: state.location,
      block: state.block,
      status,
      redirect: typeof redirect === 'string' ? absoluteRedirect(state, redirect) : undefined,
      headers: settled ? sentHeaders(state, status) : [],
      uri: fromBytes(state.uri),
      outcome,
      steps: state.steps,
    };
  }
}

/** They answer GET and HEAD alone. */
const onlyRead = /^(?:empty_gif|stub_status)$/;

const redirects: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
