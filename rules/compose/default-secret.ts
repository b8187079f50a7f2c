import { defineRule, type Observation, skip, type VariableUse } from '../../core/rule.ts';
import { isNoSecret, isPlaceholder, isSecretName } from '../facts/secrets.ts';
import { isHeldBefore } from '../shared/rewrite.ts';

export default defineRule({
  id: 'compose/default-secret',
  title: 'Secret with a default that everybody can read',
  category: 'secrets',
  severity: 'error',
  priority: 1,
  remedy: 'Give the variable no default: `${NAME:?set NAME}` stops the start when nobody sets it.',
  strength: 'No secret has a default',
  rationale:
    'A default is what runs when a variable is forgotten, and nothing says that it was. The password is then the one in the repository, which everybody who reads it knows. ' +
    'With `:?` the start fails with a message instead.',
  references: [
    'https://docs.docker.com/compose/how-tos/environment-variables/variable-interpolation/',
    'https://docs.docker.com/reference/compose-file/interpolation/',
  ],
  catalogue: ['compose/default-secret'],
  production: true,
  on: 'service',
  bad: `services:
  db:
    image: team/db:2.1
    environment:
      DB_PASSWORD: \${DB_PASSWORD:-changeme}
`,
  good: `services:
  db:
    image: team/db:2.1
    environment:
      DB_PASSWORD: \${DB_PASSWORD:?set DB_PASSWORD}
`,
  *check(deployed) {
    const { service, name } = deployed;
    if (service.environment.length === 0) return skip;
    for (const { name: variable, value } of service.environment) {
      if (!value || value.variables.length === 0) continue;
      if (isHeldBefore(deployed, value, (other) => other.environment.map((one) => one.value))) continue;
      for (const use of value.variables) {
        const alone =
          value.variables.length === 1 &&
          use.span.end - use.span.start >= value.span.end - value.span.start - 2;
        const secret = isSecretName(use.name) || (alone && isSecretName(variable));
        if (!secret || !isDefault(use) || isSet(value.text, use)) continue;
        yield say(use, name, value.origin !== 'shared');
      }
    }
  },
});

function isDefault({ operator, operand = '' }: VariableUse): boolean {
  return (
    (operator === ':-' || operator === '-') &&
    !operand.includes('$') &&
    !isNoSecret(operand) &&
    !/^\d{1,3}$/.test(operand)
  );
}

/** `.env` gives it another value. */
function isSet(text: string, { operand = '' }: VariableUse): boolean {
  return !text.includes(operand);
}

function say({ name, operand = '', span }: VariableUse, service: string, own: boolean): Observation {
  const known = isPlaceholder(operand)
    ? 'a password that everybody tries'
    : 'a secret that stands in this file';
  return {
    at: span,
    message: `When nobody sets ${name}, "${service}" runs with "${operand}", ${known}.`,
    ...(own && {
      fix: {
        title: `Demand ${name} instead of its default`,
        safety: 'safe' as const,
        edits: [{ span, text: `\${${name}:?set ${name}}` }],
      },
    }),
  };
}
