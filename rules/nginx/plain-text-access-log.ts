import { defineRule, skip } from '../../core/rule.ts';
import { inHttp } from '../shared/nginx-example.ts';

const example = (format: string) =>
  inHttp(
    `log_format main ${format};`,
    'access_log /var/log/nginx/access.log main;',
    'server {',
    '  listen 8080;',
    '}',
  );

export default defineRule({
  id: 'nginx/plain-text-access-log',
  title: 'Access log that programs have to take apart',
  category: 'logging',
  severity: 'info',
  priority: 3,
  off: true,
  remedy: 'Write the format as JSON, with `escape=json`.',
  rationale:
    'A log store can search JSON by field, without an expression that takes each line apart and breaks with the first unusual user agent. ' +
    'Whether the logs go to such a store is in no file of the deployment, so this is off until it is asked for.',
  references: ['https://nginx.org/en/docs/http/ngx_http_log_module.html#log_format'],
  catalogue: ['nginx/log-format-json'],
  production: true,
  on: 'directive',
  names: ['log_format'],
  bad: example(`'$remote_addr "$request" $status'`),
  good: example(`escape=json '{"client":"$remote_addr","request":"$request","status":$status}'`),
  *check({ directive }) {
    const [name, ...format] = directive.args;
    if (!name || format.length === 0 || directive.context !== 'http') return skip;
    if (format.some(({ text }) => text === 'escape=json' || text.trimStart().startsWith('{'))) return;
    for (const used of directive.config.walk()) {
      if (used.name !== 'access_log' || used.args[1]?.text !== name.text) continue;
      yield {
        at: name.span,
        message: `The lines of "${name.text}" are plain text, which a log store has to take apart.`,
      };
      return;
    }
  },
});
