import { defineRule, insertBeside, removeArgument, skip, versionAtLeast } from '../../core/rule.ts';
import { http2DirectiveSince } from '../facts/nginx-versions.ts';
import { inHttp } from '../shared/nginx-example.ts';
import { runsHere } from '../shared/nginx-release.ts';

const files = (lines: readonly string[]) => ({
  'compose.yaml':
    'services:\n  proxy:\n    image: nginx:1.29.7\n    volumes:\n      - ./nginx.conf:/etc/nginx/nginx.conf:ro\n',
  'nginx.conf': inHttp(
    'server {',
    ...lines,
    '  ssl_certificate /etc/nginx/a.pem;',
    '  ssl_certificate_key /etc/nginx/a.key;',
    '}',
  ),
});

export default defineRule({
  id: 'nginx/obsolete-listen-http2',
  title: 'HTTP/2 switched on behind `listen`',
  category: 'correctness',
  severity: 'info',
  priority: 3,
  remedy: 'Write `http2 on;` in the server and take the word out of `listen`.',
  rationale:
    'Since 1.25.1 HTTP/2 is a setting of the server, and nginx warns of `listen … http2` at every start. ' +
    'The old form holds for the whole socket: one server that says it decides for all that share the port.',
  references: ['https://nginx.org/en/docs/http/ngx_http_v2_module.html#http2'],
  catalogue: ['nginx/http2'],
  on: 'directive',
  names: ['listen'],
  bad: files(['  listen 443 ssl http2;']),
  good: files(['  listen 443 ssl;', '  http2 on;']),
  *check({ directive, nginx }) {
    const { args, parent, config } = directive;
    if (!parent || !versionAtLeast(nginx.version, http2DirectiveSince)) return skip;
    const word = args.find(({ text }) => text === 'http2');
    if (!word) return;
    const sockets = parent.all('listen').filter((listen) => listen.args.some(({ text }) => text === 'http2'));
    if (sockets[0] !== directive) return skip;
    // Other servers of the same socket have HTTP/2 by this word: they need the directive too.
    const sharing = config.servers.filter(
      (server) =>
        server.directive !== parent &&
        server.listens.some(
          (one) => one.directive.args[0]?.text === args[0]?.text && one.directive !== server.directive,
        ),
    );
    const has = parent.all('http2').length > 0;
    const last = parent.all('listen').at(-1)!;
    yield {
      at: word.span,
      tag: 'deprecated',
      message: `"listen … http2" is deprecated since nginx ${http2DirectiveSince}, and ${runsHere(nginx)}.`,
      ...(sharing.length === 0 && {
        fix: {
          title: 'Write "http2 on;"',
          safety: 'safe' as const,
          edits: [
            ...sockets.map((listen) => removeArgument(listen.args.find(({ text }) => text === 'http2')!)),
            ...(has ? [] : insertBeside(last.node, ['http2 on;'], 'after')),
          ],
        },
      }),
    };
  },
});
