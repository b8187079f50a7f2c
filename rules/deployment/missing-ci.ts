import { type DeployedService, defineRule, joinPath, skip } from '../../core/rule.ts';
import { workflowText } from '../shared/ci-workflow.ts';
import { buildsImage, hasUnreadPipelines, projectFolder } from '../shared/pipelines.ts';

export default defineRule({
  id: 'deployment/missing-ci',
  title: 'No workflow builds the images',
  category: 'supply-chain',
  severity: 'info',
  priority: 3,
  remedy: 'Build, test and scan the images in a workflow, and deploy what it made by its digest.',
  strength: 'Images are built by a workflow',
  rationale:
    'An image that is built by hand holds whatever lay in the folder on that day, and nobody can say which commit runs. A build that only ever ran on one machine is also the one that fails when that machine is gone. ' +
    'A workflow builds from the commit, refuses what fails its tests or has known holes, and leaves a digest to deploy and to go back to.',
  references: [
    'https://docs.docker.com/build/ci/github-actions/',
    'https://docs.github.com/en/actions/writing-workflows/workflow-syntax-for-github-actions',
    'https://github.com/aquasecurity/trivy-action',
  ],
  catalogue: ['deployment/ci-missing'],
  production: true,
  on: 'deployment',
  bad: {
    'compose.yaml': `services:
  api:
    build: ./api
    mem_limit: 256m
`,
    'api/Dockerfile': `FROM node:24-alpine
HEALTHCHECK CMD ["wget", "-q", "--spider", "http://localhost:3000/"]
USER node
`,
    '.github/CODEOWNERS': '* @shop\n',
    '.github/dependabot.yml': 'version: 2\n',
  },
  good: {
    'compose.yaml': `services:
  api:
    build: ./api
    mem_limit: 256m
`,
    'api/Dockerfile': `FROM node:24-alpine
HEALTHCHECK CMD ["wget", "-q", "--spider", "http://localhost:3000/"]
USER node
`,
    '.github/CODEOWNERS': '* @shop\n',
    '.github/dependabot.yml': 'version: 2\n',
    '.github/workflows/deploy.yml': `# Tests, builds, scans and deploys compose.yaml.
# Set the variables REGISTRY (registry and namespace), REGISTRY_USER, DEPLOY_HOST (user@host), DEPLOY_FOLDER and DEPLOY_KNOWN_HOSTS,
# and the secrets REGISTRY_TOKEN and DEPLOY_KEY.
name: Deploy
on:
  pull_request:
  push:
    branches: [main]
permissions:
  contents: read
concurrency:
  group: deploy-\${{ github.ref }}
jobs:
  deploy:
    runs-on: ubuntu-24.04
    timeout-minutes: 30
    steps:
      - uses: actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683 # v4.2.2
        with:
          persist-credentials: false
      - name: Build api
        run: docker build --pull --tag "api:$GITHUB_SHA" --file api/Dockerfile api
      - name: Scan api
        uses: aquasecurity/trivy-action@57a97c7e7821a5776cebc9bb87c984fa69cba8f1 # v0.35.0
        with:
          image-ref: api:\${{ github.sha }}
          severity: CRITICAL,HIGH
          ignore-unfixed: true
          exit-code: '1'
      - name: Push
        if: github.event_name == 'push'
        env:
          REGISTRY: \${{ vars.REGISTRY }}
          REGISTRY_USER: \${{ vars.REGISTRY_USER }}
          REGISTRY_TOKEN: \${{ secrets.REGISTRY_TOKEN }}
        run: |
          echo "$REGISTRY_TOKEN" | docker login --username "$REGISTRY_USER" --password-stdin "\${REGISTRY%%/*}"
          echo 'services:' > images.yaml
          for service in api; do
            image="$REGISTRY/$service"
            docker tag "$service:$GITHUB_SHA" "$image:$GITHUB_SHA"
            docker push "$image:$GITHUB_SHA"
            digest=$(docker image inspect --format '{{join .RepoDigests "\\n"}}' "$service:$GITHUB_SHA" | grep -F "$image@")
            printf '  %s:\\n    image: %s\\n' "$service" "$digest" >> images.yaml
          done
      - name: Deploy by digest
        if: github.event_name == 'push'
        env:
          DEPLOY_HOST: \${{ vars.DEPLOY_HOST }}
          DEPLOY_FOLDER: \${{ vars.DEPLOY_FOLDER }}
          DEPLOY_KNOWN_HOSTS: \${{ vars.DEPLOY_KNOWN_HOSTS }}
          DEPLOY_KEY: \${{ secrets.DEPLOY_KEY }}
        run: |
          install -m 700 -d ~/.ssh
          echo "$DEPLOY_KNOWN_HOSTS" > ~/.ssh/known_hosts
          (umask 077; echo "$DEPLOY_KEY" > ~/.ssh/deploy)
          scp -i ~/.ssh/deploy images.yaml "$DEPLOY_HOST:$DEPLOY_FOLDER/images.yaml"
          ssh -i ~/.ssh/deploy "$DEPLOY_HOST" "cd '$DEPLOY_FOLDER' && docker compose -f compose.yaml -f images.yaml pull api && docker compose -f compose.yaml -f images.yaml up -d --no-build --wait"
`,
  },
  *check(deployment) {
    const root = projectFolder(deployment);
    const built = deployment.services.filter(isBuilt);
    const [first] = built;
    if (root === undefined || !first || hasUnreadPipelines(deployment, root)) return skip;
    if (deployment.workflows.some(({ steps }) => steps.some(buildsImage))) return;
    const path = joinPath(root, '.github/workflows/deploy.yml');
    const names = built.map(({ name }) => `"${name}"`).join(', ');
    yield {
      at: first.service.nameSpan,
      message: `No workflow of this repository builds the image of ${names}: what is deployed is what one machine made.`,
      ...(!deployment.tree.exists(path) &&
        !deployment.tree.isFile(joinPath(root, '.gitlab-ci.yml')) && {
          fix: () => ({
            title: `Create "${deployment.show(path)}": build, test, scan, deploy by digest`,
            safety: 'review' as const,
            edits: [{ create: path, text: workflowText(deployment, root, built) }],
          }),
        }),
    };
  },
});

function isBuilt({ service, dockerfile }: DeployedService): boolean {
  return dockerfile !== undefined && service.build?.contextPath !== undefined;
}
