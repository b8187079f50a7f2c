import { defineRule, type Listen, skip, span } from '../../core/rule.ts';
import { inHttp } from '../shared/nginx-example.ts';

const example = (words: string) =>
  `worker_processes auto;\n${inHttp('server {', `  listen 8443 quic${words};`, '  listen 8444 ssl;', '  ssl_certificate /etc/nginx/site.pem;', '  ssl_certificate_key /etc/nginx/site.key;', '}')}`;

export default defineRule({
  id: 'nginx/quic-without-reuseport',
  title: 'QUIC with several workers on one socket',
  category: 'correctness',
  severity: 'warning',
  priority: 2,
  remedy: 'Write `reuseport` behind `quic`, once for each address.',
  rationale:
    'A QUIC connection is a row of datagrams, and one worker knows its keys. On a socket that all workers share, the next datagram goes to whichever worker is quickest, which drops what it does not know: ' +
    'connections stall and browsers fall back to TCP. With `reuseport` each worker has a socket of its own, and the kernel keeps a client at one of them.',
  references: [
    'https://nginx.org/en/docs/quic.html',
    'https://nginx.org/en/docs/http/ngx_http_core_module.html#reuseport',
  ],
  catalogue: ['nginx/quic-reuseport'],
  peers: ['gixy:quic_bpf_reuseport'],
  on: 'nginx',
  bad: example(''),
  good: example(' reuseport'),
  *check({ config }) {
    const listens = config.servers.flatMap((server) => server.listens).filter(({ quic }) => quic);
    if (listens.length === 0 || !config.complete) return skip;
    // One worker is the default.
    const workers = config.all('worker_processes').at(-1)?.args[0]?.text ?? '1';
    if (!/^(?:auto|[2-9]|\d\d+)$/.test(workers)) return skip;
    const sockets = new Map<string, Listen[]>();
    for (const listen of listens) {
      const key = `${listen.address} ${listen.port}`;
      sockets.set(key, [...(sockets.get(key) ?? []), listen]);
    }
    for (const [first, ...others] of sockets.values()) {
      if (
        !first ||
        [first, ...others].some(({ directive }) => directive.args.some(({ text }) => text === 'reuseport'))
      )
        continue;
      const word = first.directive.args.find(({ text }) => text === 'quic')!;
      const { source, end } = word.span;
      yield {
        at: word.span,
        message: `The workers (${workers}) share one socket for QUIC: a datagram may reach one that does not know its connection.`,
        fix: {
          title: 'Add "reuseport"',
          safety: 'review',
          edits: [{ span: span(source, end, end), text: ' reuseport' }],
        },
      };
    }
  },
});
