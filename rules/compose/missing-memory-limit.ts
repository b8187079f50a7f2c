import { type DeployedService, defineRule, skip } from '../../core/rule.ts';
import { listed } from '../shared/listed.ts';
import { postgresSettings } from '../shared/postgres-settings.ts';
import { hasMemoryLimit, isLimitless, limitFix } from '../shared/resource-limits.ts';

export default defineRule({
  id: 'compose/missing-memory-limit',
  title: 'No memory limit',
  category: 'resources',
  severity: 'warning',
  priority: 1,
  remedy: 'Set `deploy.resources.limits.memory` to what the service needs at its busiest.',
  strength: 'Every service has a memory limit',
  rationale:
    'A container without a limit may take all memory of its host. A leak in one service then ends in the kernel killing another, often the database, since it is the largest. ' +
    'With a limit the service that leaks is the one that is killed and restarted. Docker Compose applies `deploy.resources.limits` outside of Swarm too.',
  references: [
    'https://docs.docker.com/reference/compose-file/deploy/#resources',
    'https://docs.docker.com/engine/containers/resource_constraints/#memory',
  ],
  catalogue: ['compose/memory-limit'],
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
    deploy:
      resources:
        limits:
          memory: 2G
          cpus: "2.0"
`,
  *check(deployed) {
    if (isLimitless(deployed)) return skip;
    if (hasMemoryLimit(deployed)) return;
    const { service, name } = deployed;
    yield {
      at: service.memoryLimit?.span ?? service.nameSpan,
      message: service.memoryLimit
        ? `"${name}" has a memory limit of 0, which is none: it may take all memory of the host.`
        : `"${name}" has no memory limit: it may take all memory of the host${unheld(deployed)}.`,
      fix: () => limitFix(deployed),
    };
  },
});

/** Settings that were chosen for a size of memory which nothing guarantees. */
function unheld(deployed: DeployedService): string {
  if (deployed.image?.product !== 'postgres') return '';
  const settings = postgresSettings(deployed);
  const sized = ['shared_buffers', 'effective_cache_size'].flatMap((name) => settings.get(name) ?? []);
  if (sized.length === 0) return '';
  return `, and ${listed(sized.map(({ name, text }) => `${name}=${text}`))} ${sized.length > 1 ? 'are' : 'is'} held against nothing`;
}
