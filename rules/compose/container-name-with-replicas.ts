import { defineRule, removeYaml, skip } from '../../core/rule.ts';

export default defineRule({
  id: 'compose/container-name-with-replicas',
  title: 'Container name on a service with several containers',
  category: 'correctness',
  severity: 'warning',
  priority: 1,
  remedy: 'Take `container_name` out: Compose numbers the containers of a service by itself.',
  rationale:
    'A container’s name is unique on its host, so a service that has one cannot run twice. Compose says so and starts none of its replicas.',
  references: ['https://docs.docker.com/reference/compose-file/services/#container_name'],
  catalogue: ['compose/single-replica-container-name'],
  on: 'service',
  names: ['container_name'],
  bad: `services:
  worker:
    image: team/worker:2.1
    container_name: worker
    deploy:
      replicas: 3
`,
  good: `services:
  worker:
    image: team/worker:2.1
    deploy:
      replicas: 3
`,
  *check({ service, name }) {
    const entry = service.entry('container_name');
    if (!entry || service.replicas === undefined) return skip;
    if (service.replicas < 2) return;
    const own = service.node?.entries.some((one) => one.key.text === 'container_name');
    yield {
      at: entry.keySpan,
      message: `"${name}" is to run ${service.replicas} times, and its containers cannot all have one name.`,
      ...(service.node &&
        own && {
          fix: {
            title: `Leave the names of the containers of "${name}" to Compose`,
            safety: 'safe' as const,
            edits: removeYaml(service.node, 'container_name'),
          },
        }),
    };
  },
});
