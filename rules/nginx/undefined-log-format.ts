import { defineRule, skip } from '../../core/rule.ts';
import { inHttp } from '../shared/nginx-example.ts';
import { httpDirectives, isHttp } from '../shared/nginx-levels.ts';
import { isTemplated } from '../shared/nginx-reference.ts';

const example = (format: string) =>
  inHttp(
    "log_format short '$remote_addr $status';",
    `access_log /var/log/nginx/access.log ${format};`,
    'server {',
    '  listen 8080;',
    '}',
  );

export default defineRule({
  id: 'nginx/undefined-log-format',
  title: 'A log format that is nowhere defined',
  category: 'correctness',
  severity: 'error',
  priority: 0,
  remedy: 'Define the format with `log_format` above the `access_log`, or name one that is defined.',
  rationale:
    'An access log names its format, which has to be defined before it in the http block; only `combined` is there by itself. ' +
    'With an unknown one nginx does not start.',
  references: ['https://nginx.org/en/docs/http/ngx_http_log_module.html#log_format'],
  catalogue: ['nginx/undefined-log-format'],
  on: 'directive',
  names: ['access_log'],
  bad: example('brief'),
  good: example('short'),
  *check({ directive, nginx }) {
    const { args } = directive;
    const format = args[1];
    if (!format || !nginx.config.complete) return skip;
    if (!isHttp(directive) || isTemplated(directive) || /^\w+=|^off$|^gzip$/.test(format.text)) return skip;
    const defined = httpDirectives(nginx.config).filter((one) => one.name === 'log_format');
    const names = defined.flatMap((one) => one.args[0]?.text ?? []);
    if (format.text === 'combined' || names.includes(format.text)) return;
    const [only, another] = names;
    yield {
      at: format.span,
      message: `No log_format defines "${format.text}": nginx does not start.`,
      ...(only !== undefined &&
        another === undefined && {
          fix: {
            title: `Name the format "${only}"`,
            safety: 'review' as const,
            edits: [{ span: format.span, text: only }],
          },
        }),
    };
  },
});
