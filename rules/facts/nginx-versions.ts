import type { ImageRelease } from '../../core/rule.ts';
import { cycles, cyclesDate } from './cycles.ts';

/** First nginx with `add_header_inherit` (nginx.org/en/docs/http/ngx_http_headers_module.html, 2026-07). */
export const headerInheritSince = '1.29.3';
/** First nginx without the directive `ssl` (nginx.org/en/CHANGES, 1.25.1, 2023-06-13). */
export const sslDirectiveRemoved = '1.25.1';
/** First nginx with `http2 on;`, in which `listen … http2` is deprecated and `http2_push` does nothing (the same release). */
export const http2DirectiveSince = '1.25.1';
/** First nginx that keeps connections to upstreams open by itself, with HTTP/1.1 and without `Connection: close` (CHANGES, 1.29.7, 2026-03). */
export const upstreamKeepaliveSince = '1.29.7';
/** First nginx whose `server … resolve` in an upstream block needs no subscription (CHANGES, 1.27.3, 2024-11). */
export const upstreamResolveSince = '1.27.3';

/** Words of the official images' tags that name no version of a distribution: one that does is built no more when the next comes. */
const variants = new Set(['alpine', 'slim', 'perl', 'otel']);

/**
 * What a tag of the official nginx images brings that names no full version: `1.30` the newest 1.30, `stable` the newest release of an
 * even line, all else (`latest`, `mainline`, `alpine`, none) the newest of all.
 * Source: github.com/nginx/docker-nginx, README and generate-stackbrew-library.sh (2026-08).
 */
export function nginxRelease(tag = 'latest'): ImageRelease | undefined {
  const [first = '', ...rest] = tag.split('-');
  const words = variants.has(first) ? ['latest', first, ...rest] : [first, ...rest];
  const [line = '', ...others] = words;
  if (!others.every((word) => variants.has(word))) return undefined;
  const version = newestOf(line);
  return version === undefined ? undefined : { version, date: cyclesDate, moving: !/^\d+\.\d+$/.test(line) };
}

/** The table's lines stand newest first. */
function newestOf(line: string): string | undefined {
  const rows = cycles.nginx ?? [];
  if (/^\d+\.\d+$/.test(line)) return rows.find(([cycle]) => cycle === line)?.[3];
  if (line === 'stable') return rows.find(([cycle]) => Number(cycle.split('.')[1]) % 2 === 0)?.[3];
  return line === 'latest' || line === 'mainline' || line === '1' ? rows[0]?.[3] : undefined;
}
