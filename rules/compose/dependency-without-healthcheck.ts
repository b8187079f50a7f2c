import { type DeployedService, defineRule, skip } from '../../core/rule.ts';
import { addHealthcheck } from '../shared/health-test.ts';

export default defineRule({
  id: 'compose/dependency-without-healthcheck',
  title: 'Waiting for the health of a service that has no check',
  category: 'health',
  severity: 'error',
  priority: 0,
  remedy: 'Give the other service a `healthcheck`, or wait with `service_started`.',
  rationale:
    'With `condition: service_healthy` Compose starts a service once the other one’s health check passes. ' +
    'Where neither the Compose file nor the image has a check, it stops with "has no healthcheck configured", and the service never starts.',
  references: ['https://docs.docker.com/reference/compose-file/services/#depends_on'],
  catalogue: ['compose/depends-on-no-healthcheck'],
  on: 'service',
  names: ['depends_on'],
  bad: `services:
  api:
    image: team/api:2.1
    depends_on:
      cache:
        condition: service_healthy
  cache:
    image: redis:8.2
`,
  good: `services:
  api:
    image: team/api:2.1
    depends_on:
      cache:
        condition: service_healthy
  cache:
    image: redis:8.2
    healthcheck:
      test: ["CMD", "redis-cli", "ping"]
      interval: 30s
      timeout: 10s
      retries: 3
      start_period: 30s
`,
  *check({ service, deployment }) {
    const awaited = service.dependsOn.filter((one) => one.condition === 'service_healthy');
    if (awaited.length === 0) return skip;
    for (const { service: name, span, conditionSpan } of awaited) {
      const target = deployment.service(name);
      if (!target || target.service.broken || !hasNone(target)) continue;
      const fix = addHealthcheck(target);
      yield {
        at: conditionSpan ?? span,
        message: `"${service.name}" waits until "${name}" is healthy, and "${name}" has no health check: it never starts.`,
        related: [{ at: target.service.nameSpan, message: `"${name}" has no health check.` }],
        ...(fix && { fix }),
      };
    }
  },
});

/** It is certain: all that could bring a check is known. */
function hasNone({ service, image, built, stage, healthcheckFrom }: DeployedService): boolean {
  const own = service.healthcheck;
  if (own?.disabled || own?.test?.form === 'none') return true;
  if (healthcheckFrom || own?.test) return false;
  if (built && stage?.healthcheck) return stage.healthcheck.none;
  if (built && !stage) return false;
  return image?.healthcheck === false;
}
