import { defineRule, type Edit, type Span, skip, type YamlNode } from '../../core/rule.ts';

export default defineRule({
  id: 'compose/unused-anchor',
  title: 'Anchor that nothing uses',
  category: 'correctness',
  severity: 'info',
  priority: 3,
  remedy: 'Take the anchor out, or use it with `*`.',
  rationale:
    'An anchor marks what is written once and used in several places. One without an alias suggests a sharing that is not there: whoever changes the value changes this place alone.',
  references: ['https://docs.docker.com/reference/compose-file/fragments/'],
  catalogue: ['compose/anchor-unused'],
  on: 'compose',
  bad: `services:
  api: &api
    image: team/api:2.1
`,
  good: `services:
  api:
    image: team/api:2.1
`,
  *check({ file }) {
    const used = new Set<string>();
    const anchors: { readonly name: string; readonly span: Span }[] = [];
    for (const node of nodesOf(file.yaml.documents[0])) {
      if (node.kind === 'alias') used.add(node.name);
      if (node.anchor) anchors.push(node.anchor);
    }
    if (anchors.length === 0) return skip;
    for (const { name, span } of anchors) {
      if (used.has(name)) continue;
      yield {
        at: span,
        message: `Nothing uses the anchor "${name}".`,
        tag: 'unnecessary',
        fix: { title: `Take the anchor "${name}" out`, safety: 'safe', edits: [without(span)] },
      };
    }
  },
});

function* nodesOf(root: YamlNode | undefined): Generator<YamlNode> {
  const pending: (YamlNode | undefined)[] = [root];
  while (pending.length > 0) {
    const node = pending.pop();
    if (!node) continue;
    yield node;
    if (node.kind === 'sequence') for (const item of node.items) pending.push(item);
    if (node.kind === 'map') for (const { key, value } of node.entries) pending.push(value, key);
  }
}

/** With the blanks before it where it ends its line, else with those behind it. */
function without({ source, start, end }: Span): Edit {
  const blanks = /^[ \t]*/.exec(source.text.slice(end))![0].length;
  const last = /^(?:\r?\n|$)/.test(source.text.slice(end + blanks));
  const before = last ? /[ \t]*$/.exec(source.text.slice(0, start))![0].length : 0;
  return { span: { source, start: start - before, end: last ? end : end + blanks }, text: '' };
}
