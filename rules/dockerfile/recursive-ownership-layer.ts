import {
  type CopyStep,
  defineRule,
  type RunStep,
  removeInstruction,
  type ShellCommand,
  skip,
  span,
} from '../../core/rule.ts';

export default defineRule({
  id: 'dockerfile/recursive-ownership-layer',
  title: 'Ownership changed in a layer of its own',
  category: 'performance',
  severity: 'info',
  priority: 3,
  remedy: 'Give COPY the owner with `--chown`.',
  rationale:
    'A layer holds whole files: `chown -R` over what was copied before stores all of it a second time. ' +
    '`COPY --chown` writes it once, with the right owner.',
  references: ['https://docs.docker.com/reference/dockerfile/#copy---chown---chmod'],
  catalogue: ['dockerfile/chown-layer'],
  on: 'stage',
  bad: `FROM node:24-alpine
COPY server.js /app/
RUN chown -R node:node /app
USER node
CMD ["node", "/app/server.js"]
`,
  good: `FROM node:24-alpine
COPY --chown=node:node server.js /app/
USER node
CMD ["node", "/app/server.js"]
`,
  *check({ stage, base }) {
    if (stage.copies.length === 0 || stage.runs.length === 0) return skip;
    for (const run of stage.runs) {
      for (const command of run.commands) {
        const change = ownerOf(command);
        if (!change) continue;
        const copies = stage.copies.filter((copy) => isBelow(copy, change.folder, stage.workdir?.value, run));
        const open = copies.filter(({ chown }) => !chown);
        if (open.length === 0) continue;
        yield {
          at: command.name!.span,
          message: `"chown -R ${change.owner} ${change.written}" stores again what was copied before it.`,
          related: open.map(({ instruction }) => ({
            at: instruction.nameSpan,
            message: 'This can set the owner itself.',
          })),
          fix: () => fixFor(run, open, change.owner, base?.user),
        };
      }
    }
  },
});

interface Change {
  readonly owner: string;
  /** Without a slash at its end. */
  readonly folder: string;
  readonly written: string;
}

function ownerOf({ call }: ShellCommand): Change | undefined {
  if (call?.program !== 'chown') return undefined;
  const options = call.args.filter(({ text }) => text.startsWith('-'));
  const [owner, ...paths] = call.args.filter(({ text }) => !text.startsWith('-'));
  if (!owner || owner.dynamic || paths.length !== 1 || paths[0]!.dynamic) return undefined;
  if (!options.some(({ text }) => /^-\w*R|^--recursive$/.test(text))) return undefined;
  const written = paths[0]!.text;
  return { owner: owner.text, folder: written.replace(/(?<=.)\/+$/, ''), written };
}

/** Whether a COPY before a step lies in a folder; relative ones are read from the working folder at the stage's end. */
function isBelow(
  { target, instruction, from }: CopyStep,
  folder: string,
  workdir: string | undefined,
  run: RunStep,
): boolean {
  if (!target || target.dynamic || instruction.span.start > run.instruction.span.start) return false;
  if (from && !from.stage) return false;
  const base = folder === '.' ? (workdir ?? '') : folder;
  const absolute = target.value.startsWith('/')
    ? target.value
    : `${workdir ?? ''}/${target.value.replace(/^\.\/?/, '')}`;
  return base !== '' && base !== '/' && (absolute === base || `${absolute}/`.startsWith(`${base}/`));
}

/** Only where the step does nothing else, and the owner is one that is there when the COPY runs. */
function fixFor(run: RunStep, copies: readonly CopyStep[], owner: string, user: string | undefined) {
  const [name = '', group = name] = owner.split(':');
  const isThere = (one: string) => /^\d+$/.test(one) || one === user;
  if (run.commands.length !== 1 || !isThere(name) || !isThere(group)) return undefined;
  return {
    title: `Copy as ${owner}`,
    safety: 'review' as const,
    edits: [
      ...copies.map(({ instruction: { nameSpan } }) => ({
        span: span(nameSpan.source, nameSpan.end, nameSpan.end),
        text: ` --chown=${owner}`,
      })),
      ...removeInstruction(run.instruction),
    ],
  };
}
