import { defineRule, skip } from '../../core/rule.ts';
import { rewrite } from '../shared/rewrite.ts';

export default defineRule({
  id: 'compose/unbounded-restart',
  title: 'Restart on failure without an end',
  category: 'health',
  severity: 'info',
  priority: 3,
  off: true,
  remedy: 'Say how often: `on-failure:5`.',
  rationale:
    'A service that fails at its start is started again and again. Docker waits longer each time, up to a minute, so little is lost by that. Where a bound is asked for (a benchmark, a policy), five is usual.',
  references: ['https://docs.docker.com/engine/containers/start-containers-automatically/'],
  catalogue: ['compose/restart-unbounded'],
  production: true,
  on: 'service',
  bad: `services:
  worker:
    image: team/worker:2.1
    restart: on-failure
`,
  good: `services:
  worker:
    image: team/worker:2.1
    restart: on-failure:5
`,
  *check({ service, name }) {
    const restart = service.scalar('restart');
    if (!restart) return skip;
    if (restart.text !== 'on-failure') return;
    const edit = rewrite(restart, 'on-failure:5');
    yield {
      at: restart.span,
      message: `"${name}" is started again after every failure, without an end.`,
      ...(edit && {
        fix: { title: 'Give up after five failures', safety: 'review' as const, edits: [edit] },
      }),
    };
  },
});
