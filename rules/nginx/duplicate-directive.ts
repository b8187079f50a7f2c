import { type Directive, defineRule, removeDirective, skip } from '../../core/rule.ts';
import { inHttp } from '../shared/nginx-example.ts';
import { blockName } from '../shared/nginx-places.ts';
import { factsHere, isTemplated } from '../shared/nginx-reference.ts';

const example = (...lines: readonly string[]) => inHttp('server {', '  listen 8080;', ...lines, '}');

/** Of these each zone may be named once in a block. */
const oncePerZone = new Set(['limit_req', 'limit_conn']);

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
    const { name, parent, node, nameSpan, args } = directive;
    const facts = factsHere(directive);
    const once = oncePerZone.has(name) || facts.every((entry) => entry.once);
    if (facts.length === 0 || !once || isTemplated(directive)) return skip;
    const first = firstOf(directive);
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

/** The first directive of the block that this one may not stand beside; itself where there is none. */
function firstOf(directive: Directive): Directive {
  const { name, parent, config } = directive;
  const level = parent ?? config;
  if (oncePerZone.has(name))
    return level.all(name).find((one) => zoneOf(one) === zoneOf(directive)) ?? directive;
  if (name !== 'root' && name !== 'alias') return level.all(name)[0]!;
  return (parent?.children ?? config.directives).find((one) => one.name === 'root' || one.name === 'alias')!;
}

function zoneOf({ name, args }: Directive): string | undefined {
  return (name === 'limit_req' ? args.find(({ text }) => text.startsWith('zone=')) : args[0])?.text;
}
