import { defineRule, insertIntoBlock, skip } from '../../core/rule.ts';
import { gzipTypes } from '../facts/compressible-types.ts';
import { inHttp } from '../shared/nginx-example.ts';
import { blocksToChange, facesClients } from '../shared/nginx-places.ts';

const lines = ['gzip on;', 'gzip_vary on;', `gzip_types ${gzipTypes};`];
const server = ['server {', '  listen 8080;', '  root /srv/www;', '}'];

export default defineRule({
  id: 'nginx/uncompressed-responses',
  title: 'Text sent uncompressed',
  category: 'performance',
  severity: 'info',
  priority: 3,
  remedy: 'Switch gzip on, for CSS, JavaScript, JSON and SVG too.',
  strength: 'Text is compressed before it is sent',
  rationale:
    'Text shrinks to a third or less, which on a phone decides how soon a page is there. ' +
    'Until it is told to, nginx compresses nothing.',
  references: ['https://nginx.org/en/docs/http/ngx_http_gzip_module.html'],
  catalogue: ['nginx/gzip'],
  production: true,
  on: 'nginx',
  bad: inHttp(...server),
  good: inHttp(...lines, ...server),
  *check(nginx) {
    const { config } = nginx;
    const servers = config.servers.filter(({ redirectsOnly }) => !redirectsOnly);
    if (servers.length === 0 || !config.complete || !facesClients(nginx)) return skip;
    // Another module, files compressed beforehand, or gzip said on or off anywhere is the author's own plan.
    if (
      [...config.walk()].some(({ name }) =>
        /^(?:gzip|gzip_static|brotli|brotli_static|zstd|zstd_static)$/.test(name),
      )
    )
      return;
    const blocks = blocksToChange(nginx, servers);
    if (!blocks[0]) return skip;
    const edits = blocks.flatMap(({ node, name }) =>
      insertIntoBlock(node, lines, {
        after:
          name === 'server' ? ['listen', 'server_name'] : ['sendfile', 'tcp_nopush', 'keepalive_timeout'],
      }),
    );
    const fix = { title: 'Switch gzip on', safety: 'review' as const, edits };
    yield {
      at: blocks[0].nameSpan,
      message: 'Responses are sent uncompressed: gzip is off where nothing is said.',
      fix,
    };
  },
});
