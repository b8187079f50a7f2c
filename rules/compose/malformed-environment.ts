import { defineRule, type Edit, type Observation, skip, type YamlNode } from '../../core/rule.ts';
import { writtenLists } from '../shared/list-item.ts';

export default defineRule({
  id: 'compose/malformed-environment',
  title: 'Variable in a form that does not set it',
  category: 'correctness',
  severity: 'warning',
  priority: 1,
  remedy: 'Write `KEY=value` without blanks around `=` in a list, `KEY: value` in a map.',
  rationale:
    'Items of a list are texts of the form `KEY=value`. `- KEY: value` is a map, which Compose refuses there; in `- KEY = value` the blank belongs to the name, and no program looks for a variable of that name.',
  references: ['https://docs.docker.com/reference/compose-file/services/#environment'],
  catalogue: ['compose/env-list-syntax'],
  on: 'service',
  bad: `services:
  api:
    image: team/api:2.1
    environment:
      - PORT: 8080
      - HOST=api
`,
  good: `services:
  api:
    image: team/api:2.1
    environment:
      - PORT=8080
      - HOST=api
`,
  *check({ service, name }) {
    const lists = writtenLists(service, 'environment');
    if (lists.length === 0) return skip;
    for (const item of lists.flatMap((list) => list.items)) {
      const fault = faultOf(item);
      if (fault) yield { ...fault, message: `${fault.message} in the environment of "${name}".` };
    }
  },
});

function faultOf(item: YamlNode): Observation | undefined {
  if (item.kind === 'map') return mapFault(item);
  if (item.kind !== 'scalar') return undefined;
  const spaced = /^([\w.-]+)\s+=\s*(.*)$/s.exec(item.text);
  const colon = /^([A-Z_][A-Z0-9_]*):\s*([^=]*)$/s.exec(item.text);
  const [, key, value] = spaced ?? colon ?? [];
  if (key === undefined || value === undefined) return undefined;
  const message = spaced
    ? `The blank before "=" belongs to the name "${key} "`
    : `"${item.text}" sets nothing: "=" is missing`;
  const index = item.span.source.text.slice(item.span.start, item.span.end).indexOf(item.text);
  if (index < 0 || item.text.includes('\n')) return { at: item.span, message };
  const start = item.span.start + index;
  const edits: readonly Edit[] = [
    { span: { source: item.span.source, start, end: start + item.text.length }, text: `${key}=${value}` },
  ];
  return { at: item.span, message, fix: { title: `Write ${key}=${value}`, safety: 'safe', edits } };
}

function mapFault(item: Extract<YamlNode, { readonly kind: 'map' }>): Observation | undefined {
  const [entry] = item.entries;
  if (!entry) return undefined;
  const { key, value } = entry;
  const message = `"${key.text}" stands as a map in a list: Compose refuses it`;
  const plain =
    item.entries.length === 1 &&
    !item.flow &&
    (value === undefined || (value.kind === 'scalar' && value.style === 'plain'));
  if (!plain || key.style !== 'plain') return { at: key.span, message };
  const text = value?.kind === 'scalar' ? value.text : '';
  return {
    at: key.span,
    message,
    fix: {
      title: `Write ${key.text}=${text}`,
      safety: 'safe',
      edits: [{ span: item.span, text: `${key.text}=${text}` }],
    },
  };
}
