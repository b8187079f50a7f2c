import { defineRule, insertInstruction, keyword, type Stage, skip } from '../../core/rule.ts';

export default defineRule({
  id: 'dockerfile/copy-without-workdir',
  title: 'Relative destination without a working folder',
  category: 'correctness',
  severity: 'warning',
  priority: 2,
  remedy: 'Set a WORKDIR before the COPY, or write the destination with its root.',
  rationale:
    'A relative destination lies in the working folder, and without a WORKDIR that is the base image’s, mostly the root. ' +
    'The application then lies among the folders of the system.',
  references: ['https://docs.docker.com/reference/dockerfile/#destination'],
  catalogue: ['dockerfile/workdir-missing-relative-copy'],
  peers: ['hadolint:DL3045'],
  on: 'stage',
  bad: `FROM node:24-alpine
COPY . .
USER node
CMD ["node", "server.js"]
`,
  good: `FROM node:24-alpine
WORKDIR /app
COPY . .
USER node
CMD ["node", "server.js"]
`,
  *check({ stage, base, dockerfile }) {
    if (stage.copies.length === 0) return skip;
    // Foreign images may have set a folder of their own.
    const starts = stage.chain.at(-1)!.base;
    if (starts.kind === 'scratch' || (base?.role !== 'distribution' && base?.role !== 'runtime')) return skip;
    if (stage.chain.slice(1).some(({ workdir }) => workdir)) return;
    const first = stage.instructions.find(({ name }) => name === 'WORKDIR');
    const copy = stage.copies.find(({ instruction }) => !first || instruction.span.start < first.span.start);
    if (!copy?.target || copy.target.dynamic || /^(?:[/\\]|[A-Za-z]:|~)/.test(copy.target.value)) return;
    if (rootedBases.has(base.product)) return;
    const before = copy.instruction;
    const isFolder = /(?:^|[/\\])\.?$/.test(copy.target.value);
    const place = isFolder
      ? 'is a folder of no WORKDIR: it is the root of the file system'
      : 'stands in no WORKDIR: it goes to the root of the file system';
    yield {
      at: copy.target.span,
      message: `"${copy.target.value}" ${place}.`,
      fix: () =>
        isTakenFromRoot(stage, dockerfile.dockerfile.stages)
          ? undefined
          : {
              title: 'Work in /app',
              safety: 'review',
              edits: insertInstruction(before, [`${keyword(before, 'WORKDIR')} /app`], 'before'),
            },
    };
  },
});

/** Runtimes whose images set a WORKDIR of their own. */
const rootedBases = new Set([
  'go',
  'php',
  'wordpress',
  'ghost',
  'tomcat',
  'deno',
  'bun',
  'rust',
  'dotnet',
  'composer',
]);

/** Another stage copies from this one what may lie in the root of its file system, and would lie elsewhere then. */
function isTakenFromRoot(stage: Stage, stages: readonly Stage[]): boolean {
  const system = /^\/(?:bin|etc|home|lib|opt|root|sbin|usr|var)(?:\/|$)/;
  return stages.some(({ copies }) =>
    copies.some(
      ({ from, sources }) =>
        from?.stage?.chain.includes(stage) && sources.some(({ value }) => !system.test(value)),
    ),
  );
}
