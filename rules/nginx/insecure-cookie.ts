import { defineRule, replaceArgument, skip } from '../../core/rule.ts';
import { listed } from '../shared/listed.ts';
import { inHttp } from '../shared/nginx-example.ts';

const example = (cookie: string) =>
  inHttp('server {', '  listen 8080;', `  add_header Set-Cookie "${cookie}";`, '}');

export default defineRule({
  id: 'nginx/insecure-cookie',
  title: 'Cookie without its guards',
  category: 'security',
  severity: 'info',
  priority: 2,
  remedy: 'Set cookies with `Secure`, `HttpOnly` and `SameSite`.',
  rationale:
    'Without Secure a cookie crosses the line readable, without HttpOnly every script of the page reads it, without SameSite older browsers send it along with requests of foreign pages. ' +
    'One that a script has to read cannot have HttpOnly: then say so in an ignore.',
  references: ['https://developer.mozilla.org/en-US/docs/Web/HTTP/Reference/Headers/Set-Cookie'],
  catalogue: ['nginx/cookie-flags'],
  production: true,
  on: 'directive',
  names: ['add_header'],
  bad: example('variant=a; Path=/'),
  good: example('variant=a; Path=/; Secure; HttpOnly; SameSite=Lax'),
  *check({ directive }) {
    const [header, value] = directive.args;
    if (header?.text.toLowerCase() !== 'set-cookie' || !value) return skip;
    const missing = [
      ['Secure', /;\s*secure\b/i],
      ['HttpOnly', /;\s*httponly\b/i],
      ['SameSite', /;\s*samesite\s*=/i],
    ].flatMap(([name, pattern]) => ((pattern as RegExp).test(value.text) ? [] : [name as string]));
    // What a variable brings is not known.
    if (missing.length === 0 || /\$\w+"?$/.test(value.text.trim())) return;
    const text = `${value.text.replace(/;\s*$/, '')}${missing.map((name) => `; ${name === 'SameSite' ? 'SameSite=Lax' : name}`).join('')}`;
    yield {
      at: value.span,
      message: `The cookie is set without ${listed(missing)}.`,
      fix: {
        title: `Set it with ${listed(missing)}`,
        safety: 'review',
        edits: [replaceArgument(value, text)],
      },
    };
  },
});
