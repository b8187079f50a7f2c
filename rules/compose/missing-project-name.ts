import { defineRule, skip } from '../../core/rule.ts';

export default defineRule({
  id: 'compose/missing-project-name',
  title: 'No project name',
  category: 'correctness',
  severity: 'info',
  priority: 3,
  off: true,
  remedy: 'Give the file a top-level `name`.',
  rationale:
    'Without `name` the project is called as its folder. A checkout in another folder is then another project, with volumes of its own. Where the folder is fixed that does no harm, so the rule is off until it is asked for.',
  references: ['https://docs.docker.com/reference/compose-file/version-and-name/'],
  catalogue: ['compose/project-name'],
  peers: ['dclint:require-project-name-field'],
  on: 'deployment',
  bad: `services:
  api:
    image: team/api:2.1
`,
  good: `name: team
services:
  api:
    image: team/api:2.1
`,
  *check(deployment) {
    if (!deployment.compose || deployment.services.length === 0) return skip;
    if (deployment.composeFiles.some((file) => file.entry('name')) || deployment.compose.name !== undefined)
      return;
    yield { at: deployment.span, message: 'The project has no name of its own: it is called as its folder.' };
  },
});
