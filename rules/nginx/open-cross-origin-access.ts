import { defineRule, effectiveHeaders, skip } from '../../core/rule.ts';
import { inHttp } from '../shared/nginx-example.ts';
import { blockName } from '../shared/nginx-places.ts';

const example = (origin: string) =>
  inHttp(
    'server {',
    '  listen 8080;',
    `  add_header Access-Control-Allow-Origin ${origin};`,
    '  add_header Access-Control-Allow-Credentials true;',
    '}',
  );

export default defineRule({
  id: 'nginx/open-cross-origin-access',
  title: 'Cross-origin access with cookies for everybody',
  category: 'security',
  severity: 'error',
  priority: 1,
  remedy: 'Name the origins that may read answers, in a `map` over `$http_origin`.',
  rationale:
    'With credentials allowed a foreign page reads what the visitor’s session may read. ' +
    'An origin that is echoed allows every page in the world; a star beside credentials is refused by browsers, so nothing works and the next step is the echo.',
  references: [
    'https://developer.mozilla.org/en-US/docs/Web/HTTP/Guides/CORS',
    'https://portswigger.net/web-security/cors',
  ],
  catalogue: ['nginx/cors-wildcard-credentials'],
  on: 'directive',
  names: ['http', 'server', 'location', 'if'],
  bad: example('$http_origin'),
  good: example('https://shop.test'),
  *check({ directive }) {
    const own = directive.all('add_header').some(({ args }) => /^access-control-/i.test(args[0]?.text ?? ''));
    if (!own) return skip;
    const headers = effectiveHeaders(directive);
    const find = (name: string) => headers.find((one) => one.name.toLowerCase() === name);
    const origin = find('access-control-allow-origin');
    const credentials = find('access-control-allow-credentials');
    if (!origin || credentials?.value !== 'true') return;
    if (origin.value !== '*' && origin.value !== '$http_origin') return;
    // An "if" around it may have looked at the origin.
    for (let at: typeof directive | undefined = directive; at; at = at.parent)
      if (at.name === 'if' && at.args.some(({ text }) => text.includes('origin'))) return skip;
    yield {
      at: origin.directive.args[1]!.span,
      message:
        origin.value === '*'
          ? `${blockName(directive)} allows credentials beside the origin *, which browsers refuse.`
          : `${blockName(directive)} allows every page in the world to read answers with the visitor's cookies.`,
      ...(origin.value === '*' && { severity: 'warning' as const, priority: 2 as const }),
    };
  },
});
