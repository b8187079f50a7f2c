import { defineRule, effective, replaceArgument, skip } from '../../core/rule.ts';
import { inHttp } from '../shared/nginx-example.ts';

export default defineRule({
  id: 'nginx/sendfile-off',
  title: 'Files copied through nginx',
  category: 'performance',
  severity: 'info',
  priority: 3,
  remedy: 'Write `sendfile on;`.',
  rationale:
    'With `sendfile` the kernel sends a file by itself; without it each piece is read into nginx and written out again, and `tcp_nopush` does nothing. ' +
    'It is mostly off because shared folders of VirtualBox show old contents with it, which no server has.',
  references: [
    'https://nginx.org/en/docs/http/ngx_http_core_module.html#sendfile',
    'https://nginx.org/en/docs/http/ngx_http_core_module.html#tcp_nopush',
  ],
  catalogue: ['nginx/sendfile', 'nginx/tcp-nopush'],
  production: true,
  on: 'directive',
  names: ['sendfile', 'tcp_nopush'],
  bad: inHttp('sendfile off;', 'server {', '  listen 8080;', '  root /srv;', '}'),
  good: inHttp('sendfile on;', 'server {', '  listen 8080;', '  root /srv;', '}'),
  *check({ directive, nginx }) {
    const [value] = directive.args;
    if (directive.name === 'sendfile') {
      if (value?.text !== 'off' || directive.context !== 'http') return;
      yield {
        at: directive.span,
        message: 'Every file is copied through nginx rather than sent by the kernel.',
        fix: { title: 'Switch sendfile on', safety: 'review', edits: [replaceArgument(value, 'on')] },
      };
      return;
    }
    if (value?.text !== 'on' || !nginx.config.complete) return skip;
    // Some inner level may switch it on.
    if (effective(directive, 'sendfile').length > 0) return;
    for (const { name } of nginx.config.walk()) if (name === 'sendfile') return;
    yield { at: directive.span, message: 'tcp_nopush does nothing: sendfile is off where nothing is said.' };
  },
});
