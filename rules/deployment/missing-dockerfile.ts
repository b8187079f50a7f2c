import {
  type Build,
  type DeployedService,
  defineRule,
  type Fix,
  folderOf,
  joinPath,
  nameOf,
  replaceYaml,
  setYaml,
  skip,
} from '../../core/rule.ts';
import { maybeSubmodule } from '../shared/git-submodules.ts';
import { rewrite } from '../shared/rewrite.ts';

export default defineRule({
  id: 'deployment/missing-dockerfile',
  title: 'Build context or Dockerfile that is not there',
  category: 'correctness',
  severity: 'error',
  priority: 0,
  remedy: 'Name the folder and the Dockerfile that the service is built from.',
  strength: 'Every build finds its context and its Dockerfile',
  rationale:
    'Compose reads `context` relative to its own file and `dockerfile` relative to the context. ' +
    'Where one of them is not there the build stops before its first step. Names count letter by letter: on Linux `dockerfile` is no `Dockerfile`.',
  references: ['https://docs.docker.com/reference/compose-file/build/'],
  catalogue: ['deployment/build-context-missing', 'deployment/dockerfile-missing'],
  on: 'service',
  names: ['build'],
  bad: {
    'compose.yaml': `services:
  api:
    build:
      context: ./api
`,
    'api/Dockerfile.prod': `FROM node:24-alpine
HEALTHCHECK CMD ["wget", "-q", "--spider", "http://localhost:3000/"]
USER node
`,
  },
  good: {
    'compose.yaml': `services:
  api:
    build:
      context: ./api
      dockerfile: Dockerfile.prod
`,
    'api/Dockerfile.prod': `FROM node:24-alpine
HEALTHCHECK CMD ["wget", "-q", "--spider", "http://localhost:3000/"]
USER node
`,
  },
  *check(deployed) {
    const { deployment, name } = deployed;
    const { build } = deployed.service;
    if (!build?.dockerfilePath || build.contextPath === undefined) return skip;
    const { contextPath, dockerfilePath } = build;
    const { tree } = deployment;
    if (!tree.knows(contextPath) || !tree.knows(dockerfilePath)) return skip;
    if (tree.isFile(dockerfilePath)) return;
    if (maybeSubmodule(deployment, dockerfilePath) || startsElsewhere(deployed, build)) return skip;
    if (!tree.isFolder(contextPath)) {
      yield {
        at: build.contextSpan,
        message: tree.isFile(contextPath)
          ? `"${deployment.show(contextPath)}" is a file, and a build context is a folder: the build of "${name}" fails.`
          : `The folder "${deployment.show(contextPath)}" is not there: the build of "${name}" fails.`,
      };
      return;
    }
    yield {
      at: build.dockerfileSpan ?? build.contextSpan,
      message: `"${deployment.show(dockerfilePath)}" is not there: the build of "${name}" fails.`,
      fix: () => fixFor(deployed, build, dockerfilePath),
    };
  },
});

/**
 * A file that is one of several `-f` reads its paths from the first one's folder, and `--project-directory` may name any:
 * so it is where the folder that is missing here stands at the same path below a folder above.
 */
function startsElsewhere({ deployment }: DeployedService, build: Build): boolean {
  const { tree } = deployment;
  const written = [build.context, folderOf(build.dockerfile)]
    .map((path) => path.replace(/^(?:\.{0,2}\/)+/, ''))
    .filter((path) => /\w/.test(path));
  let folder = folderOf(build.contextSpan.source.path);
  for (let above = folderOf(folder); above !== folder && tree.knows(above); above = folderOf(folder)) {
    folder = above;
    if (written.some((path) => tree.isFolder(joinPath(above, path)))) return true;
  }
  return false;
}

/** Where exactly one file beside the missing one is called a Dockerfile. */
function fixFor({ deployment, service }: DeployedService, build: Build, path: string): Fix | undefined {
  const folder = folderOf(path);
  const others = deployment.tree
    .below(folder)
    .filter(
      (one) =>
        folderOf(one) === folder &&
        /^(?:[\w-]+\.)?dockerfile(?:\.(?!dockerignore)[\w-]+)*$/i.test(nameOf(one)),
    );
  const name = others.length === 1 ? nameOf(others[0]!) : undefined;
  const node = build.value.node;
  if (name === undefined || folder !== build.contextPath || !node || !service.node) return undefined;
  const written = service.scalar('build', 'dockerfile');
  const edit = written && written.variables.length === 0 ? rewrite(written, name) : undefined;
  if (written && !edit) return undefined;
  const edits = edit
    ? [edit]
    : node.kind === 'scalar'
      ? replaceYaml(node, { context: build.context, dockerfile: name })
      : setYaml(service.node, ['build', 'dockerfile'], name);
  return edits && { title: `Build from "${name}"`, safety: 'review', edits };
}
