import { defineRule, skip } from '../../core/rule.ts';
import { redisArguments, redisSetting } from '../shared/redis.ts';
import { uses } from '../shared/store-users.ts';

export default defineRule({
  id: 'compose/unprotected-redis',
  title: 'Redis without a password beside services that do not use it',
  category: 'security',
  severity: 'warning',
  priority: 2,
  remedy: 'Put Redis on a network with its users only, or give it a password.',
  strength: 'Redis is reached by its users only, or asks for a password',
  rationale:
    'Without a password Redis obeys whoever reaches it: all data can be read and deleted, and with `CONFIG SET` files can be written. On a network that it shares with others, a flaw in any of them is enough.',
  references: ['https://redis.io/docs/latest/operate/oss_and_stack/management/security/'],
  catalogue: ['compose/redis-auth'],
  production: true,
  on: 'service',
  bad: `services:
  web:
    image: nginx:1.30
    ports: ["443:443"]
  api:
    image: team/api:2.1
    depends_on: [cache]
  cache:
    image: redis:8.2
`,
  good: `services:
  web:
    image: nginx:1.30
    ports: ["443:443"]
  api:
    image: team/api:2.1
    depends_on: [cache]
    networks: [default, data]
  cache:
    image: redis:8.2
    networks: [data]
networks:
  data:
`,
  *check(deployed) {
    const argv = redisArguments(deployed);
    if (!argv || deployed.service.networks.length === 0) return skip;
    const { service, name, deployment } = deployed;
    const named =
      service.environment.some((one) => /PASSWORD|REDIS_ARGS|EXTRA_FLAGS/.test(one.name)) ||
      service.envFiles.length > 0;
    if (
      named ||
      redisSetting(argv, 'requirepass') ||
      redisSetting(argv, 'aclfile') ||
      redisSetting(argv, 'user')
    )
      return;
    const own = service.networks.map((one) => one.value);
    const users = deployment.services.filter((one) => uses(one, name));
    // Who uses it may be told in files that are not here; what runs the same image dumps it.
    if (users.every((one) => one.image?.product === deployed.image?.product)) return skip;
    const stranger = deployment.services.find(
      (one) =>
        one !== deployed &&
        !users.includes(one) &&
        !one.oneShot &&
        one.service.ports.length > 0 &&
        one.service.networks.some((network) => own.includes(network.value)),
    );
    if (!stranger) return;
    yield {
      at: service.nameSpan,
      message: `"${name}" asks for no password, and "${stranger.name}", which is published and does not use it, reaches it too.`,
    };
  },
});
