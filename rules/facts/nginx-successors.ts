/**
 * Directives that nginx deprecated, with what stands in their place. nginx still reads those without `removed`; the others end its start
 * from that version on.
 * Source: nginx.org/en/docs (each directive's note) and nginx.org/en/CHANGES, 2026-07.
 */
export const successors: Readonly<
  Record<string, { readonly since: string; readonly removed?: string; readonly instead: string } | undefined>
> = {
  http2_max_field_size: { since: '1.19.7', instead: 'large_client_header_buffers' },
  http2_max_header_size: { since: '1.19.7', instead: 'large_client_header_buffers' },
  http2_max_requests: { since: '1.19.7', instead: 'keepalive_requests' },
  http2_recv_timeout: { since: '1.19.7', instead: 'client_header_timeout' },
  http2_idle_timeout: { since: '1.19.7', instead: 'keepalive_timeout' },
  limit_zone: { since: '1.1.8', removed: '1.7.6', instead: 'limit_conn_zone' },
  spdy_headers_comp: { since: '1.9.5', removed: '1.9.5', instead: 'http2' },
  spdy_chunk_size: { since: '1.9.5', removed: '1.9.5', instead: 'http2_chunk_size' },
};
