import { defineRule, removeArgument, skip } from '../../core/rule.ts';
import { inHttp } from '../shared/nginx-example.ts';
import { serverName } from '../shared/nginx-places.ts';
import { serversBySocket } from '../shared/sockets.ts';

const example = (second: string) =>
  inHttp(
    'server {',
    '  listen 8080 default_server;',
    '  server_name a.example.org;',
    '}',
    'server {',
    `  listen 8080${second};`,
    '  server_name b.example.org;',
    '}',
  );

export default defineRule({
  id: 'nginx/duplicate-default-server',
  title: 'Two default servers on one socket',
  category: 'correctness',
  severity: 'error',
  priority: 0,
  remedy: 'Leave `default_server` in one of them.',
  rationale:
    'A socket has one server that answers for names that no server has. ' +
    'With a second `default_server` for the same address and port nginx does not start.',
  references: ['https://nginx.org/en/docs/http/ngx_http_core_module.html#listen'],
  catalogue: ['nginx/duplicate-location'],
  on: 'nginx',
  bad: example(' default_server'),
  good: example(''),
  *check({ config }) {
    if (config.servers.length < 2) return skip;
    // Fragments of a folder of samples are rarely all included at once.
    if (config.entryContext !== 'main') return skip;
    for (const [socket, servers] of serversBySocket(config.servers)) {
      const [first, ...others] = servers.filter(([, listen]) => listen.defaultServer);
      for (const [, listen] of others) {
        if (first![0].directive.node === listen.directive.parent?.node) continue;
        const word = listen.directive.args.find(
          ({ text }) => text === 'default_server' || text === 'default',
        )!;
        yield {
          at: word.span,
          message: `${socket} has a default server already, ${serverName(first![0])}: nginx does not start.`,
          related: [{ at: first![1].directive.nameSpan, message: 'This is the first.' }],
          fix: {
            title: `Take "${word.text}" out`,
            safety: 'review',
            edits: [removeArgument(word)],
          },
        };
      }
    }
  },
});
