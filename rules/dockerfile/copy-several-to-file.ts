import { type DockerfileInstruction, defineRule, isInside, type Stage, skip } from '../../core/rule.ts';

export default defineRule({
  id: 'dockerfile/copy-several-to-file',
  title: 'Several files copied to one name',
  category: 'correctness',
  severity: 'error',
  priority: 0,
  remedy: 'End the destination of several sources with a slash.',
  rationale:
    'With more than one source the destination has to be a folder, and Docker takes it for one by the slash at its end. ' +
    'Without it the classic builder stops; BuildKit makes a file of that name where there is no such folder yet, and each source overwrites the one before.',
  references: [
    'https://docs.docker.com/reference/dockerfile/#destination',
    'https://github.com/moby/buildkit/issues/1853',
  ],
  catalogue: ['dockerfile/copy-multiple-dest'],
  peers: ['hadolint:DL3021', 'trivy:DS-0011'],
  on: 'stage',
  bad: `FROM node:24-alpine
COPY package.json package-lock.json /app
USER node
CMD ["node", "server.js"]
`,
  good: `FROM node:24-alpine
COPY package.json package-lock.json /app/
USER node
CMD ["node", "server.js"]
`,
  *check({ stage }) {
    const copies = stage.copies.filter(
      ({ sources, instruction }) => sources.length + instruction.heredocs.length > 1,
    );
    if (copies.length === 0) return skip;
    for (const { target, instruction } of copies) {
      if (!target || target.dynamic || /(?:^|[\\/])\.{0,2}$/.test(target.value)) continue;
      if (isFolder(stage, instruction, target.value)) continue;
      const word = instruction.json ? undefined : instruction.words.at(-1);
      yield {
        at: target.span,
        message: `${instruction.name} has several sources, and "${target.value}" does not end with a slash: the build stops here, or each becomes that file.`,
        ...(word &&
          !word.quote && {
            fix: {
              title: `Copy into ${word.raw}/`,
              safety: 'safe' as const,
              edits: [{ span: word.span, text: `${word.raw}/` }],
            },
          }),
      };
    }
  },
});

/** An instruction above works in the folder, or makes it: BuildKit copies into it then. */
function isFolder({ chain }: Stage, copy: DockerfileInstruction, target: string): boolean {
  const above = chain
    .flatMap(({ instructions }) => instructions)
    .filter(({ span }) => span.start < copy.span.start);
  return above.some(({ name, joined, argsIndex }) => {
    const text = joined.text.slice(argsIndex).trim();
    if (name === 'WORKDIR') return text === target || isInside(target, text);
    return name === 'RUN' && /\b(?:mkdir|install)\b/.test(text) && text.includes(target);
  });
}
