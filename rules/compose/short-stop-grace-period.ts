import { defineRule, parseDuration, setYaml, skip } from '../../core/rule.ts';

export default defineRule({
  id: 'compose/short-stop-grace-period',
  title: 'Database killed after ten seconds',
  category: 'health',
  severity: 'info',
  priority: 3,
  remedy: 'Give the database a minute to stop: `stop_grace_period: 1m`.',
  strength: 'Databases are given time to stop',
  rationale:
    'When a container is stopped it has ten seconds, and is killed then. A database that is writing its buffers out or waiting for its clients needs longer. Killed, it has to recover from its log at the next start, and some stores lose what was not written.',
  references: ['https://docs.docker.com/reference/compose-file/services/#stop_grace_period'],
  catalogue: ['compose/stop-grace-period'],
  production: true,
  on: 'service',
  bad: `services:
  db:
    image: postgres:18
    restart: unless-stopped
`,
  good: `services:
  db:
    image: postgres:18
    restart: unless-stopped
    stop_grace_period: 1m
`,
  *check({ service, name, image, built }) {
    const stateful = image && (image.role === 'database' || image.role === 'broker');
    // With an entrypoint of its own it is a client of the database, not one.
    if (!stateful || built || service.entrypoint) return skip;
    const period = service.scalar('stop_grace_period');
    const seconds = period ? parseDuration(period.text) : 10;
    if (period?.dynamic || seconds === undefined || seconds > 10) return;
    yield {
      at: period?.span ?? service.nameSpan,
      message: `"${name}" is killed ${seconds} seconds after it was told to stop, finished or not.`,
      fix: () => {
        const edits =
          service.node && setYaml(service.node, ['stop_grace_period'], '1m', { after: ['restart'] });
        return edits && { title: `Give "${name}" a minute to stop`, safety: 'review', edits };
      },
    };
  },
});
