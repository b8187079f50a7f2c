import { defineRule, insertIntoBlock, skip } from '../../core/rule.ts';
import { inHttp } from '../shared/nginx-example.ts';
import { locationName } from '../shared/nginx-places.ts';
import { isRestricted } from '../shared/restricted.ts';

const named = /^\/(?:_?internal|_?protected|_?private|x-accel|accel|sendfile)(?:[/_-]|$)/i;
const example = (...lines: readonly string[]) =>
  inHttp(
    'server {',
    '  listen 8080;',
    '  location /internal/ {',
    ...lines.map((line) => `    ${line}`),
    '    alias /srv/files/;',
    '  }',
    '}',
  );

export default defineRule({
  id: 'nginx/public-internal-location',
  title: 'Location for inner use that everybody reaches',
  category: 'security',
  severity: 'warning',
  priority: 1,
  remedy: 'Mark the location with `internal`.',
  rationale:
    'Files that an application releases with X-Accel-Redirect lie in a location that only nginx itself may ask for. ' +
    'Without `internal` whoever guesses the address gets them without the application’s consent.',
  references: ['https://nginx.org/en/docs/http/ngx_http_core_module.html#internal'],
  catalogue: ['nginx/internal-missing'],
  peers: ['semgrep:generic.nginx.security.missing-internal.missing-internal'],
  on: 'location',
  bad: example(),
  good: example('internal;'),
  *check({ location }) {
    const { directive, modifier, path } = location;
    if ((modifier !== '' && modifier !== '^~') || !named.test(path)) return skip;
    const serves = directive.first('alias') ?? directive.first('root');
    if (!serves) return skip;
    if (directive.first('internal') || isRestricted(directive)) return;
    yield {
      at: location.pathSpan,
      message: `${locationName(location)} is named for inner use, and everybody reaches it.`,
      fix: {
        title: 'Mark it with internal',
        safety: 'review',
        edits: insertIntoBlock(directive.node, ['internal;'], { at: 'start' }),
      },
    };
  },
});
