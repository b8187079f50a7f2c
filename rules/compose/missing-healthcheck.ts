import { defineRule, skip } from '../../core/rule.ts';
import { addHealthcheck, mayLackHealthcheck } from '../shared/health-test.ts';

export default defineRule({
  id: 'compose/missing-healthcheck',
  title: 'No health check',
  category: 'health',
  severity: 'warning',
  priority: 2,
  family: 'health check',
  remedy: 'Add a `healthcheck` that asks the service what only a working one can answer.',
  strength: 'Comprehensive health checks',
  rationale:
    'Without a health check Docker knows only whether the process exists. One that hangs counts as running; nothing waits for it to be ready, and `docker compose up --wait` reports success over a dead service. ' +
    'Checks of the Dockerfile and of the image count too.',
  references: [
    'https://docs.docker.com/reference/compose-file/services/#healthcheck',
    'https://docs.docker.com/reference/dockerfile/#healthcheck',
  ],
  catalogue: ['compose/healthcheck'],
  production: true,
  on: 'service',
  bad: `services:
  cache:
    image: redis:8.2
    restart: unless-stopped
`,
  good: `services:
  cache:
    image: redis:8.2
    restart: unless-stopped
    healthcheck:
      test: ["CMD", "redis-cli", "ping"]
      interval: 30s
      timeout: 10s
      retries: 3
      start_period: 30s
`,
  *check(deployed) {
    if (!mayLackHealthcheck(deployed)) return skip;
    if (deployed.healthcheckFrom) return;
    const { service, name } = deployed;
    const where = deployed.built ? 'the Compose file nor its Dockerfile' : 'the Compose file nor its image';
    yield {
      at: service.nameSpan,
      message: `"${name}" has no health check: neither ${where} brings one.`,
      fix: () => addHealthcheck(deployed),
    };
  },
});
