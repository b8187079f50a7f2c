/**
 * Contexts (by the table's letters) and argument counts that nginx itself has otherwise than its documentation's syntax lines: what nginx
 * 1.22 answers to every directive in every context with none to eight arguments. The key is a directive, or its module and it.
 */
export const corrections: Readonly<
  Record<string, { readonly contexts?: string; readonly counts?: string } | undefined>
> = {
  access_log: { counts: '1+' },
  dav_access: { counts: '1-3' },
  error_log: { counts: '1+' },
  fastcgi_split_path_info: { contexts: 'HSL' },
  fastcgi_store_access: { counts: '1-3' },
  grpc_ssl_protocols: { counts: '1+' },
  if: { counts: '1+' },
  include: { contexts: 'MEHSLslxUTtuAa', counts: '1' },
  keepalive_disable: { counts: '1-2' },
  proxy_cookie_flags: { counts: '1-4' },
  proxy_ssl_protocols: { counts: '1+' },
  proxy_store_access: { counts: '1-3' },
  scgi_store_access: { counts: '1-3' },
  secure_link_secret: { contexts: 'HSL' },
  'ngx_http_upstream_module server': { counts: '1+' },
  'ngx_stream_upstream_module server': { counts: '1+' },
  ssl_ocsp_cache: { counts: '1' },
  ssl_protocols: { counts: '1+' },
  ssl_session_cache: { counts: '1-2' },
  stub_status: { counts: '0-1' },
  userid_flags: { counts: '1-3' },
  uwsgi_ssl_protocols: { counts: '1+' },
  uwsgi_store_access: { counts: '1-3' },
};
