import { defineRule, setYaml, skip } from '../../core/rule.ts';

export default defineRule({
  id: 'compose/missing-pids-limit',
  title: 'No limit on processes',
  category: 'resources',
  severity: 'info',
  priority: 3,
  remedy: 'Set `pids_limit` to what the program uses at its busiest, with room to spare.',
  strength: 'The number of processes is limited',
  rationale:
    'A program that forks without end takes all process numbers of the host, and then nothing else there can start, not even a shell to stop it. A limit keeps that to its container. Threads count as processes.',
  references: [
    'https://docs.docker.com/reference/compose-file/services/#pids_limit',
    'https://docs.docker.com/reference/compose-file/deploy/#pids',
  ],
  catalogue: ['compose/pids-limit'],
  production: true,
  on: 'service',
  bad: `services:
  api:
    image: team/api:2.1
    restart: unless-stopped
`,
  good: `services:
  api:
    image: team/api:2.1
    restart: unless-stopped
    pids_limit: 256
`,
  *check({ service, name, oneShot }) {
    if (oneShot || (!service.image && !service.build)) return skip;
    const limit = service.scalar('deploy', 'resources', 'limits', 'pids') ?? service.scalar('pids_limit');
    if (limit && !/^(?:-1|0)$/.test(limit.text)) return;
    yield {
      at: limit?.span ?? service.nameSpan,
      message: `"${name}" may start as many processes as it likes.`,
      fix: () => {
        const edits = !limit && service.node ? setYaml(service.node, ['pids_limit'], 256) : undefined;
        return edits && { title: `Limit "${name}" to 256 processes`, safety: 'review', edits };
      },
    };
  },
});
