import { defineRule, removeDirective, skip } from '../../core/rule.ts';
import { inHttp } from '../shared/nginx-example.ts';
import { blockName } from '../shared/nginx-places.ts';
import { contextsOf, factsOf, isTemplated } from '../shared/nginx-reference.ts';

const example = (...lines: readonly string[]) => inHttp('server {', '  listen 8080;', ...lines, '}');

export default defineRule({
  id: 'nginx/duplicate-directive',
  title: 'A directive written twice in one block',
  category: 'correctness',
  severity: 'error',
  priority: 0,
  remedy: 'Keep one of the two.',
  rationale:
    'A directive with one value may stand once in a block; for a second one nginx says "directive is duplicate" and does not start. ' +
    'Includes count as if their text stood in the block.',
  references: ['https://nginx.org/en/docs/ngx_core_module.html#include'],
  catalogue: ['nginx/wrong-context'],
  on: 'directive',
  bad: example('  gzip on;', '  gzip on;'),
  good: example('  gzip on;'),
  *check({ directive }) {
    const { name, parent, config, node, nameSpan, args } = directive;
    const contexts = contextsOf(directive);
    const facts = factsOf(directive).filter((entry) => entry.contexts.some((one) => contexts.includes(one)));
    if (facts.length === 0 || !facts.every((entry) => entry.once)) return skip;
    if (isTemplated(directive) || parent?.node.broken) return skip;
    const twins = name === 'root' || name === 'alias' ? ['root', 'alias'] : [name];
    const level = parent ?? config;
    const first =
      twins.length === 1
        ? level.all(name)[0]!
        : (parent?.children ?? config.directives).find((one) => twins.includes(one.name))!;
    if (first === directive || first.node === node) return;
    const same =
      first.name === name &&
      first.args.map(({ text }) => text).join(' ') === args.map(({ text }) => text).join(' ');
    yield {
      at: nameSpan,
      message: `"${name}" is in ${parent ? blockName(parent) : 'this level'} already${first.name === name ? '' : ` as "${first.name}"`}: nginx does not start.`,
      related: [{ at: first.nameSpan, message: 'The first stands here.' }],
      ...(same && {
        fix: { title: `Remove the second "${name}"`, safety: 'safe' as const, edits: removeDirective(node) },
      }),
    };
  },
});
