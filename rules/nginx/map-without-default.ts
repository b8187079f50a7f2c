import { defineRule, insertIntoBlock, skip } from '../../core/rule.ts';
import { inHttp } from '../shared/nginx-example.ts';

const example = (...lines: readonly string[]) =>
  inHttp('map $host $shop {', ...lines.map((line) => `  ${line}`), '  a.shop.test a;', '}');

export default defineRule({
  id: 'nginx/map-without-default',
  title: 'Map without a default',
  category: 'correctness',
  severity: 'info',
  priority: 3,
  off: true,
  remedy: 'Say what other values become, if only nothing: `default "";`.',
  rationale:
    'Without a default the variable is empty for every value that the map does not list. ' +
    'A reader cannot tell whether that is meant. Often it is: an empty header is not sent, so the rule is off until it is asked for.',
  references: ['https://nginx.org/en/docs/http/ngx_http_map_module.html#map'],
  catalogue: ['nginx/hash-without-default'],
  peers: ['gixy:hash_without_default'],
  on: 'directive',
  names: ['map'],
  bad: example(),
  good: example('default "";'),
  *check({ directive }) {
    const { children, args } = directive;
    if (!children || children.length === 0) return skip;
    if (children.some(({ name }) => name === 'default' || name === 'include')) return;
    // An expression that every text meets is one too.
    if (children.some(({ name }) => /^~\*?\^?\.\*\$?$/.test(name))) return;
    yield {
      at: directive.nameSpan,
      message: `${args[1]?.text ?? 'Its variable'} is empty for every value that this map does not list.`,
      fix: {
        title: 'Write the empty default out',
        safety: 'safe',
        edits: insertIntoBlock(directive.node, ['default "";'], {
          after: ['hostnames', 'volatile'],
          at: 'start',
        }),
      },
    };
  },
});
