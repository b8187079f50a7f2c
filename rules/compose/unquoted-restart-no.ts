import { defineRule, skip } from '../../core/rule.ts';

export default defineRule({
  id: 'compose/unquoted-restart-no',
  title: '`restart: no` without quotes',
  category: 'correctness',
  severity: 'info',
  priority: 3,
  off: true,
  remedy: 'Write `restart: "no"`.',
  rationale:
    'YAML 1.1, which Compose 1 read, takes `no` for a boolean, and Compose 1 refused the file. Today’s Compose reads both as the policy `no`, so the rule is off until it is asked for.',
  references: ['https://docs.docker.com/reference/compose-file/services/#restart'],
  catalogue: ['compose/restart-no-unquoted'],
  on: 'service',
  bad: `services:
  migrate:
    image: team/migrate:2.1
    restart: no
`,
  good: `services:
  migrate:
    image: team/migrate:2.1
    restart: "no"
`,
  *check({ service, name }) {
    const restart = service.scalar('restart');
    if (!restart) return skip;
    const bare = restart.node?.kind === 'scalar' && restart.node.style === 'plain';
    if (!bare || !/^(?:no|false|off)$/i.test(restart.text)) return;
    const edit = restart.origin === 'shared' ? undefined : { span: restart.span, text: '"no"' };
    yield {
      at: restart.span,
      message: `"restart: ${restart.text}" of "${name}" is a boolean to Compose 1.`,
      ...(edit && { fix: { title: 'Put it in quotes', safety: 'safe' as const, edits: [edit] } }),
    };
  },
});
