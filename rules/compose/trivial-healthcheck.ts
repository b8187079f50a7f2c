import { defineRule, skip } from '../../core/rule.ts';
import { partOf } from '../shared/compose-places.ts';
import { cannotFail } from '../shared/health-test.ts';

/** What reads a server's configuration and asks no server. */
const configurationTest =
  /^(?:\S*\/)?(?:nginx -[tT]|(?:httpd|apachectl|apache2ctl) (?:-t|configtest)|haproxy -c -f \S+|caddy validate)\b[^;&|]*$/;

export default defineRule({
  id: 'compose/trivial-healthcheck',
  title: 'Health check that cannot fail',
  category: 'health',
  severity: 'warning',
  priority: 2,
  family: 'health check',
  remedy: 'Ask the service something that only a working one can answer.',
  strength: 'Health checks ask the service itself',
  rationale:
    'A check that always succeeds is worse than none. `docker ps` says healthy, dependants start, and alarms stay quiet over a dead service.',
  references: [
    'https://docs.docker.com/reference/compose-file/services/#healthcheck',
    'https://docs.docker.com/reference/dockerfile/#healthcheck',
  ],
  catalogue: ['compose/healthcheck-trivial'],
  on: 'service',
  bad: `services:
  api:
    image: team/api:2.1
    healthcheck:
      test: ["CMD", "true"]
`,
  good: `services:
  api:
    image: team/api:2.1
    healthcheck:
      test: ["CMD", "api", "ping"]
`,
  *check({ service, name }) {
    const test = service.healthcheck?.test;
    if (!test || test.dynamic || (test.form !== 'cmd' && test.form !== 'shell')) return skip;
    const words = test.words.join(' ');
    const checked = configurationTest.exec(words)?.[0];
    if (checked !== undefined) {
      yield {
        at: partOf(test.span, ''),
        message: `The health check of "${name}" only reads its configuration: "${checked}" says nothing about serving.`,
      };
      return;
    }
    if (!cannotFail(words)) return;
    yield {
      at: partOf(test.span, ''),
      message: `The health check of "${name}" succeeds whatever state the service is in.`,
    };
  },
});
