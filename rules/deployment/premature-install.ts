import {
  type CopyStep,
  type DeployedStage,
  defineRule,
  type Fix,
  insertInstruction,
  joinPath,
  keyword,
  type RunStep,
  skip,
} from '../../core/rule.ts';
import { wouldCopy } from '../shared/build-inputs.ts';
import { type HookInput, hookInputs } from '../shared/install-hooks.ts';

export default defineRule({
  id: 'deployment/premature-install',
  title: 'Install step that needs a file which is copied later',
  category: 'correctness',
  severity: 'error',
  priority: 0,
  remedy: 'Copy the file before the step that installs.',
  strength: 'What an installation reads is copied before it',
  rationale:
    'To keep the layer of the dependencies, a Dockerfile copies `package.json` and its lock file first, installs, and copies the rest. ' +
    "The installation runs the package's own scripts too (`postinstall`, `prepare`), and what they read is not there yet: the build fails, although the same command works in the folder.",
  references: [
    'https://docs.npmjs.com/cli/using-npm/scripts#life-cycle-scripts',
    'https://www.prisma.io/docs/orm/prisma-client/setup-and-configuration/generating-prisma-client',
  ],
  catalogue: ['deployment/install-needs-later-copy'],
  on: 'stage',
  bad: {
    'compose.yaml': `services:
  api:
    build: .
`,
    Dockerfile: `FROM node:24-alpine
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev
COPY prisma ./prisma
COPY src ./src
HEALTHCHECK CMD ["wget", "-q", "--spider", "http://localhost:3000/"]
USER node
`,
    'package.json': '{ "scripts": { "postinstall": "prisma generate" } }\n',
    'package-lock.json': '{}\n',
    'prisma/schema.prisma': '',
    'src/index.js': '',
  },
  good: {
    'compose.yaml': `services:
  api:
    build: .
`,
    Dockerfile: `FROM node:24-alpine
WORKDIR /app
COPY package.json package-lock.json ./
COPY prisma/schema.prisma ./prisma/schema.prisma
RUN npm ci --omit=dev
COPY prisma ./prisma
COPY src ./src
HEALTHCHECK CMD ["wget", "-q", "--spider", "http://localhost:3000/"]
USER node
`,
    'package.json': '{ "scripts": { "postinstall": "prisma generate" } }\n',
    'package-lock.json': '{}\n',
    'prisma/schema.prisma': '',
    'src/index.js': '',
  },
  *check(stage) {
    const { dockerfile, deployment } = stage;
    if (!stage.needed || !dockerfile.contextKnown || stage.stage.runs.length === 0) return skip;
    for (const run of stage.stage.runs) {
      const before = copiesBefore(stage, run);
      const manifest = before && manifestOf(before);
      if (!before || manifest === undefined || changesPackage(stage, run)) continue;
      const folder = joinPath(dockerfile.context, manifest.folder);
      for (const command of run.commands) {
        for (const input of hookInputs(deployment, folder, command)) {
          const path = joinPath(manifest.folder, input.file);
          const later = laterCopy(stage, run, path);
          if (!later || !deployment.tree.isFile(joinPath(dockerfile.context, path))) continue;
          if (before.some((copy) => brings(copy, path))) continue;
          yield {
            at: command.name?.span ?? run.instruction.nameSpan,
            message: `"${input.hook}" in package.json runs "${input.command}" in this step, and "${path}" is only copied after it: the build fails.`,
            related: [{ at: later.instruction.nameSpan, message: 'Copied here.' }],
            fix: () => copyFirst(run, manifest, input, path),
          };
          return;
        }
      }
    }
  },
});

/** What is copied before a step, in the stages below too; undefined where more may be there: other stages, mounts, variables. */
function copiesBefore({ stage }: DeployedStage, run: RunStep): readonly CopyStep[] | undefined {
  const { start } = run.instruction.span;
  const copies = stage.chain.flatMap((one) =>
    one.copies.filter((copy) => one !== stage || copy.instruction.span.start < start),
  );
  const unclear = copies.some(
    ({ from, sources }) => from !== undefined || sources.some(({ dynamic }) => dynamic),
  );
  const mounts = run.instruction.flags.some(
    ({ name, value }) => name === 'mount' && !value?.value.includes('type=cache'),
  );
  return unclear || mounts ? undefined : copies;
}

/** The folder in the context that package.json is copied from, and where it is copied to. */
function manifestOf(
  copies: readonly CopyStep[],
): { readonly folder: string; readonly target: string } | undefined {
  const found = copies.flatMap((copy) =>
    copy.sources.flatMap(({ value }) => {
      const folder = /^(?:\.?\/)*((?:[\w@.-]+\/)*)package(?:\.json|\*\.json|-?\*)$/.exec(value)?.[1];
      return folder === undefined || !copy.target
        ? []
        : [{ folder: folder.replace(/\/$/, '') || '.', target: copy.target.value }];
    }),
  );
  return found.length === 1 ? found[0] : undefined;
}

/** A step before it takes scripts out or writes files. */
function changesPackage({ stage }: DeployedStage, run: RunStep): boolean {
  const { start } = run.instruction.span;
  return stage.chain.some(
    (one) =>
      one.runs.some(
        (other) =>
          (one !== stage || other.instruction.span.start <= start) &&
          /ignore[-_]scripts|npm pkg|package\.json|schema|>|\bgit\b|\bcurl\b|\bwget\b/i.test(
            other.instruction.joined.text,
          ),
      ) || one.definitions.some(({ name }) => /ignore_scripts/i.test(name)),
  );
}

function laterCopy({ stage }: DeployedStage, run: RunStep, path: string): CopyStep | undefined {
  return stage.copies.find(
    (copy) => !copy.from && copy.instruction.span.start > run.instruction.span.start && brings(copy, path),
  );
}

function brings(copy: CopyStep, path: string): boolean {
  return wouldCopy(copy, path) || copy.sources.some(({ value }) => value.replace(/^(?:\.?\/)+/, '') === path);
}

function copyFirst(
  run: RunStep,
  { target }: { readonly target: string },
  { file }: HookInput,
  path: string,
): Fix | undefined {
  if (!/^\.?\/?$|^\/[\w./-]*\/$/.test(target) || target === '/') return undefined;
  const to = target.startsWith('/') ? target : './';
  return {
    title: `Copy "${path}" before`,
    safety: 'review',
    edits: insertInstruction(
      run.instruction,
      [`${keyword(run.instruction, 'COPY')} ${path} ${to}${file}`],
      'before',
    ),
  };
}
