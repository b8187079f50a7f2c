import { type DeployedDockerfile, defineRule, joinPath, nameOf, skip } from '../../core/rule.ts';
import { namedCopySources } from '../shared/copy-sources.ts';
import { maybeSubmodule } from '../shared/git-submodules.ts';
import { isGitIgnored } from '../shared/gitignore.ts';

export default defineRule({
  id: 'deployment/missing-copy-source',
  title: 'COPY of a file that the build context has not',
  category: 'correctness',
  severity: 'error',
  // Off: what is not there may come from a step before the build, and it has been held against few Dockerfiles beside their sources.
  off: true,
  priority: 0,
  remedy: 'Name a file of the build context.',
  strength: 'Every COPY finds its sources in the build context',
  rationale:
    'Sources of COPY are looked for in the build context and nowhere else; a source that is not there ends the build. ' +
    'What a build before this one makes (ignored by git, named in a script, or in a folder such as `dist` or `target`) is taken to be there.',
  references: ['https://docs.docker.com/reference/dockerfile/#copy'],
  catalogue: ['deployment/copy-source-missing'],
  on: 'dockerfile',
  bad: {
    'compose.yaml': `services:
  api:
    build: .
`,
    Dockerfile: `FROM node:24-alpine
COPY server.js config.json /app/
HEALTHCHECK CMD ["wget", "-q", "--spider", "http://localhost:3000/"]
USER node
`,
    'server.js': '',
  },
  good: {
    'compose.yaml': `services:
  api:
    build: .
`,
    Dockerfile: `FROM node:24-alpine
COPY server.js config.json /app/
HEALTHCHECK CMD ["wget", "-q", "--spider", "http://localhost:3000/"]
USER node
`,
    'server.js': '',
    'config.json': '{}',
  },
  *check(dockerfile) {
    const { context, contextKnown, deployment } = dockerfile;
    if (!contextKnown || !deployment.tree.isFolder(context)) return skip;
    for (const { path, at } of namedCopySources(dockerfile)) {
      if (deployment.tree.exists(joinPath(context, path)) || isMadeBefore(dockerfile, path)) continue;
      yield {
        at,
        message: `"${deployment.show(joinPath(context, path))}" is not there: the build fails here.`,
      };
    }
  },
});

/** Folders that a build before this one fills. */
const outputs =
  /(?:^|\/)(?:target|build|dist|out|output|bin|obj|publish|release|node_modules|vendor|_build|\.next|\.output|artifacts?)(?:\/|$)|\.(?:jar|war|whl|deb|apk|tgz|tar\.gz)$/i;

function isMadeBefore({ context, deployment }: DeployedDockerfile, path: string): boolean {
  const whole = joinPath(context, path);
  return (
    outputs.test(path) ||
    isGitIgnored(deployment, whole) ||
    maybeSubmodule(deployment, whole) ||
    deployment.scripts.some(({ text }) => text.includes(nameOf(path)))
  );
}
