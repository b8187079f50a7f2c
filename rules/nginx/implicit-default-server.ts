import {
  type Directive,
  defineRule,
  type Fix,
  insertBeside,
  type Server,
  skip,
  span,
  versionAtLeast,
} from '../../core/rule.ts';
import { inHttp } from '../shared/nginx-example.ts';
import { serverName } from '../shared/nginx-places.ts';
import { serversBySocket } from '../shared/sockets.ts';

const example = (word: string) =>
  inHttp(
    'server {',
    `  listen 8080${word};`,
    '  server_name a.example.org;',
    '}',
    'server {',
    '  listen 8080;',
    '  server_name b.example.org;',
    '}',
  );

/** First nginx with `ssl_reject_handshake` (nginx.org/en/CHANGES, 1.19.4, 2020-10-27). */
const rejectHandshakeSince = '1.19.4';
/** Words of a `listen` that hold for the whole socket and that every server may repeat. */
const repeated = new Set(['ssl', 'http2', 'proxy_protocol']);

/** A server of its own that answers nobody, above the first one. */
function refuseStrangers(server: Server, listen: Directive, version: string | undefined): readonly Fix[] {
  const { node } = server.directive;
  const [address, ...words] = listen.args.map(({ text }) => text);
  const isTls = words.includes('ssl');
  if (isTls && version !== undefined && !versionAtLeast(version, rejectHandshakeSince)) return [];
  const socket = [address, ...words.filter((word) => repeated.has(word)), 'default_server'].join(' ');
  const answer = isTls ? 'ssl_reject_handshake on;' : 'return 444;';
  const lines = ['server {', `\tlisten ${socket};`, `\t${answer}`, '}', ''];
  return [{ title: 'Refuse unknown names', safety: 'review', edits: insertBeside(node, lines, 'before') }];
}

export default defineRule({
  id: 'nginx/implicit-default-server',
  title: 'A default server by order of the text',
  category: 'correctness',
  severity: 'info',
  priority: 3,
  remedy:
    'Write `default_server` behind the `listen` of the server that is meant, or add one that refuses unknown names.',
  rationale:
    'Requests for names that no server has go to the first server of the socket, in the order of the text and of the file names. ' +
    'A new file that sorts before the others changes who that is.',
  references: ['https://nginx.org/en/docs/http/request_processing.html'],
  catalogue: ['nginx/default-server-implicit', 'nginx/default-server'],
  peers: ['gixy:default_server_flag'],
  on: 'nginx',
  bad: example(''),
  good: example(' default_server'),
  *check({ config, version }) {
    if (config.servers.length < 2 || !config.complete) return skip;
    for (const [socket, servers] of serversBySocket(config.servers)) {
      const [first, second] = servers;
      const nodes = new Set(servers.map(([server]) => server.directive.node));
      if (!first || !second || nodes.size < 2 || servers.some(([, listen]) => listen.defaultServer)) continue;
      const [server, { directive }] = first;
      const address = directive.name === 'listen' ? directive.args[0] : undefined;
      if (!address) continue;
      const { source, end } = address.span;
      yield {
        at: address.span,
        message: `${nodes.size} servers share ${socket} and none says "default_server": ${serverName(server)} answers for unknown names because it comes first.`,
        fix: () => [
          {
            title: 'Write "default_server"',
            safety: 'safe',
            edits: [{ span: span(source, end, end), text: ' default_server' }],
          },
          ...refuseStrangers(server, directive, version),
        ],
      };
    }
  },
});
