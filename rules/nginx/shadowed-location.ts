import { coversPaths, defineRule, type Location, pathsOf, skip } from '../../core/rule.ts';
import { inHttp } from '../shared/nginx-example.ts';
import { locationName } from '../shared/nginx-places.ts';

const example = (pattern: string) =>
  inHttp(
    'server {',
    '  listen 8080;',
    '  location ~ \\.php$ {',
    '    fastcgi_pass 127.0.0.1:9000;',
    '  }',
    `  location ~ ${pattern} {`,
    '    return 404;',
    '  }',
    '}',
  );

/** Regular expressions that every path matches. */
const all =
  /^(?:\^|\/|\^\/|\.\*|\^\.\*|\^\.\*\$|\.\*\$|\^\/\.\*|\^\/\.\*\$|\^\/\(\.\*\)|\^\/\(\.\*\)\$|\(\.\*\)|\.)$/;

/** Comparing expressions costs time; those above the first of them are asked. */
const mostCompared = 40;

function isRegex({ modifier, path }: Location): boolean {
  return (modifier === '~' || modifier === '~*') && !/\$\{|\{\{|%/.test(path);
}

function covers(earlier: Location, later: Location): boolean {
  return coversPaths(
    pathsOf(earlier.path, earlier.modifier === '~*'),
    pathsOf(later.path, later.modifier === '~*'),
  );
}

export default defineRule({
  id: 'nginx/shadowed-location',
  title: 'A location that no request reaches',
  category: 'correctness',
  severity: 'warning',
  priority: 1,
  remedy: 'Put it above the one that takes its requests, or delete it.',
  rationale:
    'nginx takes the first location whose regular expression matches, in the order of the text. ' +
    'What stands below one that matches all of its paths is dead text.',
  references: ['https://nginx.org/en/docs/http/ngx_http_core_module.html#location'],
  catalogue: ['nginx/duplicate-location', 'nginx/regex-overlap'],
  on: 'location',
  bad: example('\\.php$'),
  good: example('\\.phtml$'),
  *check({ location, server }) {
    const { modifier, path, parent, pathSpan, directive } = location;
    if (!isRegex(location)) return skip;
    let compared = 0;
    for (const earlier of server.locations) {
      if (earlier === location || compared === mostCompared) return;
      if (earlier.parent !== parent || earlier.directive.node === directive.node || !isRegex(earlier))
        continue;
      compared++;
      const same = earlier.path === path && (earlier.modifier === modifier || earlier.modifier === '~*');
      if (!same && !all.test(earlier.path) && !covers(earlier, location)) continue;
      yield {
        at: pathSpan,
        message: `${locationName(earlier)} stands above and takes every request that this one would.`,
        related: [{ at: earlier.pathSpan, message: 'It is asked first.' }],
      };
      return;
    }
  },
});
