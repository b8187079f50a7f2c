import { type DeployedService, defineRule, type Fix, setYaml, skip } from '../../core/rule.ts';
import { redisArguments, redisSetting } from '../shared/redis.ts';

export default defineRule({
  id: 'compose/unbounded-redis',
  title: 'Redis without `maxmemory`',
  category: 'resources',
  severity: 'info',
  priority: 3,
  remedy: 'Set `maxmemory` to three quarters of the container’s memory.',
  strength: 'Redis knows how much memory it may use',
  rationale:
    'Redis takes memory as long as there are keys to store. It does not know its container’s limit: the kernel kills it there, and all that was not saved is gone. With `maxmemory` it refuses or deletes keys instead, as its policy says.',
  references: ['https://redis.io/docs/latest/develop/reference/eviction/'],
  catalogue: ['compose/redis-maxmemory'],
  production: true,
  on: 'service',
  bad: `services:
  cache:
    image: redis:8.2
    mem_limit: 512M
`,
  good: `services:
  cache:
    image: redis:8.2
    command: redis-server --maxmemory 384mb
    mem_limit: 512M
`,
  *check(deployed) {
    const argv = redisArguments(deployed);
    if (!argv) return skip;
    if (redisSetting(argv, 'maxmemory') !== undefined) return;
    const { service, name } = deployed;
    if (service.environment.some((one) => /MAXMEMORY|EXTRA_FLAGS|REDIS_ARGS/.test(one.name))) return;
    yield {
      at: service.entry('command')?.keySpan ?? service.nameSpan,
      message: `"${name}" has no "maxmemory": it grows until ${service.memoryLimit?.value ? 'it is killed at its limit' : 'the host has no memory left'}.`,
      fix: () => fixFor(deployed),
    };
  },
});

function fixFor({ service, name, image }: DeployedService): Fix | undefined {
  const limit = service.memoryLimit?.value;
  const official = ['redis', 'valkey/valkey'].includes(service.image?.reference?.repository ?? '');
  if (!limit || !service.node || service.command || !official) return undefined;
  const size = Math.floor((limit * 3) / 4 / 2 ** 20);
  const command = `${image?.product}-server --maxmemory ${size}mb`;
  const edits = setYaml(service.node, ['command'], command, { after: ['image'] });
  return edits && { title: `Let "${name}" use ${size} MB`, safety: 'review', edits };
}
