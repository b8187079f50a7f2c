import { defineRule, skip } from '../../core/rule.ts';
import { rewrite } from '../shared/rewrite.ts';

export default defineRule({
  id: 'compose/restart-always',
  title: 'Restart that a stopped service does not survive',
  category: 'health',
  severity: 'info',
  priority: 3,
  remedy: 'Use `restart: unless-stopped`.',
  rationale:
    'With `always` a container that somebody stopped on purpose comes back when Docker is restarted, for instance by an update of the host at night. `unless-stopped` does the same in every other case. ' +
    'Where `deploy.restart_policy` is given too, Compose goes by that one.',
  references: [
    'https://docs.docker.com/engine/containers/start-containers-automatically/',
    'https://docs.docker.com/reference/compose-file/deploy/#restart_policy',
  ],
  catalogue: ['compose/restart-always'],
  production: true,
  on: 'service',
  bad: `services:
  api:
    image: team/api:2.1
    restart: always
`,
  good: `services:
  api:
    image: team/api:2.1
    restart: unless-stopped
`,
  *check({ service, name }) {
    const restart = service.scalar('restart');
    if (!restart || restart.dynamic) return skip;
    const policy = service.entry('deploy', 'restart_policy');
    if (policy) {
      yield {
        at: restart.span,
        message: `"${name}" has a restart policy twice; "deploy.restart_policy" is the one that counts, not "${restart.text}".`,
        related: [{ at: policy.keySpan, message: 'The one that counts.' }],
        tag: 'unnecessary',
      };
    } else if (restart.text === 'always') {
      const edit = restart.variables.length === 0 ? rewrite(restart, 'unless-stopped') : undefined;
      yield {
        at: restart.span,
        message: `"${name}" comes back with Docker even when it was stopped on purpose.`,
        ...(edit && {
          fix: { title: 'Restart unless it was stopped', safety: 'review' as const, edits: [edit] },
        }),
      };
    }
  },
});
