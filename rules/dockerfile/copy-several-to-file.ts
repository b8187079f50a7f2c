import { defineRule, skip } from '../../core/rule.ts';

export default defineRule({
  id: 'dockerfile/copy-several-to-file',
  title: 'Several files copied to one name',
  category: 'correctness',
  severity: 'error',
  priority: 0,
  remedy: 'End the destination of several sources with a slash.',
  rationale:
    'With more than one source the destination has to be a folder, and Docker takes it for one only by the slash at its end. ' +
    'Without it the build stops.',
  references: ['https://docs.docker.com/reference/dockerfile/#destination'],
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
      const word = instruction.json ? undefined : instruction.words.at(-1);
      yield {
        at: target.span,
        message: `${instruction.name} has several sources, and "${target.value}" does not end with a slash: the build stops here.`,
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
