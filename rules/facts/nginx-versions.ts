/** First nginx with `add_header_inherit` (nginx.org/en/docs/http/ngx_http_headers_module.html, 2026-07). */
export const headerInheritSince = '1.29.3';
/** First nginx without the directive `ssl` (nginx.org/en/CHANGES, 1.25.1, 2023-06-13). */
export const sslDirectiveRemoved = '1.25.1';
/** First nginx with `http2 on;`, in which `listen … http2` is deprecated and `http2_push` does nothing (the same release). */
export const http2DirectiveSince = '1.25.1';
/** First nginx that keeps connections to upstreams open by itself, with HTTP/1.1 and without `Connection: close` (CHANGES, 1.29.7, 2026-03). */
export const upstreamKeepaliveSince = '1.29.7';
