import {
  defineRule,
  type Fix,
  removeItem,
  skip,
  type YamlScalar,
  type YamlSequence,
} from '../../core/rule.ts';
import { writtenLists } from '../shared/list-item.ts';

export default defineRule({
  id: 'compose/duplicate-variable',
  title: 'One variable twice in a list',
  category: 'correctness',
  severity: 'error',
  priority: 1,
  remedy: 'Keep the entry that is meant.',
  rationale:
    'Compose refuses a list that has the same entry twice. Of two entries for one variable the last counts, and whoever changes the first changes nothing. (A key that stands twice in a map is a syntax error.)',
  references: ['https://docs.docker.com/reference/compose-file/services/#environment'],
  catalogue: ['compose/duplicate-key'],
  on: 'service',
  bad: `services:
  api:
    image: team/api:2.1
    environment:
      - LOG_LEVEL=info
      - PORT=8080
      - LOG_LEVEL=warn
`,
  good: `services:
  api:
    image: team/api:2.1
    environment:
      - PORT=8080
      - LOG_LEVEL=warn
`,
  *check({ service, name }) {
    for (const list of writtenLists(service, 'environment')) {
      const last = new Map<string, YamlScalar>();
      for (const item of [...list.items].reverse()) {
        if (item.kind !== 'scalar') continue;
        const variable = item.text.split('=', 1)[0]!;
        const later = last.get(variable);
        if (!later) last.set(variable, item);
        else {
          const same = later.text === item.text;
          yield {
            at: item.span,
            message: same
              ? `"${item.text}" stands twice in the environment of "${name}": Compose refuses the list.`
              : `"${variable}" of "${name}" is set again below, and this value does not count.`,
            related: [{ at: later.span, message: 'The one that counts.' }],
            ...(!same && { severity: 'warning' as const }),
            fix: remove(list, item, same),
          };
        }
      }
    }
    if (service.environment.length === 0) return skip;
  },
});

function remove(list: YamlSequence, item: YamlScalar, same: boolean): Fix {
  return {
    title: same ? 'Take the repetition out' : 'Take out the value that does not count',
    safety: 'safe',
    edits: removeItem(list, list.items.indexOf(item)),
  };
}
