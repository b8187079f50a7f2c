import { defineRule, removeDirective, skip } from '../../core/rule.ts';
import { inHttp } from '../shared/nginx-example.ts';

/** Headers of which a response may carry several, each adding to the others. */
const several = new Set(
  'set-cookie link vary cache-control content-security-policy content-security-policy-report-only server-timing www-authenticate via warning accept-ch access-control-expose-headers alt-svc reporting-endpoints x-robots-tag'.split(
    ' ',
  ),
);
const example = (...lines: readonly string[]) =>
  inHttp('server {', '  listen 8080;', ...lines.map((line) => `  ${line}`), '}');

export default defineRule({
  id: 'nginx/conflicting-header',
  title: 'One header sent twice',
  category: 'correctness',
  severity: 'warning',
  priority: 2,
  remedy: 'Send the header once, with the value that is meant.',
  rationale:
    '`add_header` adds: two of one name are both sent. ' +
    'Browsers take the first, the last, or drop both where the values differ, each in its own way.',
  references: ['https://nginx.org/en/docs/http/ngx_http_headers_module.html#add_header'],
  catalogue: ['nginx/header-conflict', 'nginx/header-duplicate'],
  on: 'directive',
  names: ['http', 'server', 'location', 'if'],
  bad: example('add_header X-Frame-Options DENY always;', 'add_header X-Frame-Options SAMEORIGIN always;'),
  good: example('add_header X-Frame-Options DENY always;'),
  *check({ directive }) {
    const headers = directive.all('add_header');
    if (headers.length < 2) return skip;
    const seen = new Map<string, (typeof headers)[number]>();
    for (const header of headers) {
      const [name, value] = header.args;
      if (!name || !value || value.text === '') continue;
      const key = name.text.toLowerCase();
      const first = seen.get(key);
      if (!first) {
        seen.set(key, header);
        continue;
      }
      // A variable may be empty, and an empty header is not sent.
      if (several.has(key) || /\$/.test(value.text + (first.args[1]?.text ?? ''))) continue;
      const same = first.args[1]?.text === value.text;
      yield {
        at: name.span,
        message: same
          ? `${name.text} is sent twice with the same value.`
          : `${name.text} is sent twice, as "${first.args[1]!.text}" and as "${value.text}".`,
        related: [{ at: first.args[0]!.span, message: 'The first stands here.' }],
        ...(same && { severity: 'info' as const, priority: 3 as const }),
        fix: {
          title: 'Leave this one out',
          safety: same ? ('safe' as const) : ('review' as const),
          edits: removeDirective(header.node),
        },
      };
    }
  },
});
