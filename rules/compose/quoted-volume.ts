import { defineRule, skip } from '../../core/rule.ts';
import { writtenLists } from '../shared/list-item.ts';

export default defineRule({
  id: 'compose/quoted-volume',
  title: 'Volume in quotes',
  category: 'correctness',
  severity: 'info',
  priority: 3,
  off: true,
  remedy: 'Write volumes without quotes.',
  rationale:
    'Volumes need no quotes, and a list reads better when all of it is written alike. It is a matter of style, so the rule is off until it is asked for.',
  references: ['https://docs.docker.com/reference/compose-file/services/#volumes'],
  catalogue: ['compose/quoted-volumes'],
  peers: ['dclint:no-quotes-in-volumes'],
  on: 'service',
  bad: `services:
  app:
    image: team/app:2.1
    volumes:
      - "./data:/data"
`,
  good: `services:
  app:
    image: team/app:2.1
    volumes:
      - ./data:/data
`,
  *check({ service, name }) {
    const items = writtenLists(service, 'volumes').flatMap((list) => list.items);
    if (items.length === 0) return skip;
    for (const item of items) {
      if (item.kind !== 'scalar' || (item.style !== 'single' && item.style !== 'double')) continue;
      // Braces and such would be read as YAML.
      if (!/^[\w./~-][\w./:~-]*$/.test(item.text)) continue;
      yield {
        at: item.span,
        message: `The volume "${item.text}" of "${name}" stands in quotes.`,
        fix: { title: 'Take the quotes off', safety: 'safe', edits: [{ span: item.span, text: item.text }] },
      };
    }
  },
});
