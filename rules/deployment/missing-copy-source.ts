import { type CopyStep, type DeployedDockerfile, defineRule, joinPath, skip } from '../../core/rule.ts';
import { maybeSubmodule } from '../shared/git-submodules.ts';
import { isGitIgnored } from '../shared/gitignore.ts';

export default defineRule({
  id: 'deployment/missing-copy-source',
  title: 'COPY of a file that the build context has not',
  category: 'correctness',
  severity: 'error',
  // Off until it has been held against real Dockerfiles beside their sources.
  off: true,
  priority: 0,
  remedy: 'Name a file of the build context, or let the ignore file send it.',
  strength: 'Every COPY finds its sources in the build context',
  rationale:
    'Sources of COPY are looked for in the build context and nowhere else, without what the ignore file keeps out; a source that is not there ends the build. ' +
    'What a build before this one makes (ignored by git, or in a folder such as `dist` or `target`) is taken to be there.',
  references: [
    'https://docs.docker.com/reference/dockerfile/#copy',
    'https://docs.docker.com/build/concepts/context/#dockerignore-files',
  ],
  catalogue: ['deployment/copy-source-missing', 'deployment/copy-source-ignored'],
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
    const { context, contextKnown, deployment } = dockerfile;
    if (!contextKnown || !deployment.tree.isFolder(context)) return skip;
    const copies = dockerfile.stages.filter((stage) => stage.needed).flatMap(({ stage }) => stage.copies);
    for (const copy of copies) {
      for (const { path, at } of namedSources(copy)) {
        const whole = joinPath(context, path);
        const shown = deployment.show(whole);
        const why = missing(dockerfile, path);
        if (!why) continue;
        const { pattern } = why;
        yield {
          at,
          message: pattern
            ? `"${pattern.text}" in the ignore file keeps "${shown}" out of the build context: the build fails here.`
            : `"${shown}" is not there: the build fails here.`,
          ...(pattern && {
            related: [{ at: pattern.span, message: 'This line keeps it out.' }],
            fix: () => {
              const { source } = pattern.span;
              const end = source.text.length;
              const text = `${source.text.endsWith('\n') ? '' : source.eol}!${path}${source.eol}`;
              return {
                title: `Except "${path}" in "${deployment.show(source.path)}"`,
                safety: 'safe' as const,
                edits: [{ span: { source, start: end, end }, text }],
              };
            },
          }),
        };
      }
    }
  },
});

function namedSources({ from, sources }: CopyStep) {
  if (from) return [];
  return sources.flatMap(({ value, dynamic, span }) => {
    const path = value.replace(/^(?:\.?\/)+|\/+$/g, '');
    const unclear = dynamic || /[*?[\\$]|^\w+:\/\/|^git@|(?:^|\/)\.\.(?:\/|$)/.test(value);
    return unclear || path === '' || path === '.' ? [] : [{ path, at: span }];
  });
}

/** Folders that a build before this one fills. */
const outputs =
  /(?:^|\/)(?:target|build|dist|out|output|bin|obj|publish|release|node_modules|vendor|_build|\.next|\.output|artifacts?)(?:\/|$)|\.(?:jar|war|whl|deb|apk|tgz|tar\.gz)$/i;

function missing({ context, ignore, deployment }: DeployedDockerfile, path: string) {
  const { tree } = deployment;
  const whole = joinPath(context, path);
  if (!tree.exists(whole)) {
    const made = outputs.test(path) || isGitIgnored(deployment, whole) || maybeSubmodule(deployment, whole);
    return made ? undefined : { pattern: undefined };
  }
  const files = tree.isFile(whole) ? [whole] : tree.below(whole);
  const deciding = files.map((file) => ignore?.ignores(file.slice(whole.length - path.length)));
  const [pattern] = deciding;
  return pattern && deciding.every((one) => one && !one.negated) ? { pattern } : undefined;
}
