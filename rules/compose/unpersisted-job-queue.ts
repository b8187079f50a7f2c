import { defineRule, skip } from '../../core/rule.ts';
import { dataMount } from '../shared/postgres-service.ts';
import { redisArguments, redisSetting } from '../shared/redis.ts';
import { queueUser } from '../shared/store-users.ts';

export default defineRule({
  id: 'compose/unpersisted-job-queue',
  title: 'Jobs in a Redis that forgets',
  category: 'backups',
  severity: 'info',
  priority: 3,
  remedy: 'Mount a named volume at `/data`, and let Redis write with `--appendonly yes`.',
  rationale:
    'What waits in a queue is data: mails to send, orders to ship. A Redis without a volume, or one that is told not to save, comes back empty after an update, and nobody is told what was not done.',
  references: ['https://redis.io/docs/latest/operate/oss_and_stack/management/persistence/'],
  catalogue: ['compose/redis-persistence'],
  production: true,
  on: 'service',
  bad: `services:
  worker:
    image: team/worker:2.1
    command: celery -A team worker
    depends_on: [queue]
  queue:
    image: redis:8.2
`,
  good: `services:
  worker:
    image: team/worker:2.1
    command: celery -A team worker
    depends_on: [queue]
  queue:
    image: redis:8.2
    command: redis-server --appendonly yes
    volumes:
      - jobs:/data
volumes:
  jobs:
`,
  *check(deployed) {
    const argv = redisArguments(deployed);
    const user = argv && queueUser(deployed);
    if (!argv || !user) return skip;
    const appends = redisSetting(argv, 'appendonly') === 'yes';
    const unsaved = redisSetting(argv, 'save') === '' && !appends;
    if (dataMount(deployed) && !unsaved) return;
    yield {
      at: deployed.service.nameSpan,
      message: `"${user.name}" keeps its jobs in "${deployed.name}", which ${unsaved ? 'is told not to save' : 'is on no volume'}: they are lost with the container.`,
    };
  },
});
