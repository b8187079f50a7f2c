import { defineRule, firstLine, skip, span } from '../../core/rule.ts';
import { listed } from '../shared/listed.ts';
import { nameInExample, variableGaps } from '../shared/variable-gaps.ts';

export default defineRule({
  id: 'deployment/stale-env-example',
  title: 'Example env file that lacks variables',
  category: 'secrets',
  severity: 'info',
  priority: 3,
  remedy: 'Name in the example every variable that has to be set.',
  strength: 'The example env file names every variable that has to be set',
  rationale:
    'The example is what a new machine is set up from. A variable that somebody added to the Compose file and to the own `.env` only is missed there: ' +
    'Compose stops, or goes on with an empty text.',
  references: ['https://docs.docker.com/compose/how-tos/environment-variables/variable-interpolation/'],
  catalogue: ['deployment/env-example-stale'],
  on: 'deployment',
  bad: {
    'compose.yaml': `services:
  api:
    image: team/api:2.1
    environment:
      SESSION_SECRET: \${SESSION_SECRET:?set SESSION_SECRET}
      TIDES_API_KEY: \${TIDES_API_KEY:?set TIDES_API_KEY}
`,
    '.env.example': `# From the password manager
SESSION_SECRET=
`,
  },
  good: {
    'compose.yaml': `services:
  api:
    image: team/api:2.1
    environment:
      SESSION_SECRET: \${SESSION_SECRET:?set SESSION_SECRET}
      TIDES_API_KEY: \${TIDES_API_KEY:?set TIDES_API_KEY}
`,
    '.env.example': `# From the password manager
SESSION_SECRET=
TIDES_API_KEY=
`,
  },
  *check(deployment) {
    if (!deployment.compose) return skip;
    const { example, unnamed } = variableGaps(deployment);
    if (!example) return skip;
    if (unnamed.length === 0) return;
    const names = unnamed.map((one) => one.name);
    const { source, entries } = example;
    yield {
      at: entries.at(-1)?.nameSpan ?? span(source, 0, source.lineEnd(0)),
      message: `${listed(names)} ${names.length === 1 ? 'has' : 'have'} to be set, and "${deployment.show(source.path)}" does not say so.`,
      related: unnamed.map((one) => ({
        at: firstLine(one.uses[0]!.span),
        message: `${one.name} is used here, without a default.`,
      })),
      fix: () => nameInExample(deployment, example, names),
    };
  },
});
