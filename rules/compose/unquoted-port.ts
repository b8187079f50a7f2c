import { defineRule, skip } from '../../core/rule.ts';
import { writtenLists } from '../shared/list-item.ts';

export default defineRule({
  id: 'compose/unquoted-port',
  title: 'Port without quotes',
  category: 'correctness',
  severity: 'info',
  priority: 3,
  off: true,
  remedy: 'Write ports in quotes.',
  rationale:
    'YAML 1.1, which Compose 1 read, takes `22:22` for a number to the base of 60. Today’s Compose does not, so the rule is off until it is asked for.',
  references: ['https://docs.docker.com/reference/compose-file/services/#ports'],
  catalogue: ['compose/port-unquoted'],
  peers: ['dclint:require-quotes-in-ports'],
  on: 'service',
  bad: `services:
  web:
    image: team/web:2.1
    ports:
      - 22:22
`,
  good: `services:
  web:
    image: team/web:2.1
    ports:
      - "22:22"
`,
  *check({ service, name }) {
    const items = writtenLists(service, 'ports').flatMap((list) => list.items);
    if (items.length === 0) return skip;
    for (const item of items) {
      if (item.kind !== 'scalar' || item.style !== 'plain') continue;
      yield {
        at: item.span,
        message: `The port ${item.text} of "${name}" stands without quotes.`,
        fix: {
          title: 'Put it in quotes',
          safety: 'safe',
          edits: [{ span: item.span, text: `"${item.text}"` }],
        },
      };
    }
  },
});
