import {
  type DeployedService,
  defineRule,
  joinPath,
  nameOf,
  type RunStep,
  type Stage,
  skip,
} from '../../core/rule.ts';
import { maybeSubmodule } from '../shared/git-submodules.ts';
import { isGitIgnored } from '../shared/gitignore.ts';
import { startedFile } from '../shared/started-file.ts';

export default defineRule({
  id: 'deployment/missing-command-target',
  title: 'Container that starts a file which no step puts there',
  category: 'correctness',
  severity: 'error',
  priority: 0,
  remedy: 'Start the file by the path at which COPY puts it.',
  strength: 'Containers start files that their images have',
  rationale:
    'A build does not look at what CMD and ENTRYPOINT name. Where the file is elsewhere in the image, or was never copied, the container ends as soon as it starts, and with a restart policy it does so for ever.',
  references: [
    'https://docs.docker.com/reference/dockerfile/#cmd',
    'https://docs.docker.com/reference/dockerfile/#copy',
  ],
  catalogue: ['deployment/command-target-missing'],
  on: 'service',
  names: ['build'],
  bad: {
    'compose.yaml': `services:
  api:
    build: .
`,
    Dockerfile: `FROM node:24-alpine
WORKDIR /app
COPY . .
HEALTHCHECK CMD ["wget", "-q", "--spider", "http://localhost:3000/"]
USER node
CMD ["node", "server.js"]
`,
    'src/server.js': '',
    '.dockerignore': 'node_modules\n.git\n',
  },
  good: {
    'compose.yaml': `services:
  api:
    build: .
`,
    Dockerfile: `FROM node:24-alpine
WORKDIR /app
COPY . .
HEALTHCHECK CMD ["wget", "-q", "--spider", "http://localhost:3000/"]
USER node
CMD ["node", "src/server.js"]
`,
    'src/server.js': '',
    '.dockerignore': 'node_modules\n.git\n',
  },
  *check(deployed) {
    const { service, stage, built, deployment, name } = deployed;
    const context = service.build?.contextPath;
    const started = built && stage && context !== undefined ? startedFile(deployed) : undefined;
    if (!started || !stage || context === undefined || !deployment.tree.isFolder(context)) return skip;
    if (!holdsOnlyCopies(deployed, stage)) return skip;
    const source = copiedFrom(deployed, stage, context, started.path);
    if (source === undefined || service.mounts.some(({ target }) => covers(target, started.path)))
      return skip;
    if (deployed.files.find(started.path) !== undefined || deployment.tree.exists(source)) return;
    if (made.test(source) || isGitIgnored(deployment, source) || maybeSubmodule(deployment, source)) return;
    const elsewhere = deployment.tree.below(context).filter((path) => nameOf(path) === nameOf(source));
    const hint =
      elsewhere.length === 1 && elsewhere[0] ? `; there is "${deployment.show(elsewhere[0])}"` : '';
    yield {
      at: started.at,
      message: `"${name}" starts "${started.written}", and no step of its image puts "${started.path}" there: "${deployment.show(source)}" is not in the build context${hint}.`,
      service: name,
    };
  },
});

/** What a build before this one, or a step of the framework, makes. */
const made =
  /(?:^|\/)(?:dist|build|out|output|bin|lib|target|vendor|node_modules|\.next|\.output|generated)\//;

/** Images that have nothing in the folders of an application. */
const bare = /^(?:alpine|debian|ubuntu|node|python|ruby|php|bun|oven\/bun)$/;
const harmless =
  /^(?:apk|apt|apt-get|adduser|addgroup|useradd|groupadd|usermod|mkdir|chown|chmod|corepack|update-ca-certificates|pip3?|bundle|rm|echo|set)$/;

/** Every file of the image comes from the base image or from the context: no other stage, no step that writes. */
function holdsOnlyCopies({ image }: DeployedService, stage: Stage): boolean {
  if (!bare.test(image?.product ?? '')) return false;
  return stage.chain.every(
    (one) =>
      one.copies.every(
        ({ from, add, sources, target }) =>
          !from &&
          !add &&
          target &&
          !target.dynamic &&
          sources.every(({ value, dynamic }) => !dynamic && !/[?[]/.test(value)),
      ) && one.runs.every(writesNoFiles),
  );
}

function writesNoFiles({ commands, form, instruction }: RunStep): boolean {
  if (form !== 'shell' || instruction.heredocs.length > 0) return false;
  return commands.every(
    ({ name, args, redirects }) =>
      redirects.length === 0 &&
      (harmless.test(name?.text ?? '') ||
        (/^(?:npm|yarn|pnpm)$/.test(name?.text ?? '') &&
          /^(?:ci|install|i|cache)$/.test(args[0]?.text ?? ''))),
  );
}

/**
 * Where in the context a container path would come from: the step that takes a whole folder there.
 * @returns undefined where none does, and where a pattern may bring it.
 */
function copiedFrom({ deployment }: DeployedService, stage: Stage, context: string, path: string) {
  let found: string | undefined;
  for (const { copies, workdir } of stage.chain) {
    for (const { sources, target } of copies) {
      const into = joinPath(workdir?.value ?? '/', target?.value ?? '.');
      if (!covers(into, path)) continue;
      for (const { value } of sources) {
        const folder = joinPath(context, value.replace(/^\/+/, ''));
        if (value.includes('*') && !/\.(?:json|lock|txt|toml|ya?ml|md)$/.test(value)) return undefined;
        if (deployment.tree.isFolder(folder))
          found ??= joinPath(folder, path.slice(into === '/' ? 1 : into.length + 1));
      }
    }
  }
  return found;
}

function covers(folder: string, path: string): boolean {
  const inside = folder.endsWith('/') ? folder : `${folder}/`;
  return path.startsWith(inside);
}
