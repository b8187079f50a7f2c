import { defineRule, firstLine, joinPath, type Span, skip, type UsedVariable } from '../../core/rule.ts';
import { listed } from '../shared/listed.ts';
import { demand, nameInExample, scaffoldExample, variableGaps } from '../shared/variable-gaps.ts';

export default defineRule({
  id: 'deployment/undefined-variable',
  title: 'Variable that nothing sets',
  category: 'correctness',
  severity: 'warning',
  priority: 2,
  remedy:
    'Set the variable in an env file and name it in an example, give it a default, or demand it with `:?`.',
  strength: 'Every variable is set, named in an example or has a default',
  rationale:
    'Compose puts an empty text where a variable is not set, and goes on after a warning: an address becomes `https://`, an image `team/api:`. ' +
    'Whoever runs the deployment on a new machine learns from the env files and their examples what there is to set. A variable in none of them is forgotten. ' +
    'What a script or a workflow of the project mentions counts as set; the shell may set any of them.',
  references: [
    'https://docs.docker.com/compose/how-tos/environment-variables/variable-interpolation/',
    'https://docs.docker.com/reference/compose-file/interpolation/',
  ],
  catalogue: ['deployment/variable-undefined'],
  on: 'deployment',
  bad: {
    'compose.yaml': `services:
  api:
    image: team/api:2.1
    environment:
      PUBLIC_URL: https://\${DOMAIN}
      LOG_LEVEL: \${LOG_LEVEL:-info}
      VAULT_ADDRESS: \${VAULT_ADDRESS}
`,
    '.env.example': `DOMAIN=
`,
  },
  good: {
    'compose.yaml': `services:
  api:
    image: team/api:2.1
    environment:
      PUBLIC_URL: https://\${DOMAIN}
      LOG_LEVEL: \${LOG_LEVEL:-info}
      VAULT_ADDRESS: \${VAULT_ADDRESS}
`,
    '.env.example': `DOMAIN=
VAULT_ADDRESS=
`,
  },
  *check(deployment) {
    if (!deployment.compose || deployment.compose.variables.length === 0) return skip;
    const gaps = variableGaps(deployment);
    const { example } = gaps;
    if (gaps.undefined.length === 0) return;
    const own = joinPath(deployment.folder, '.env');
    if (!gaps.documented) {
      // `deployment/missing-env-file` says it where a service names the file.
      const named = deployment.services.some(({ service }) =>
        service.envFiles.some((file) => file.required && file.path === own),
      );
      // Where no env file is known of at all, what runs the development may set them.
      if (named || deployment.environment === 'development') return;
      const names = gaps.undefined.map((one) => one.name);
      yield {
        at: bareUse(gaps.undefined[0]!),
        message: `${listed(names)} ${names.length === 1 ? 'has' : 'have'} no default, and no env file, example or script names ${names.length === 1 ? 'it' : 'them'}: what the shell does not set is empty.`,
        fix: () => scaffoldExample(deployment, own),
      };
      return;
    }
    for (const variable of gaps.undefined) {
      const { name } = variable;
      yield {
        at: bareUse(variable),
        message: `${name} has no default, and no env file, example or script names it: when the shell does not set it, an empty text stands here.`,
        fix: () => (example ? nameInExample(deployment, example, [name]) : demand(variable)),
      };
    }
  },
});

function bareUse({ uses }: UsedVariable): Span {
  return firstLine((uses.find((use) => use.operator === undefined) ?? uses[0]!).span);
}
