/** First nginx with `add_header_inherit` (nginx.org/en/docs/http/ngx_http_headers_module.html, 2026-07). */
export const headerInheritSince = '1.29.3';
