import { defineRule, skip } from '../../core/rule.ts';
import { isSecretName } from '../facts/secrets.ts';
import { isHeldBefore } from '../shared/rewrite.ts';

export default defineRule({
  id: 'compose/optional-secret',
  title: 'Secret that may be empty',
  category: 'secrets',
  severity: 'warning',
  priority: 2,
  remedy: 'Demand the variable: `${NAME:?set NAME}` stops the start when nobody sets it.',
  strength: 'Secrets are demanded, not hoped for',
  rationale:
    'Compose puts an empty text where a variable is not set, and goes on after a warning. A service with an empty password may refuse every login, or accept every one. ' +
    'With `:?` Compose stops with a message that says what is missing.',
  references: [
    'https://docs.docker.com/reference/compose-file/interpolation/',
    'https://docs.docker.com/compose/how-tos/environment-variables/variable-interpolation/',
  ],
  catalogue: ['compose/required-variable'],
  production: true,
  on: 'service',
  bad: `services:
  api:
    image: team/api:2.1
    environment:
      SESSION_SECRET: \${SESSION_SECRET}
`,
  good: `services:
  api:
    image: team/api:2.1
    environment:
      SESSION_SECRET: \${SESSION_SECRET:?set SESSION_SECRET}
`,
  *check(deployed) {
    const { service, name } = deployed;
    if (service.environment.length === 0) return skip;
    for (const { value } of service.environment) {
      if (
        !value?.dynamic ||
        isHeldBefore(deployed, value, (other) => other.environment.map((one) => one.value))
      )
        continue;
      for (const { name: variable, operator, span } of value.variables) {
        if (operator !== undefined || !isSecretName(variable) || !value.text.includes(`\${${variable}}`))
          continue;
        yield {
          at: span,
          message: `When nobody sets ${variable}, "${name}" starts with an empty one.`,
          ...(value.origin !== 'shared' && {
            fix: {
              title: `Demand ${variable}`,
              safety: 'safe' as const,
              edits: [{ span, text: `\${${variable}:?set ${variable}}` }],
            },
          }),
        };
      }
    }
  },
});
