import { defineRule, skip } from '../../core/rule.ts';
import { awaitHealth, isUnawaited } from '../shared/await-health.ts';

export default defineRule({
  id: 'compose/unawaited-health',
  title: 'Start does not wait for a healthy dependency',
  category: 'health',
  severity: 'warning',
  priority: 2,
  remedy: 'Depend on the service with `condition: service_healthy`.',
  strength: 'Services wait until what they depend on is healthy',
  rationale:
    'The short form of `depends_on` waits only until the other container was started, not until it answers. A database may take half a minute more; until then its clients fail, and some never try again. ' +
    'The other service has a health check, so Docker Compose can wait for it.',
  references: [
    'https://docs.docker.com/reference/compose-file/services/#depends_on',
    'https://docs.docker.com/compose/how-tos/startup-order/',
  ],
  catalogue: ['compose/depends-on-health'],
  production: true,
  on: 'service',
  names: ['depends_on'],
  bad: `services:
  api:
    image: team/api:2.1
    depends_on:
      - db
      - mail
  db:
    image: postgres:18
    healthcheck:
      test: ["CMD-SHELL", "pg_isready -U postgres"]
  mail:
    image: team/mail:1.0
`,
  good: `services:
  api:
    image: team/api:2.1
    depends_on:
      db:
        condition: service_healthy
      mail:
        condition: service_started
  db:
    image: postgres:18
    healthcheck:
      test: ["CMD-SHELL", "pg_isready -U postgres"]
  mail:
    image: team/mail:1.0
`,
  *check(deployed) {
    const { service, name } = deployed;
    if (service.dependsOn.length === 0) return skip;
    for (const dependency of service.dependsOn.filter((one) => isUnawaited(one, deployed))) {
      yield {
        at: dependency.conditionSpan ?? dependency.span,
        message: `"${name}" starts as soon as "${dependency.service}" was started, not when its health check passes.`,
        fix: () => awaitHealth(dependency, deployed),
      };
    }
  },
});
