import { defineRule, effective, insertBeside, skip } from '../../core/rule.ts';
import { inHttp } from '../shared/nginx-example.ts';
import { blockName } from '../shared/nginx-places.ts';

const example = (...lines: readonly string[]) =>
  inHttp(
    'server {',
    '  listen 8080;',
    '  location /admin/ {',
    '    allow 10.0.0.0/8;',
    ...lines,
    '    proxy_pass http://127.0.0.1:3000;',
    '  }',
    '}',
  );

export default defineRule({
  id: 'nginx/allow-without-deny',
  title: 'Addresses allowed and none denied',
  category: 'security',
  severity: 'warning',
  priority: 1,
  remedy: 'Close the list with `deny all;`.',
  rationale: 'Whoever no line names may come in too. Without a `deny` the list keeps nobody out.',
  references: [
    'https://nginx.org/en/docs/http/ngx_http_access_module.html',
    'https://github.com/yandex/gixy/blob/master/docs/en/plugins/allowwithoutdeny.md',
  ],
  catalogue: ['nginx/allow-without-deny'],
  peers: ['gixy:allow_without_deny'],
  on: 'directive',
  names: ['http', 'server', 'location', 'limit_except'],
  bad: example(),
  good: example('    deny all;'),
  *check({ directive }) {
    const allowed = directive.all('allow');
    const [first] = allowed;
    if (!first) return skip;
    if (directive.all('deny').length > 0 || allowed.some(({ args }) => args[0]?.text === 'all')) return;
    const isAny = effective(directive, 'satisfy').some(({ args }) => args[0]?.text === 'any');
    const mayHide = directive.all('include').some(({ args }) => !/params|types/.test(args[0]?.text ?? ''));
    if (isAny || (mayHide && !directive.config.complete)) return skip;
    yield {
      at: first.nameSpan,
      message: `${blockName(directive)} allows ${first.args[0]?.text ?? 'some'} and denies nobody: everybody may come in.`,
      fix: {
        title: 'Deny all others',
        safety: 'review',
        edits: insertBeside(allowed.at(-1)!.node, ['deny all;'], 'after'),
      },
    };
  },
});
