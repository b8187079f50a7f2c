import {
  type Deployment,
  firstLine,
  folderOf,
  joinPath,
  nameOf,
  type Span,
  span,
  type WorkflowStep,
} from '../../core/rule.ts';

/** Other services' files, which are not read: where one is there, nothing can be said to be missing. */
const elsewhere = [
  'Jenkinsfile',
  '.circleci/config.yml',
  'azure-pipelines.yml',
  'bitbucket-pipelines.yml',
  '.drone.yml',
  '.woodpecker.yml',
  '.woodpecker.yaml',
  '.travis.yml',
  'appveyor.yml',
  'buildspec.yml',
  'cloudbuild.yaml',
  'cloudbuild.yml',
  '.cirrus.yml',
];
const elsewhereFolders = [
  '.woodpecker',
  '.buildkite',
  '.forgejo',
  '.gitea',
  '.semaphore',
  '.teamcity',
  '.tekton',
  '.azure-pipelines',
];

/**
 * The repository's folder, where it is known to be the whole: it shows `.git`, `.github` or `.gitlab-ci.yml`. What concerns the project is asked of
 * one deployment only: the one for production in the folder itself, or in the only one that has Compose files.
 */
export function projectFolder(deployment: Deployment): string | undefined {
  const { tree, environment, composeFiles, folder } = deployment;
  const main = composeFiles.at(-1)?.source.path;
  if (environment !== 'production' || main === undefined) return undefined;
  const root = deployment.repository;
  if (root === undefined) return undefined;
  const compose = tree.below(root).filter((path) => /^(?:docker-)?compose[\w.-]*\.ya?ml$/.test(nameOf(path)));
  const here = compose.filter((path) => folderOf(path) === folder);
  if (folder !== root && here.length !== compose.length) return undefined;
  const first = here.find((path) => /prod|live/.test(nameOf(path))) ?? here[0];
  return main === first ||
    (here.every((path) => !/prod|live/.test(nameOf(path))) && composeFiles[0]?.source.path === first)
    ? root
    : undefined;
}

/** Whether what builds and deploys is described where it is not read. */
export function hasUnreadPipelines({ tree, workflows }: Deployment, root: string): boolean {
  return (
    workflows.some((workflow) => workflow.continuesElsewhere) ||
    elsewhere.some((name) => tree.isFile(joinPath(root, name))) ||
    elsewhereFolders.some((name) => tree.isFolder(joinPath(root, name)))
  );
}

const building =
  /\b(?:docker|podman)\s+(?:image\s+|buildx\s+)?(?:build|bake)\b|\b(?:docker[ -]compose|podman-compose)\b[^\n;&|]*\s(?:build|up\s[^\n;&|]*--build)\b|\b(?:buildah\s+(?:bud|build)|kaniko|nixpacks|pack\s+build|ko\s+build|jib)\b/;
const pushing =
  /\b(?:docker|podman|buildah)\s+(?:image\s+)?push\b|\b(?:docker[ -]compose)\b[^\n;&|]*\spush\b|\bdocker\s+buildx\b[^\n;&|]*\s--push\b/;
const scanning =
  /\b(?:trivy|grype|snyk|clair\w*|anchore|dockle|docker[ -]scout|scout-action|xeol|prisma-cloud-scan|wiz\w*|sysdig\w*|container[_-]scan\w*|aqua\w*)\b/i;

export function buildsImage({ uses, run }: WorkflowStep): boolean {
  return (
    /^docker\/(?:build-push-action|bake-action)@/.test(uses?.text ?? '') || building.test(run?.text ?? '')
  );
}

/** Where a step pushes an image: its action, or the command. */
export function pushesAt(step: WorkflowStep): Span | undefined {
  const { uses, run } = step;
  if (/^docker\/(?:build-push-action|bake-action)@/.test(uses?.text ?? '')) {
    const push = step.input('push')?.text;
    return uses && push !== undefined && push !== 'false' ? firstLine(uses.span) : undefined;
  }
  return run && place(run.span, pushing);
}

/** Where a pattern matches inside a span. */
export function place({ source, start, end }: Span, pattern: RegExp): Span | undefined {
  const match = pattern.exec(source.text.slice(start, end));
  return match
    ? firstLine(span(source, start + match.index, start + match.index + match[0].length))
    : undefined;
}

/** Any mention of a scanner counts, in comments too: when in doubt, images are scanned. */
export function scansImages({ workflows }: Deployment): boolean {
  return workflows.some(({ source }) => scanning.test(source.text));
}
