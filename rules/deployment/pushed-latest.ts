import { defineRule, type Span, skip, type WorkflowStep } from '../../core/rule.ts';
import { place, projectFolder, pushesAt } from '../shared/pipelines.ts';

export default defineRule({
  id: 'deployment/pushed-latest',
  title: 'Image that is pushed as latest only',
  category: 'supply-chain',
  severity: 'info',
  priority: 3,
  remedy: 'Push the image with a tag of its own, such as the commit, and deploy that tag or its digest.',
  strength: 'Pushed images have a tag of their own',
  rationale:
    'Each push moves `latest`, and the image before it has no name any more. Nobody can then say which commit a server runs, two servers run different code under one name, and there is nothing to go back to when a release is bad.',
  references: ['https://docs.docker.com/build/ci/github-actions/manage-tags-labels/'],
  catalogue: ['deployment/ci-deploys-latest'],
  production: true,
  on: 'deployment',
  bad: {
    'compose.yaml': `services:
  api:
    image: registry.example/api:1.4.0
`,
    '.github/dependabot.yml': 'version: 2\n',
    '.github/workflows/release.yml': `on: push
jobs:
  release:
    runs-on: ubuntu-24.04
    steps:
      - run: docker build --tag registry.example/api:latest .
      - run: trivy image --exit-code 1 registry.example/api:latest
      - run: docker push registry.example/api:latest
`,
  },
  good: {
    'compose.yaml': `services:
  api:
    image: registry.example/api:1.4.0
`,
    '.github/dependabot.yml': 'version: 2\n',
    '.github/workflows/release.yml': `on: push
jobs:
  release:
    runs-on: ubuntu-24.04
    steps:
      - run: docker build --tag "registry.example/api:$GITHUB_SHA" .
      - run: trivy image --exit-code 1 "registry.example/api:$GITHUB_SHA"
      - run: docker push "registry.example/api:$GITHUB_SHA"
`,
  },
  *check(deployment) {
    if (projectFolder(deployment) === undefined) return skip;
    const pushes = deployment.workflows
      .flatMap(({ steps }) => steps)
      .filter((step) => pushesAt(step) !== undefined);
    if (pushes.length === 0) return skip;
    // An image that one step pushes as latest may get its own tag in another.
    const latest = pushes.map(latestOnly);
    if (!latest.every((at) => at !== undefined)) return;
    const [at] = latest;
    if (!at) return;
    yield {
      at,
      message:
        'Only "latest" is pushed: the image before it loses its name, and there is none to go back to.',
    };
  },
});

/** Where a step says `latest`, if it pushes nothing else. */
function latestOnly(step: WorkflowStep): Span | undefined {
  const tags = step.input('tags');
  if (tags) {
    const names = tags.text.split(/[\s,]+/).filter((name) => name !== '');
    return names.length > 0 && names.every((name) => name.endsWith(':latest'))
      ? place(tags.span, /\S+:latest/)
      : undefined;
  }
  const commands = step.run?.text.match(/\b(?:docker|podman)\s+(?:image\s+)?push\b[^\n;&|]*/g) ?? [];
  const only = commands.length > 0 && commands.every((command) => /:latest["']?\s*$/.test(command));
  return only && step.run ? place(step.run.span, /\bpush\b[^\n;&|]*:latest/) : undefined;
}
