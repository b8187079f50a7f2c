import { type DeployedService, type Deployment, joinPath, relativePath } from '../../core/rule.ts';

/** Actions by commit: a tag can be moved to other code. Commits and versions as of 2026-11. */
const checkout = 'actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683 # v4.2.2';
const trivy = 'aquasecurity/trivy-action@57a97c7e7821a5776cebc9bb87c984fa69cba8f1 # v0.35.0';

/**
 * A GitHub workflow that tests, builds, scans and deploys the services that are built here, by digest.
 * @param root the repository's folder. @param built services whose context and Dockerfile are known.
 */
export function workflowText(
  deployment: Deployment,
  root: string,
  built: readonly DeployedService[],
): string {
  const names = built.map(({ name }) => name).join(' ');
  const files = deployment.composeFiles.map(({ source }) => relativePath(root, source.path));
  const compose = [...files, 'images.yaml'].map((path) => `-f ${path}`).join(' ');
  return `# Tests, builds, scans and deploys ${files.at(-1)}.
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
      - uses: ${checkout}
        with:
          persist-credentials: false
${built.flatMap((service) => serviceSteps(service, root)).join('')}      - name: Push
        if: github.event_name == 'push'
        env:
          REGISTRY: \${{ vars.REGISTRY }}
          REGISTRY_USER: \${{ vars.REGISTRY_USER }}
          REGISTRY_TOKEN: \${{ secrets.REGISTRY_TOKEN }}
        run: |
          echo "$REGISTRY_TOKEN" | docker login --username "$REGISTRY_USER" --password-stdin "\${REGISTRY%%/*}"
          echo 'services:' > images.yaml
          for service in ${names}; do
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
          ssh -i ~/.ssh/deploy "$DEPLOY_HOST" "cd '$DEPLOY_FOLDER' && docker compose ${compose} pull ${names} && docker compose ${compose} up -d --no-build --wait"
`;
}

function serviceSteps(service: DeployedService, root: string): readonly string[] {
  const { name, deployment } = service;
  const build = service.service.build;
  if (build?.contextPath === undefined || build.dockerfilePath === undefined) return [];
  const context = relativePath(root, build.contextPath);
  const target = build.target && !build.target.dynamic ? [`--target ${build.target.text}`] : [];
  const args = build.args.flatMap(({ name: argument, value }) =>
    value && !value.dynamic && /^[\w./:@+-]+$/.test(value.text)
      ? [`--build-arg ${argument}=${value.text}`]
      : [],
  );
  const options = [`--file ${relativePath(root, build.dockerfilePath)}`, ...target, ...args].join(' ');
  const test = testCommand(deployment, build.contextPath);
  return [
    ...(test === undefined
      ? []
      : [`      - name: Test ${name}\n        working-directory: ${context}\n        run: ${test}\n`]),
    `      - name: Build ${name}
        run: docker build --pull --tag "${name}:$GITHUB_SHA" ${options} ${context}
      - name: Scan ${name}
        uses: ${trivy}
        with:
          image-ref: ${name}:\${{ github.sha }}
          severity: CRITICAL,HIGH
          ignore-unfixed: true
          exit-code: '1'
`,
  ];
}

/** The project's own tests, where its package file says how they are run with what the runner has. */
function testCommand(deployment: Deployment, context: string): string | undefined {
  const { tree } = deployment;
  const manifest = deployment.text(joinPath(context, 'package.json'))?.text ?? '';
  const script = /"test"\s*:\s*"([^"]*)"/.exec(manifest)?.[1];
  if (script && !script.includes('no test specified') && tree.isFile(joinPath(context, 'package-lock.json')))
    return 'npm ci && npm test';
  return tree.isFile(joinPath(context, 'go.mod')) ? 'go test ./...' : undefined;
}
