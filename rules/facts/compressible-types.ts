/**
 * Text formats that websites send most, by the media types that nginx's mime.types gives them; `text/html` is always compressed.
 * Source: nginx.org/en/docs/http/ngx_http_gzip_module.html and nginx's conf/mime.types, 2026-11. JavaScript has two names.
 */
export const compressibleTypes: readonly { readonly name: string; readonly types: readonly string[] }[] = [
  { name: 'CSS', types: ['text/css'] },
  { name: 'JavaScript', types: ['text/javascript', 'application/javascript', 'application/x-javascript'] },
  { name: 'JSON', types: ['application/json'] },
  { name: 'SVG', types: ['image/svg+xml'] },
];

/** What a new `gzip_types` names. */
export const gzipTypes =
  'text/plain text/css text/javascript application/javascript application/json application/xml image/svg+xml';
