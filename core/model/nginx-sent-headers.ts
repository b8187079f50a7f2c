import type { Directive } from './nginx.ts';
import { effective, effectiveHeaders } from './nginx-inherit.ts';
import type { SentHeader } from './nginx-request.ts';
import { fromBytes } from './nginx-uri.ts';
import type { WalkState } from './nginx-walk-state.ts';

/** Statuses that `add_header` without `always` and `expires` are for (ngx_http_headers_module). */
const plain: ReadonlySet<number> = new Set([200, 201, 204, 206, 301, 302, 303, 304, 307, 308]);

/**
 * The headers that nginx adds to an answer, by the block in force.
 * @param status undefined where the upstream says: then what a success carries.
 */
export function sentHeaders(state: WalkState, status: number | undefined): readonly SentHeader[] {
  const { block } = state;
  if (!block) return [];
  const success = status === undefined || plain.has(status);
  const added = effectiveHeaders(block)
    .filter(({ always }) => always || success)
    .map((header): SentHeader => {
      const value = state.value(header.value);
      return {
        ...header,
        written: header.value,
        value: typeof value === 'string' ? fromBytes(value) : undefined,
      };
    })
    // A header without a value is not sent.
    .filter(({ value }) => value !== '');
  return success ? [...expires(state, block), ...added] : added;
}

/** nginx writes scheme, host and port before a path, unless it is told not to (`absolute_redirect`, `port_in_redirect`). */
export function absoluteRedirect(state: WalkState, redirect: string): string | undefined {
  const is = (name: string, value: string) => state.setting(name)?.args[0]?.text === value;
  const text = fromBytes(redirect);
  if (!redirect.startsWith('/') || is('absolute_redirect', 'off')) return text;
  if (is('server_name_in_redirect', 'on')) return undefined;
  const { scheme, port, host } = state.request;
  const usual = port === (scheme === 'https' ? 443 : 80) || is('port_in_redirect', 'off');
  return `${scheme}://${host.toLowerCase()}${usual ? '' : `:${port}`}${text}`;
}

function expires(state: WalkState, block: Directive): readonly SentHeader[] {
  const directive = effective(block, 'expires').at(-1);
  if (!directive) return [];
  const words = directive.args.map(({ text }) => text);
  const value = state.value(words.at(-1) ?? '');
  if (value === 'off' || value === '') return [];
  const cache = typeof value === 'string' && words.length === 1 ? cacheControl(value) : undefined;
  const common = { written: words.join(' '), always: false, directive };
  return [
    { ...common, name: 'Expires', value: undefined },
    { ...common, name: 'Cache-Control', value: cache },
  ];
}

function cacheControl(value: string): string | undefined {
  if (value === 'epoch' || value.startsWith('-')) return 'no-cache';
  if (value === 'max') return 'max-age=315360000';
  if (value.startsWith('@')) return undefined;
  const seconds = nginxSeconds(value);
  return seconds === undefined ? undefined : `max-age=${seconds}`;
}

const unitSeconds: Readonly<Record<string, number>> = {
  y: 31_536_000,
  M: 2_592_000,
  w: 604_800,
  d: 86_400,
  h: 3600,
  m: 60,
  s: 1,
  '': 1,
};

/** nginx's notation of time, `1d 12h` or `30`, in seconds (nginx.org, "Configuration file measurement units"). */
function nginxSeconds(text: string): number | undefined {
  if (!/^(?:\d+[yMwdhms]?\s*)+$/.test(text)) return undefined;
  let total = 0;
  for (const [, amount, unit] of text.matchAll(/(\d+)([yMwdhms]?)/g))
    total += Number(amount) * unitSeconds[unit!]!;
  return total;
}
