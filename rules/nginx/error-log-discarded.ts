import { defineRule, replaceDirective, skip } from '../../core/rule.ts';
import { inHttp } from '../shared/nginx-example.ts';

const peers = ['gixy:error_log_off'];
const example = (log: string) => inHttp(`error_log ${log};`, 'server {', '  listen 8080;', '}');

export default defineRule({
  id: 'nginx/error-log-discarded',
  title: 'Errors that nobody will read',
  category: 'logging',
  severity: 'warning',
  priority: 2,
  remedy: 'Write errors to standard error or to a file that is kept.',
  rationale:
    'There is no `error_log off`: nginx writes into a file of that name. With `/dev/null` the reasons for every 502 are gone. ' +
    'The log is quiet while all is well, and the only witness when it is not.',
  references: ['https://nginx.org/en/docs/ngx_core_module.html#error_log'],
  catalogue: ['nginx/error-log-off', 'nginx/log-to-dev-null'],
  peers: ['gixy:error_log_off'],
  production: true,
  on: 'directive',
  names: ['error_log'],
  bad: example('off'),
  good: example('stderr warn'),
  *check({ directive }) {
    const { args, node } = directive;
    const [path] = args;
    if (!path) return skip;
    if (path.text !== 'off' && path.text !== '/dev/null') return;
    yield {
      at: path.span,
      message:
        path.text === 'off'
          ? 'Errors go into a file named "off": error_log knows no such word.'
          : 'Errors are thrown away.',
      ...(path.text === 'off' && { peers }),
      fix: {
        title: 'Write errors to standard error',
        safety: 'review',
        edits: replaceDirective(node, 'error_log stderr warn;'),
      },
    };
  },
});
