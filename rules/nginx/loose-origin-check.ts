import { defineRule, skip } from '../../core/rule.ts';
import { inHttp } from '../shared/nginx-example.ts';

const example = (pattern: string) =>
  inHttp(
    'server {',
    '  listen 8080;',
    `  if ($http_origin ~* "${pattern}") {`,
    '    set $allowed 1;',
    '  }',
    '}',
  );

export default defineRule({
  id: 'nginx/loose-origin-check',
  title: 'Origin checked with a pattern that others meet',
  category: 'security',
  severity: 'warning',
  priority: 1,
  remedy: 'Begin the pattern with `^https://`, escape its dots, and end it with `$`.',
  rationale:
    'A pattern without anchors holds wherever its text occurs, and a dot stands for any letter. ' +
    '`https://shop.test.evil.example` and `https://shop-test.example` are then taken for one’s own.',
  references: ['https://github.com/dvershinin/gixy/blob/master/docs/en/plugins/origins.md'],
  catalogue: ['nginx/origin-regex', 'nginx/referer-regex'],
  peers: ['gixy:origins', 'gixy:valid_referers'],
  on: 'directive',
  names: ['if', 'valid_referers'],
  bad: example('^https://shop.test'),
  good: example('^https://shop\\\\.test$'),
  *check({ directive }) {
    const { name, args } = directive;
    if (name === 'valid_referers') {
      const none = args.find(({ text }) => text === 'none');
      if (!none) return;
      yield {
        at: none.span,
        message: 'A request without a referrer passes, and a page leaves it out when it wants to.',
        peers: ['gixy:valid_referers'],
        severity: 'info',
        priority: 3,
      };
      return;
    }
    const [test, operator, pattern] = condition(args.map(({ text }) => text).join(' ')) ?? [];
    if (!test || !pattern || !/^\$http_(?:origin|referer)$/.test(test) || !operator?.startsWith('~'))
      return skip;
    const fault = faultOf(pattern, test === '$http_origin');
    if (fault === undefined) return;
    yield {
      at: args.at(-1)!.span,
      message: `The pattern for ${test} ${fault}: other sites meet it too.`,
      peers: ['gixy:origins'],
    };
  },
});

/** `($http_origin ~* "pattern")`: its variable, operator and pattern. */
function condition(text: string): readonly string[] | undefined {
  return /^\(\s*(\$\w+)\s+(!?~\*?|=|!=)\s+(.*?)\s*\)$/.exec(text)?.slice(1);
}

function faultOf(pattern: string, whole: boolean): string | undefined {
  const text = pattern.replaceAll(/^["']|["']$/g, '');
  if (!/[a-z]\w*\\?\.[a-z]/i.test(text)) return undefined;
  if (!text.startsWith('^')) return 'does not begin with ^';
  if (/(?<!\\)\.(?![*+?{])(?=[a-z])/i.test(text.replaceAll(/\[[^\]]*\]/g, '')))
    return 'has a dot that stands for any letter';
  if (whole && !/\$\)?$/.test(text)) return 'does not end with $';
  return !whole && !/[/$)]$/.test(text) ? 'does not end with a slash' : undefined;
}
