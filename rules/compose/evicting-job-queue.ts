import { type ComposeScalar, defineRule, type Fix, skip } from '../../core/rule.ts';
import { redisArguments, redisSetting } from '../shared/redis.ts';
import { rewrite } from '../shared/rewrite.ts';
import { queueUser } from '../shared/store-users.ts';

export default defineRule({
  id: 'compose/evicting-job-queue',
  title: 'Redis that throws jobs away when it is full',
  category: 'resources',
  severity: 'warning',
  priority: 1,
  remedy: 'Keep jobs in a Redis with `maxmemory-policy noeviction`, and the cache in another one.',
  rationale:
    'With an eviction policy Redis makes room by deleting keys. For a cache that is right; the jobs of a queue are keys too, and those that are deleted are never done, without an error anywhere.',
  references: [
    'https://redis.io/docs/latest/develop/reference/eviction/',
    'https://docs.bullmq.io/guide/going-to-production#max-memory-policy',
  ],
  catalogue: ['compose/redis-eviction-policy'],
  production: true,
  on: 'service',
  bad: `services:
  worker:
    image: team/worker:2.1
    command: celery -A team worker
    depends_on: [queue]
  queue:
    image: redis:8.2
    command: redis-server --maxmemory 512mb --maxmemory-policy allkeys-lru
`,
  good: `services:
  worker:
    image: team/worker:2.1
    command: celery -A team worker
    depends_on: [queue]
  queue:
    image: redis:8.2
    command: redis-server --maxmemory 512mb --maxmemory-policy noeviction
`,
  *check(deployed) {
    const argv = redisArguments(deployed);
    const policy = argv && redisSetting(argv, 'maxmemory-policy');
    if (!policy) return skip;
    const user = queueUser(deployed);
    if (policy === 'noeviction' || !user) return;
    const word = deployed.service.command?.words.find((one) => one.text === policy);
    const fix = word && keep(word);
    yield {
      at: word?.span ?? deployed.service.nameSpan,
      message: `"${deployed.name}" deletes keys when it is full (${policy}), and "${user.name}" keeps its jobs in it.`,
      ...(fix && { fix }),
    };
  },
});

function keep(word: ComposeScalar): Fix | undefined {
  const edit = rewrite(word, 'noeviction');
  return edit && { title: 'Refuse new keys instead', safety: 'review', edits: [edit] };
}
