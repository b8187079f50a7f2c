import { type DeployedDockerfile, defineRule, type Fix, joinPath, skip } from '../../core/rule.ts';
import { namedCopySources } from '../shared/copy-sources.ts';

export default defineRule({
  id: 'deployment/ignored-copy-source',
  title: 'COPY of a file that the ignore file keeps out',
  category: 'correctness',
  severity: 'error',
  priority: 0,
  remedy: 'Let the ignore file send what a step of the build names.',
  strength: 'The ignore file sends everything that COPY names',
  rationale:
    'What the ignore file keeps out is not in the build context, whether it lies in the folder or not. A COPY that names it ends the build: "not found", although everybody sees the file.',
  references: [
    'https://docs.docker.com/reference/dockerfile/#copy',
    'https://docs.docker.com/build/concepts/context/#dockerignore-files',
  ],
  catalogue: ['deployment/copy-source-ignored'],
  peers: ['buildkit:CopyIgnoredFile'],
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
    'config.json': '{}',
    '.dockerignore': '*.json\n',
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
    '.dockerignore': '*.json\n!config.json\n',
  },
  *check(dockerfile) {
    const { context, contextKnown, deployment, ignore } = dockerfile;
    if (!contextKnown || !ignore) return skip;
    for (const { path, at } of namedCopySources(dockerfile)) {
      const pattern = decidingPattern(dockerfile, path);
      if (!pattern) continue;
      yield {
        at,
        message: `"${pattern.text}" in the ignore file keeps "${deployment.show(joinPath(context, path))}" out of the build context: the build fails here.`,
        related: [{ at: pattern.span, message: 'This line keeps it out.' }],
        fix: () => exception(dockerfile, path),
      };
    }
  },
});

/** The pattern that keeps all of a file or folder out that is there. */
function decidingPattern({ context, ignore, deployment }: DeployedDockerfile, path: string) {
  const { tree } = deployment;
  const whole = joinPath(context, path);
  const files = tree.isFile(whole) ? [whole] : tree.below(whole);
  let first: ReturnType<NonNullable<typeof ignore>['ignores']>;
  for (const file of files) {
    const pattern = ignore?.ignores(file.slice(whole.length - path.length));
    if (!pattern || pattern.negated) return undefined;
    first ??= pattern;
  }
  return first;
}

function exception({ ignore, deployment }: DeployedDockerfile, path: string): Fix | undefined {
  if (!ignore) return undefined;
  const { source } = ignore;
  const end = source.text.length;
  const text = `${source.text.endsWith('\n') ? '' : source.eol}!${path}${source.eol}`;
  return {
    title: `Except "${path}" in "${deployment.show(source.path)}"`,
    safety: 'safe',
    edits: [{ span: { source, start: end, end }, text }],
  };
}
