import { defineRule, replaceArgument, skip } from '../../core/rule.ts';
import { inHttp } from '../shared/nginx-example.ts';

const example = (value: string) =>
  inHttp('server {', '  listen 8080;', `  add_header X-XSS-Protection ${value} always;`, '}');

export default defineRule({
  id: 'nginx/obsolete-xss-protection',
  title: 'X-XSS-Protection, which browsers have dropped',
  category: 'security',
  severity: 'info',
  priority: 3,
  remedy: 'Delete the header, or send `0`; a Content-Security-Policy does what it was for.',
  rationale:
    'Chrome and Edge took the filter out in 2019 and 2020, Firefox never had one. ' +
    'In the old browsers that still have it, the filter itself could be used to break pages and to leak what is on them: the OWASP guide says to send `0` or nothing.',
  references: [
    'https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/X-XSS-Protection',
    'https://cheatsheetseries.owasp.org/cheatsheets/HTTP_Headers_Cheat_Sheet.html',
  ],
  catalogue: ['nginx/x-xss-protection'],
  on: 'directive',
  names: ['add_header'],
  bad: example('"1; mode=block"'),
  good: example('"0"'),
  *check({ directive }) {
    const { args } = directive;
    const [header, value] = args;
    if (header?.text.toLowerCase() !== 'x-xss-protection' || !value) return skip;
    if (!value.text.startsWith('1')) return;
    yield {
      at: header.span,
      tag: 'deprecated',
      message: `"${header.text}: ${value.text}" does nothing in today's browsers, and harm in some old ones.`,
      fix: { title: 'Send "0"', safety: 'safe', edits: [replaceArgument(value, '0')] },
    };
  },
});
