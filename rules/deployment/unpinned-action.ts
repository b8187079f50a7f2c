import { defineRule, skip } from '../../core/rule.ts';
import { projectFolder } from '../shared/pipelines.ts';

export default defineRule({
  id: 'deployment/unpinned-action',
  title: 'Action by a tag that can be moved',
  category: 'supply-chain',
  severity: 'info',
  // Off: few projects pin GitHub's own actions, and it would be said of each step.
  off: true,
  priority: 3,
  remedy: 'Name the action by its commit, with the version in a comment behind it.',
  strength: 'Workflows name their actions by commit',
  rationale:
    'A tag of an action is moved by whoever holds its repository, and what it then names runs with the secrets of the workflow: that is how tj-actions/changed-files and trivy-action were turned against their users. A commit stays what it is.',
  references: ['https://docs.github.com/en/actions/reference/security/secure-use#using-third-party-actions'],
  catalogue: ['deployment/actions-unpinned'],
  production: true,
  on: 'deployment',
  bad: {
    'compose.yaml': `services:
  api:
    image: registry.example/api:1.4.0
`,
    '.github/dependabot.yml': 'version: 2\n',
    '.github/workflows/test.yml': `on: push
jobs:
  test:
    runs-on: ubuntu-24.04
    steps:
      - uses: actions/checkout@v4
`,
  },
  good: {
    'compose.yaml': `services:
  api:
    image: registry.example/api:1.4.0
`,
    '.github/dependabot.yml': 'version: 2\n',
    '.github/workflows/test.yml': `on: push
jobs:
  test:
    runs-on: ubuntu-24.04
    steps:
      - uses: actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683 # v4.2.2
`,
  },
  *check(deployment) {
    if (projectFolder(deployment) === undefined) return skip;
    const actions = deployment.workflows.flatMap(({ steps }) => steps.flatMap(({ uses }) => uses ?? []));
    if (actions.length === 0) return skip;
    for (const { text, span } of actions) {
      const [name, reference] = text.split('@');
      if (/^\.|^docker:/.test(text) || reference === undefined || /^[0-9a-f]{40}$/.test(reference)) continue;
      yield {
        at: span,
        message: `"${reference}" of "${name}" can be moved to other code, which then runs with what this workflow may do.`,
      };
    }
  },
});
