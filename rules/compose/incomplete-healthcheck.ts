import { defineRule, setYamlMany, skip, type YamlSetting } from '../../core/rule.ts';
import { listed } from '../shared/listed.ts';

/** Docker's defaults are 30s, 30s, 3 and 0s: https://docs.docker.com/reference/dockerfile/#healthcheck, 2026-08. */
const keys = [
  ['interval', '30s'],
  ['timeout', '10s'],
  ['retries', 3],
  ['start_period', '30s'],
] as const;

export default defineRule({
  id: 'compose/incomplete-healthcheck',
  title: 'Health check without its times',
  category: 'health',
  severity: 'info',
  priority: 3,
  remedy: 'Say `interval`, `timeout`, `retries` and `start_period`.',
  strength: 'Health checks say how often and how long they ask',
  rationale:
    'Docker’s defaults fit few services: a check that hangs is waited for half a minute, and there is no start period, so a service that takes a minute to start is unhealthy before it is up. ' +
    'A timeout that is longer than the interval does no harm: the next check begins an interval after the last one has ended.',
  references: [
    'https://docs.docker.com/reference/compose-file/services/#healthcheck',
    'https://docs.docker.com/reference/dockerfile/#healthcheck',
  ],
  catalogue: ['compose/healthcheck-incomplete'],
  production: true,
  on: 'service',
  bad: `services:
  cache:
    image: redis:8.2
    healthcheck:
      test: ["CMD", "redis-cli", "ping"]
      interval: 10s
`,
  good: `services:
  cache:
    image: redis:8.2
    healthcheck:
      test: ["CMD", "redis-cli", "ping"]
      interval: 10s
      timeout: 10s
      retries: 3
      start_period: 30s
`,
  *check({ service, name }) {
    const check = service.healthcheck;
    if (!check?.test || check.disabled || check.test.form === 'none') return skip;
    const missing = keys.filter(([key]) => !check.mapping.entries.has(key));
    // The usual three retries need no word, nor does the start of a service that is up at once.
    const [only] = missing;
    if (!only || (missing.length === 1 && (only[0] === 'retries' || only[0] === 'start_period'))) return;
    const map =
      check.mapping.origin === 'own' && check.mapping.node?.kind === 'map' ? check.mapping.node : undefined;
    const names = missing.map(([key]) => `"${key}"`);
    yield {
      at: check.keySpan,
      message: `The health check of "${name}" leaves ${listed(names)} to Docker’s defaults.`,
      fix: () => {
        const edits =
          map &&
          setYamlMany(
            map,
            missing.map(([key, value]): YamlSetting => [[key], value]),
          );
        return edits && { title: `Say ${listed(names)}`, safety: 'review', edits };
      },
    };
  },
});
