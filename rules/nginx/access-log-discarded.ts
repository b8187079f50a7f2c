import { defineRule, replaceDirective, skip } from '../../core/rule.ts';
import { inHttp } from '../shared/nginx-example.ts';

export default defineRule({
  id: 'nginx/access-log-discarded',
  title: 'Access log written to nowhere',
  category: 'logging',
  severity: 'warning',
  priority: 3,
  remedy: 'Switch the log off with `access_log off`, or write it to `/dev/stdout`.',
  rationale:
    'With `/dev/null` nginx makes up every line and throws it away. ' +
    'If the log is not wanted `off` says so for nothing; if it is, an incident will find it empty.',
  references: ['https://nginx.org/en/docs/http/ngx_http_log_module.html#access_log'],
  catalogue: ['nginx/log-to-dev-null'],
  production: true,
  on: 'directive',
  names: ['access_log'],
  bad: inHttp('access_log /dev/null;'),
  good: inHttp('access_log off;'),
  *check({ directive }) {
    const [path] = directive.args;
    if (!path) return skip;
    if (path.text !== '/dev/null') return;
    yield {
      at: path.span,
      message: 'The access log is made up and thrown away.',
      fix: {
        title: 'Switch it off',
        safety: 'safe',
        edits: replaceDirective(directive.node, 'access_log off;'),
      },
    };
  },
});
