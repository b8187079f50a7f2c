import { defineRule, skip } from '../../core/rule.ts';
import { partOf } from '../shared/compose-places.ts';

export default defineRule({
  id: 'compose/disabled-healthcheck',
  title: 'Health check switched off',
  category: 'health',
  severity: 'warning',
  priority: 2,
  family: 'health check',
  remedy: 'Mend the check instead of switching it off, or write one that asks less.',
  strength: 'No health check is switched off',
  rationale:
    'Somebody wrote a health check for the image, and here it is turned off. Docker then knows only whether the process exists; one that hangs counts as running.',
  references: ['https://docs.docker.com/reference/compose-file/services/#healthcheck'],
  catalogue: ['compose/healthcheck-disabled'],
  production: true,
  on: 'service',
  bad: `services:
  api:
    image: team/api:2.1
    healthcheck:
      disable: true
`,
  good: `services:
  api:
    image: team/api:2.1
    healthcheck:
      test: ["CMD", "api", "ping"]
`,
  *check({ service, name, oneShot }) {
    const check = service.healthcheck;
    if (!check || oneShot) return skip;
    const disable = check.mapping.entries.get('disable');
    const at = check.disabled
      ? disable?.keySpan
      : check.test?.form === 'none'
        ? partOf(check.test.span, '')
        : undefined;
    if (!at) return;
    yield { at, message: `The health check of "${name}" is switched off.` };
  },
});
