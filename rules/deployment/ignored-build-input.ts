import { type DeployedDockerfile, defineRule, type Fix, joinPath, type Span, skip } from '../../core/rule.ts';
import { buildInputs, wouldCopy } from '../shared/build-inputs.ts';

export default defineRule({
  id: 'deployment/ignored-build-input',
  title: 'File that the build needs is kept out of the context',
  category: 'correctness',
  severity: 'error',
  priority: 0,
  remedy: 'Take the line out of the ignore file, or except the file from it.',
  strength: 'The ignore files leave every build its inputs',
  rationale:
    'What an ignore file names is not sent to the builder: a `COPY . .` leaves it out without a word, and the step that needs it fails later with a message about something else. ' +
    'Lists that are copied from elsewhere do this: `public` is Gatsby’s output and Create React App’s input.',
  references: [
    'https://docs.docker.com/build/concepts/context/#dockerignore-files',
    'https://create-react-app.dev/docs/folder-structure/',
  ],
  catalogue: ['deployment/build-input-ignored'],
  on: 'dockerfile',
  bad: {
    Dockerfile: `FROM node:24-alpine AS build
WORKDIR /app
COPY . .
RUN npm ci && npm run build
FROM nginx:1.30-alpine
COPY --from=build /app/dist /usr/share/nginx/html
`,
    '.dockerignore': `node_modules
.git
package-lock.json
`,
    'package.json': '{ "scripts": { "build": "vite build" } }\n',
    'package-lock.json': '{}\n',
    'index.html': '<!doctype html>\n',
  },
  good: {
    Dockerfile: `FROM node:24-alpine AS build
WORKDIR /app
COPY . .
RUN npm ci && npm run build
FROM nginx:1.30-alpine
COPY --from=build /app/dist /usr/share/nginx/html
`,
    '.dockerignore': `node_modules
.git
`,
    'package.json': '{ "scripts": { "build": "vite build" } }\n',
    'package-lock.json': '{}\n',
    'index.html': '<!doctype html>\n',
  },
  *check(dockerfile) {
    const { ignore, context, deployment } = dockerfile;
    if (!ignore) return skip;
    const copies = dockerfile.stages
      .filter((stage) => stage.needed)
      .flatMap((stage) => stage.stage.copies.filter((copy) => !copy.from));
    const told = new Set<string>();
    for (const { path, step } of buildInputs(dockerfile)) {
      const pattern = ignore.ignores(path);
      const copy = copies.find((one) => wouldCopy(one, path));
      // One line that hides several files is one mistake.
      if (!pattern || pattern.negated || !copy || told.has(pattern.text)) continue;
      told.add(pattern.text);
      yield {
        at: pattern.span,
        message: `"${pattern.text}" keeps "${deployment.show(joinPath(context, path))}" out of the build, which ${step} needs: the build of ${nameOf(dockerfile)} fails.`,
        related: [{ at: copy.instruction.nameSpan, message: 'This step leaves the file out.' }],
        fix: fixFor(dockerfile, pattern.text, pattern.span, path),
      };
    }
  },
});

function nameOf({ deployment, services, dockerfile }: DeployedDockerfile): string {
  return services.length > 0
    ? services.map((service) => `"${service.name}"`).join(', ')
    : `"${deployment.show(dockerfile.source.path)}"`;
}

function fixFor({ deployment }: DeployedDockerfile, text: string, at: Span, path: string): Fix {
  const { source } = at;
  const named = text.replace(/^\/|\/$/g, '');
  if (named === path || named === path.split('/')[0]) {
    const line = source.position(at.start).line;
    const span = {
      source,
      start: source.lineStarts[line]!,
      end: source.lineStarts[line + 1] ?? source.text.length,
    };
    return {
      title: `Take "${text}" out of "${deployment.show(source.path)}"`,
      safety: 'safe',
      edits: [{ span, text: '' }],
    };
  }
  const end = source.text.length;
  const before = source.text.endsWith('\n') ? '' : source.eol;
  return {
    title: `Except "${path}" in "${deployment.show(source.path)}"`,
    safety: 'safe',
    edits: [{ span: { source, start: end, end }, text: `${before}!${path}${source.eol}` }],
  };
}
