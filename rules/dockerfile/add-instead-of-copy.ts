import { defineRule, keyword, skip } from '../../core/rule.ts';

const archive = /\.(?:tar|tgz|tbz2?|txz|tar\.(?:gz|bz2|xz|zst|lz4|z)|gz|bz2|xz|zst)$/i;

export default defineRule({
  id: 'dockerfile/add-instead-of-copy',
  title: 'ADD for plain files',
  category: 'correctness',
  severity: 'warning',
  priority: 3,
  remedy: 'Write COPY for files and folders of the build context.',
  rationale:
    'ADD also unpacks archives and fetches addresses, by the name of what it is given. ' +
    'COPY only copies, so it says what is meant and goes on doing it when a file is replaced.',
  references: ['https://docs.docker.com/build/building/best-practices/#add-or-copy'],
  catalogue: ['dockerfile/add-instead-of-copy'],
  peers: ['hadolint:DL3020', 'trivy:DS-0005', 'checkov:CKV_DOCKER_4', 'sonar:S7029'],
  on: 'stage',
  bad: `FROM node:24-alpine
WORKDIR /app
ADD . .
USER node
CMD ["node", "server.js"]
`,
  good: `FROM node:24-alpine
WORKDIR /app
COPY . .
USER node
CMD ["node", "server.js"]
`,
  *check({ stage }) {
    const adds = stage.copies.filter(({ add, sources }) => add && sources.length > 0);
    if (adds.length === 0) return skip;
    for (const { sources, instruction } of adds) {
      const needsAdd = sources.some(
        ({ value, dynamic }) =>
          dynamic ||
          /^[a-z][a-z0-9+.-]*:\/\/|^git@/i.test(value) ||
          archive.test(value) ||
          /[*?[]/.test(value),
      );
      const ownFlags = instruction.flags.some(({ name }) =>
        ['checksum', 'keep-git-dir', 'unpack'].includes(name),
      );
      if (needsAdd || ownFlags) continue;
      yield {
        at: instruction.nameSpan,
        message: `ADD copies "${sources[0]!.value}", which is neither an archive nor an address: COPY does that.`,
        fix: {
          title: 'Write COPY',
          safety: 'safe',
          edits: [{ span: instruction.nameSpan, text: keyword(instruction, 'COPY') }],
        },
      };
    }
  },
});
