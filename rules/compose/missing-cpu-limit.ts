import { defineRule, skip } from '../../core/rule.ts';
import { hasCpuLimit, isLimitless, limitFix } from '../shared/resource-limits.ts';

export default defineRule({
  id: 'compose/missing-cpu-limit',
  title: 'No CPU limit',
  category: 'resources',
  severity: 'warning',
  priority: 1,
  remedy: 'Set `deploy.resources.limits.cpus` to the processors that the service may keep busy.',
  strength: 'Every service has a CPU limit',
  rationale:
    'Without a limit one busy service takes every processor of the host, and its neighbours answer late or miss their health checks. ' +
    'A limit holds the others’ share back for them. Docker Compose applies `deploy.resources.limits` outside of Swarm too.',
  references: [
    'https://docs.docker.com/reference/compose-file/deploy/#resources',
    'https://docs.docker.com/engine/containers/resource_constraints/#cpu',
  ],
  catalogue: ['compose/cpu-limit'],
  production: true,
  on: 'service',
  bad: `services:
  cache:
    image: redis:8.2
    restart: unless-stopped
    deploy:
      resources:
        limits:
          memory: 512M
`,
  good: `services:
  cache:
    image: redis:8.2
    restart: unless-stopped
    deploy:
      resources:
        limits:
          memory: 512M
          cpus: "0.5"
`,
  *check(deployed) {
    if (isLimitless(deployed)) return skip;
    if (hasCpuLimit(deployed)) return;
    const { service, name } = deployed;
    yield {
      at: service.cpuLimit?.span ?? service.nameSpan,
      message: service.cpuLimit
        ? `"${name}" has a CPU limit of 0, which is none: it may keep every processor of the host busy.`
        : `"${name}" has no CPU limit: it may keep every processor of the host busy.`,
      fix: () => limitFix(deployed),
    };
  },
});
