import { defineRule, skip } from '../../core/rule.ts';
import { rewrite } from '../shared/rewrite.ts';

export default defineRule({
  id: 'compose/discarded-logs',
  title: 'Logs thrown away',
  category: 'logging',
  severity: 'warning',
  priority: 1,
  family: 'logs',
  remedy: 'Use the `local` driver, which keeps the last 100 MB and rotates by itself.',
  strength: 'Logs are kept',
  rationale:
    'With the driver `none` nothing that a container prints is kept, and `docker logs` shows nothing. After a crash there is nothing to read.',
  references: ['https://docs.docker.com/engine/logging/configure/'],
  catalogue: ['compose/log-driver-none'],
  production: true,
  on: 'service',
  names: ['logging'],
  bad: `services:
  api:
    image: team/api:2.1
    logging:
      driver: none
`,
  good: `services:
  api:
    image: team/api:2.1
    logging:
      driver: local
`,
  *check({ service, name }) {
    const driver = service.scalar('logging', 'driver');
    if (!driver || driver.dynamic) return skip;
    if (driver.text !== 'none') return;
    const edit = rewrite(driver, 'local');
    yield {
      at: driver.span,
      message: `What "${name}" logs is thrown away.`,
      ...(edit && { fix: { title: 'Use the driver "local"', safety: 'review' as const, edits: [edit] } }),
    };
  },
});
