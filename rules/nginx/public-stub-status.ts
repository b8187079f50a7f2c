import { defineRule, insertIntoBlock, skip } from '../../core/rule.ts';
import { inHttp } from '../shared/nginx-example.ts';
import { locationName } from '../shared/nginx-places.ts';
import { isRestricted } from '../shared/restricted.ts';

const example = (...lines: readonly string[]) =>
  inHttp('server {', '  listen 8080;', '  location = /status {', '    stub_status;', ...lines, '  }', '}');

export default defineRule({
  id: 'nginx/public-stub-status',
  title: 'Server status shown to everybody',
  category: 'security',
  severity: 'warning',
  priority: 2,
  remedy: 'Allow the addresses that monitor it, and deny all others.',
  rationale:
    'The status page counts connections and requests, and changes with every visitor. ' +
    'It tells an attacker whether a flood has the wanted effect.',
  references: ['https://nginx.org/en/docs/http/ngx_http_stub_status_module.html'],
  catalogue: ['nginx/stub-status-public'],
  peers: ['gixy:status_page_exposed'],
  production: true,
  on: 'location',
  bad: example(),
  good: example('    allow 127.0.0.1;', '    deny all;'),
  *check({ location, server }) {
    const { directive } = location;
    const status = directive.first('stub_status');
    if (!status) return skip;
    if (
      isRestricted(directive) ||
      server.listens.every(({ address }) => /^(?:127\.|\[::1\]|localhost|unix:)/.test(address))
    )
      return;
    yield {
      at: status.nameSpan,
      message: `${locationName(location)} shows the status of nginx to everybody.`,
      fix: {
        title: 'Allow 127.0.0.1 only',
        safety: 'review',
        edits: insertIntoBlock(directive.node, ['allow 127.0.0.1;', 'deny all;'], { after: ['stub_status'] }),
      },
    };
  },
});
