import { type Deployment, defineRule, folderOf, nameOf, skip } from '../../core/rule.ts';
import { isExampleOf } from '../shared/env-file-mentions.ts';
import { scaffoldExample } from '../shared/variable-gaps.ts';

export default defineRule({
  id: 'deployment/missing-env-file',
  title: 'Env file that is not there, and no example of it',
  category: 'correctness',
  severity: 'warning',
  priority: 1,
  remedy: 'Add an example of the env file, from which it is made, or mark it `required: false`.',
  strength: 'Env files are there, or an example of each',
  rationale:
    'Compose refuses to start a project with an `env_file` that does not exist. An env file with secrets rightly is not in the repository; but then something has to say what belongs in it: ' +
    'an example beside it, or the script that writes it.',
  references: [
    'https://docs.docker.com/reference/compose-file/services/#env_file',
    'https://docs.docker.com/compose/how-tos/environment-variables/best-practices/',
  ],
  catalogue: ['deployment/env-file-missing'],
  on: 'service',
  names: ['env_file'],
  bad: {
    'compose.yaml': `services:
  api:
    image: team/api:\${API_VERSION:-2.1}
    env_file: .env
    environment:
      PUBLIC_URL: https://\${DOMAIN}
`,
  },
  good: {
    'compose.yaml': `services:
  api:
    image: team/api:\${API_VERSION:-2.1}
    env_file: .env
    environment:
      PUBLIC_URL: https://\${DOMAIN}
`,
    '.env.example': `# Copy this file to .env and fill it in.
DOMAIN=
# These have defaults.
# API_VERSION=2.1
`,
  },
  *check({ service, deployment, name }) {
    if (service.envFiles.length === 0) return skip;
    for (const { path, required, span, text } of service.envFiles) {
      if (path === undefined || !required || !deployment.tree.knows(path)) continue;
      if (deployment.tree.exists(path) || saysElsewhere(deployment, path)) continue;
      if (namedBefore(deployment, name, path)) continue;
      yield {
        at: span,
        message: `"${text}" is not there, and nothing says what belongs in it: Compose does not start "${name}" without it.`,
        fix: () => scaffoldExample(deployment, path),
      };
    }
  },
});

/** An example beside it, or a script that writes or copies it. */
function saysElsewhere(deployment: Deployment, path: string): boolean {
  if (deployment.tree.below(folderOf(path)).some((other) => isExampleOf(other, path))) return true;
  const name = nameOf(path);
  // Portainer writes it from the variables of its form.
  if (name === 'stack.env') return true;
  return deployment.scripts.some((source) => source.text.includes(name));
}

/** One finding for each file: at the first service that reads it. */
function namedBefore({ services }: Deployment, name: string, path: string): boolean {
  const first = services.find(({ service }) =>
    service.envFiles.some((file) => file.required && file.path === path),
  );
  return first?.name !== name;
}
