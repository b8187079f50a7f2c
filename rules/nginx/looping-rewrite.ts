import { defineRule, type Location, skip } from '../../core/rule.ts';
import { inHttp } from '../shared/nginx-example.ts';
import { locationName } from '../shared/nginx-places.ts';

const example = (flag: string) =>
  inHttp(
    'server {',
    '  listen 8080;',
    '  location /files/ {',
    `    rewrite ^/files/(.*)$ /files/media/$1 ${flag};`,
    '    root /srv/www;',
    '  }',
    '}',
  );

export default defineRule({
  id: 'nginx/looping-rewrite',
  title: 'Rewrite that meets itself again',
  category: 'correctness',
  severity: 'warning',
  priority: 1,
  remedy: 'End the rewrite with `break` inside its own location.',
  rationale:
    'With `last`, or without a flag, nginx looks for a location for the new address. ' +
    'Where that is the same location and the same rewrite holds again, it goes round ten times and answers 500.',
  references: ['https://nginx.org/en/docs/http/ngx_http_rewrite_module.html#rewrite'],
  catalogue: ['nginx/rewrite-break'],
  on: 'location',
  bad: example('last'),
  good: example('break'),
  *check({ location }) {
    const rewrites = location.directive.all('rewrite');
    if (rewrites.length === 0 || (location.modifier !== '' && location.modifier !== '^~')) return skip;
    for (const rewrite of rewrites) {
      const [pattern, target, flag] = rewrite.args;
      if (!pattern || !target || (flag && flag.text !== 'last')) continue;
      if (!comesBack(location, pattern.text, target.text)) continue;
      yield {
        at: target.span,
        message: `"${target.text}" comes back to ${locationName(location)}, where this rewrite holds again: nginx answers 500 after ten rounds.`,
        ...(flag && {
          fix: {
            title: 'End it with break',
            safety: 'review' as const,
            edits: [{ span: flag.span, text: 'break' }],
          },
        }),
      };
    }
  },
});

/** Whether the address that a rewrite makes lies in its location, in no narrower one, and is met by its pattern again. */
function comesBack({ path, server, directive }: Location, pattern: string, target: string): boolean {
  if (!target.startsWith('/') || /\$(?!\d)/.test(target) || /\(\?|\\[^./dws-]/.test(pattern)) return false;
  let expression: RegExp;
  try {
    expression = new RegExp(pattern);
  } catch {
    return false;
  }
  // What a capture brings: something plain, which every round carries on.
  const next = target.replaceAll(/\$\d/g, 'a.b').replace(/\?.*$/, '');
  const taken = server.locations.some(
    (other) =>
      other.directive !== directive &&
      (other.modifier === '='
        ? other.path === next
        : other.modifier === '~' ||
          other.modifier === '~*' ||
          (next.startsWith(other.path) && other.path.length > path.length)),
  );
  return next.startsWith(path) && !taken && expression.test(next);
}
