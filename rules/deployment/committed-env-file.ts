import { defineRule, nameOf, skip } from '../../core/rule.ts';
import { envFileUses, holdsSecrets } from '../shared/env-file-mentions.ts';
import { ignoreFileEdits, isGitIgnored } from '../shared/gitignore.ts';

export default defineRule({
  id: 'deployment/committed-env-file',
  title: 'Env file with secrets that git does not ignore',
  category: 'secrets',
  severity: 'error',
  priority: 1,
  remedy: 'Name the env file in `.gitignore`, and replace its secrets if it was ever committed.',
  strength: 'Env files with secrets are kept out of git',
  rationale:
    'An env file that git does not ignore is committed by the next `git add .`, and stays in the history after it is deleted. `.env` in a `.gitignore` does not cover `.env.prod`: each name needs its line or a pattern. ' +
    'Which env files there are is read from `env_file`, from scripts, and from what an example file says it is to be copied to.',
  references: [
    'https://git-scm.com/docs/gitignore',
    'https://docs.docker.com/compose/how-tos/environment-variables/set-environment-variables/',
  ],
  catalogue: ['deployment/env-file-committed'],
  production: true,
  on: 'deployment',
  bad: {
    'compose.yaml': `services:
  api:
    image: example/api:1.4
    env_file: .env.prod
`,
    '.env.prod.example': 'SESSION_SECRET=\n',
    '.gitignore': `node_modules
.env
dist
`,
  },
  good: {
    'compose.yaml': `services:
  api:
    image: example/api:1.4
    env_file: .env.prod
`,
    '.env.prod.example': 'SESSION_SECRET=\n',
    '.gitignore': `node_modules
.env
.env.prod
dist
`,
  },
  *check(deployment) {
    const told = new Set<string>();
    let asked = false;
    for (const { path, at, why } of envFileUses(deployment)) {
      if (told.has(path) || !holdsSecrets(deployment, path) || !deployment.tree.knows(path)) continue;
      told.add(path);
      // Without any .gitignore there may be no git.
      if (deployment.gitignores(path).length === 0) continue;
      asked = true;
      if (isGitIgnored(deployment, path)) continue;
      yield {
        at,
        message: `No .gitignore ignores "${deployment.show(path)}", which holds secrets: ${why}, and the next commit may take it along.`,
        fix: {
          title: `Add "${nameOf(path)}" to .gitignore`,
          safety: 'safe',
          edits: ignoreFileEdits(deployment, path),
        },
      };
    }
    if (!asked) return skip;
  },
});
