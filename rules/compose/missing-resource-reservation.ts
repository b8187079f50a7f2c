import { defineRule, formatSize, setYaml, skip } from '../../core/rule.ts';

export default defineRule({
  id: 'compose/missing-resource-reservation',
  title: 'No memory reserved',
  category: 'resources',
  severity: 'info',
  priority: 3,
  remedy: 'Reserve with `deploy.resources.reservations` what the service needs even when memory is short.',
  strength: 'Memory is reserved for each service',
  rationale:
    'When a host runs short of memory the kernel takes it first from containers that use more than they reserved. Without a reservation a database is treated like a report that runs at night.',
  references: [
    'https://docs.docker.com/reference/compose-file/deploy/#resources',
    'https://docs.docker.com/engine/containers/resource_constraints/',
  ],
  catalogue: ['compose/resource-reservations'],
  production: true,
  on: 'service',
  bad: `services:
  db:
    image: postgres:18
    deploy:
      resources:
        limits:
          memory: 2G
          cpus: "2.0"
`,
  good: `services:
  db:
    image: postgres:18
    deploy:
      resources:
        limits:
          memory: 2G
          cpus: "2.0"
        reservations:
          memory: 512M
`,
  *check({ service, name, oneShot }) {
    if (oneShot || (!service.image && !service.build)) return skip;
    if (service.at('deploy', 'resources', 'reservations', 'memory') || service.at('mem_reservation')) return;
    const limit = service.memoryLimit?.value;
    const path = service.at('mem_limit')
      ? ['mem_reservation']
      : ['deploy', 'resources', 'reservations', 'memory'];
    // A quarter, in whole mebibytes.
    const reserved =
      limit && limit >= 2 ** 26 ? formatSize(Math.floor(limit / 4 / 2 ** 20) * 2 ** 20) : undefined;
    yield {
      at: service.entry('deploy', 'resources', 'limits')?.keySpan ?? service.nameSpan,
      message: `No memory is reserved for "${name}".`,
      fix: () => {
        const edits = reserved && service.node ? setYaml(service.node, path, reserved) : undefined;
        return edits && { title: `Reserve ${reserved} for "${name}"`, safety: 'review', edits };
      },
    };
  },
});
