import { defineRule, effective, insertBeside, skip, versionAtLeast } from '../../core/rule.ts';
import { http2DirectiveSince } from '../facts/nginx-versions.ts';
import { inHttp } from '../shared/nginx-example.ts';
import { serverName } from '../shared/nginx-places.ts';

const files = (...lines: readonly string[]) => ({
  'compose.yaml':
    'services:\n  proxy:\n    image: nginx:1.30.4\n    volumes:\n      - ./nginx.conf:/etc/nginx/nginx.conf:ro\n',
  'nginx.conf': inHttp(
    'ssl_session_cache shared:TLS:10m;',
    'server {',
    '  listen 443 ssl;',
    ...lines,
    '  ssl_certificate /etc/nginx/a.pem;',
    '  ssl_certificate_key /etc/nginx/a.key;',
    '}',
  ),
});

export default defineRule({
  id: 'nginx/missing-http2',
  title: 'HTTPS without HTTP/2',
  category: 'performance',
  severity: 'info',
  priority: 3,
  remedy: 'Switch HTTP/2 on: `http2 on;`, before 1.25.1 `listen 443 ssl http2;`.',
  strength: 'HTTPS is served with HTTP/2',
  rationale:
    'Over HTTP/1.1 a browser opens six connections and has each answer wait for the one before. ' +
    'HTTP/2 carries all of them over one, with smaller headers; every browser of the last ten years speaks it.',
  references: ['https://nginx.org/en/docs/http/ngx_http_v2_module.html'],
  catalogue: ['nginx/http2'],
  production: true,
  on: 'server',
  bad: files(),
  good: files('  http2 on;'),
  *check({ server, nginx }) {
    const { version, config } = nginx;
    const tls = server.listens.filter(({ ssl, quic }) => ssl && !quic);
    const [first] = tls;
    if (!first || server.directive.context.startsWith('stream') || !config.complete || server.redirectsOnly)
      return skip;
    if (tls.some(({ http2 }) => http2) || effective(server.directive, 'http2').at(-1)?.args[0]?.text === 'on')
      return;
    // The word holds for the whole socket, whichever server says it.
    const shared = config.servers.some((other) =>
      other.listens.some((listen) => listen.http2 && listen.port === first.port),
    );
    if (shared || effective(server.directive, 'http2').length > 0 || !/^\d+\.\d+/.test(version ?? ''))
      return skip;
    const modern = versionAtLeast(version, http2DirectiveSince);
    const last = server.directive.all('listen').at(-1);
    yield {
      at: first.directive.nameSpan,
      message: `${serverName(server).replace(/^t/, 'T')} speaks HTTP/1.1 only.`,
      ...(modern &&
        last && {
          fix: () => ({
            title: 'Write "http2 on;"',
            safety: 'safe' as const,
            edits: insertBeside(last.node, ['http2 on;'], 'after'),
          }),
        }),
    };
  },
});
