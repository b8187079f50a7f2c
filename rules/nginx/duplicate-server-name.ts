import { defineRule, skip } from '../../core/rule.ts';
import { inHttp } from '../shared/nginx-example.ts';
import { serversBySocket } from '../shared/sockets.ts';

const example = (name: string) =>
  inHttp(
    'server {',
    '  listen 8080;',
    '  server_name www.example.org;',
    '}',
    'server {',
    '  listen 8080;',
    `  server_name ${name};`,
    '}',
  );

export default defineRule({
  id: 'nginx/duplicate-server-name',
  title: 'Two servers of one name on one socket',
  category: 'correctness',
  severity: 'warning',
  priority: 1,
  remedy: 'Give the name to one of the servers.',
  rationale:
    'For a name that two servers of a socket have, nginx takes the first and ignores the second with a warning in its log. ' +
    'Whatever the second says about that name never happens.',
  references: ['https://nginx.org/en/docs/http/server_names.html'],
  catalogue: ['nginx/duplicate-location'],
  on: 'nginx',
  bad: example('www.example.org'),
  good: example('api.example.org'),
  *check({ config }) {
    if (config.servers.length < 2 || config.entryContext !== 'main') return skip;
    const told = new Set<object>();
    for (const [socket, servers] of serversBySocket(config.servers)) {
      const owners = new Map<string, (typeof servers)[number][0]>();
      for (const [server] of servers) {
        for (const name of server.names) {
          const text = name.text.toLowerCase();
          const owner = owners.get(text) ?? server;
          owners.set(text, owner);
          const isPlain = text !== '' && text !== '_' && !/[$%{~]/.test(text);
          if (
            owner === server ||
            owner.directive.node === server.directive.node ||
            !isPlain ||
            told.has(name)
          )
            continue;
          told.add(name);
          const first = owner.names.find((one) => one.text.toLowerCase() === text)!;
          yield {
            at: name.span,
            message: `Another server has "${name.text}" on ${socket} already: nginx ignores it here.`,
            related: [{ at: first.span, message: 'The first server of that name.' }],
          };
        }
      }
    }
  },
});
