import { defineRule, skip } from '../../core/rule.ts';
import { hasUnreadPipelines, projectFolder, pushesAt, scansImages } from '../shared/pipelines.ts';

export default defineRule({
  id: 'deployment/unscanned-image',
  title: 'Image that is pushed without a scan',
  category: 'supply-chain',
  severity: 'info',
  priority: 3,
  remedy: 'Scan the image before it is pushed, with Trivy, Grype or Docker Scout.',
  strength: 'Images are scanned before they are pushed',
  rationale:
    'Most of an image is written by others: a distribution, a runtime, some hundred packages. Which of them have known holes changes daily, and only a scan of the finished image tells. ' +
    'Before the push it can stop the release.',
  references: [
    'https://github.com/aquasecurity/trivy-action',
    'https://docs.docker.com/scout/integrations/ci/gha/',
  ],
  catalogue: ['deployment/ci-without-image-scan'],
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
      - run: docker build --tag registry.example/api:1.4.0 .
      - run: docker push registry.example/api:1.4.0
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
      - run: docker build --tag registry.example/api:1.4.0 .
      - run: trivy image --exit-code 1 --severity HIGH,CRITICAL registry.example/api:1.4.0
      - run: docker push registry.example/api:1.4.0
`,
  },
  *check(deployment) {
    const root = projectFolder(deployment);
    if (root === undefined || hasUnreadPipelines(deployment, root)) return skip;
    const pushes = deployment.workflows.flatMap(({ steps }) => steps.flatMap((step) => pushesAt(step) ?? []));
    const [at] = pushes;
    if (!at) return skip;
    if (scansImages(deployment)) return;
    yield {
      at,
      message: `This step pushes an image that no step has scanned: no workflow of this repository names a scanner.`,
    };
  },
});
