import {
  type CopyStep,
  type DeployedDockerfile,
  type DeployedStage,
  defineRule,
  firstLine,
  joinPath,
  skip,
} from '../../core/rule.ts';
import { namedCopySources } from '../shared/copy-sources.ts';
import { ignoreText } from '../shared/dockerignore.ts';

export default defineRule({
  id: 'deployment/missing-dockerignore',
  title: 'Whole build context without a .dockerignore',
  category: 'security',
  severity: 'warning',
  priority: 2,
  remedy: 'Keep out of the context what the image does not need, with a `.dockerignore`.',
  strength: 'Build contexts have a .dockerignore',
  rationale:
    '`COPY . .` takes all that lies in the folder into the image: `.env` files, the history in `.git`, locally installed dependencies of another platform. ' +
    'Whoever can pull the image can read them, and each change of any file makes the layers behind it anew.',
  references: ['https://docs.docker.com/build/concepts/context/#dockerignore-files'],
  catalogue: ['deployment/dockerignore-missing', 'dockerfile/large-copy-context'],
  peers: ['sonar:S6470'],
  on: 'dockerfile',
  bad: {
    Dockerfile: `FROM node:24-alpine
WORKDIR /app
COPY . .
RUN npm ci --omit=dev
`,
    'package.json': '{}\n',
  },
  good: {
    Dockerfile: `FROM node:24-alpine
WORKDIR /app
COPY . .
RUN npm ci --omit=dev
`,
    'package.json': '{}\n',
    '.dockerignore': `.git
.env
.env.local
.env.*.local
*.log
node_modules
`,
  },
  *check(dockerfile) {
    const { context, ignore, deployment } = dockerfile;
    const copy = wholeContext(dockerfile.stages);
    if (!copy || !deployment.tree.knows(context)) return skip;
    if (ignore || !isContext(dockerfile)) return;
    const path = joinPath(context, '.dockerignore');
    const folder = deployment.show(context) === '.' ? 'the folder' : `"${deployment.show(context)}"`;
    yield {
      at: firstLine(copy.sources[0]?.span ?? copy.instruction.span),
      message: `All of ${folder} goes into the image: no .dockerignore keeps anything out.`,
      fix: {
        title: `Create "${deployment.show(path)}"`,
        safety: 'review',
        edits: [{ create: path, text: ignoreText(dockerfile) }],
      },
    };
  },
});

/** Without a service that says so, the Dockerfile's own folder is the context only where what it copies lies there. */
function isContext(dockerfile: DeployedDockerfile): boolean {
  const { context, contextKnown, deployment } = dockerfile;
  if (contextKnown) return true;
  const named = namedCopySources(dockerfile);
  if (!named.every(({ path }) => deployment.tree.exists(joinPath(context, path)))) return false;
  return named.length > 0 || deployment.tree.below(context).length > 1;
}

function wholeContext(stages: readonly DeployedStage[]): CopyStep | undefined {
  const copies = stages.filter((stage) => stage.needed).flatMap((stage) => stage.stage.copies);
  return copies.find((copy) => !copy.from && copy.sources.some((source) => /^\.?\/?$/.test(source.value)));
}
