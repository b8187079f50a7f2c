import { defineRule, skip, span } from '../../core/rule.ts';
import { securityHeaders } from '../facts/security-headers.ts';
import { listed } from '../shared/listed.ts';
import { inHttp } from '../shared/nginx-example.ts';
import { blockName } from '../shared/nginx-places.ts';

const watched = new Set(securityHeaders.map((name) => name.toLowerCase()));
const example = (always: string) =>
  inHttp('server {', '  listen 8080;', `  add_header X-Content-Type-Options nosniff${always};`, '}');

export default defineRule({
  id: 'nginx/header-not-always',
  title: 'A security header missing from error pages',
  category: 'security',
  severity: 'info',
  priority: 3,
  remedy: 'Write `always` behind the value.',
  rationale:
    'Without `always` nginx adds a header to answers of 200, 201, 204, 206, 301, 302, 303, 304, 307 and 308 only. ' +
    'Error pages show what the client sent, and are as good a place for an attack as any.',
  references: ['https://nginx.org/en/docs/http/ngx_http_headers_module.html#add_header'],
  catalogue: ['nginx/add-header-always'],
  on: 'directive',
  names: ['http', 'server', 'location', 'if'],
  bad: example(''),
  good: example(' always'),
  *check({ directive }) {
    const lacking = directive.all('add_header').filter(({ args }) => {
      const [header, value, last] = args;
      return header && value && value.text !== '' && !last && watched.has(header.text.toLowerCase());
    });
    const [first] = lacking;
    if (!first) return directive.all('add_header').length > 0 ? undefined : skip;
    const names = listed([...new Set(lacking.map(({ args }) => args[0]!.text))]);
    yield {
      at: first.args[0]!.span,
      message: `${names} ${lacking.length === 1 ? 'is' : 'are'} missing from the error pages of ${blockName(directive)}: "always" is not behind it.`,
      related: lacking.slice(1).map(({ args }) => ({ at: args[0]!.span, message: 'Nor behind this one.' })),
      fix: {
        title: 'Write "always"',
        safety: 'safe',
        edits: lacking.map(({ args }) => {
          const { source, end } = args[1]!.span;
          return { span: span(source, end, end), text: ' always' };
        }),
      },
    };
  },
});
