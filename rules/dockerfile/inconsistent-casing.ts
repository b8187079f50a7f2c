import { type DockerfileInstruction, defineRule, skip, textOf } from '../../core/rule.ts';

export default defineRule({
  id: 'dockerfile/inconsistent-casing',
  title: 'Instructions in mixed case',
  category: 'correctness',
  severity: 'info',
  priority: 3,
  remedy: 'Write all instructions in one case.',
  rationale:
    'Docker reads instructions in any case, and by convention they stand in capitals so that they are seen beside their arguments. ' +
    'One that looks different is overlooked.',
  references: [
    'https://docs.docker.com/reference/build-checks/consistent-instruction-casing/',
    'https://docs.docker.com/reference/build-checks/from-as-casing/',
  ],
  catalogue: ['dockerfile/casing-consistency', 'dockerfile/from-as-casing'],
  peers: ['buildkit:ConsistentInstructionCasing', 'buildkit:FromAsCasing', 'sonar:S6476'],
  on: 'dockerfile',
  bad: `FROM node:24-alpine
user node
CMD ["node", "server.js"]
`,
  good: `FROM node:24-alpine
USER node
CMD ["node", "server.js"]
`,
  *check({ dockerfile }) {
    const { instructions } = dockerfile.file;
    if (instructions.length === 0) return skip;
    const lower = instructions.filter(({ nameSpan }) => textOf(nameSpan) === textOf(nameSpan).toLowerCase());
    const upper = instructions.filter(({ nameSpan, name }) => textOf(nameSpan) === name);
    const toLower = lower.length > upper.length;
    const cased = (text: string) => (toLower ? text.toLowerCase() : text.toUpperCase());
    for (const { name, nameSpan: at } of instructions) {
      const written = textOf(at);
      if (written === cased(name)) continue;
      yield {
        at,
        message: `"${written}" is in another case than most instructions of this file.`,
        fix: { title: `Write ${cased(name)}`, safety: 'safe', edits: [{ span: at, text: cased(name) }] },
        peers: ['buildkit:ConsistentInstructionCasing', 'sonar:S6476'],
      };
    }
    for (const from of instructions.filter(({ name }) => name === 'FROM')) {
      const as = asOf(from);
      const wanted = textOf(from.nameSpan) === 'from' ? 'as' : 'AS';
      if (!as || textOf(as) === wanted || textOf(from.nameSpan) !== cased('from')) continue;
      yield {
        at: as,
        message: `"${textOf(as)}" is in another case than its ${textOf(from.nameSpan)}.`,
        fix: { title: `Write ${wanted}`, safety: 'safe', edits: [{ span: as, text: wanted }] },
        peers: ['buildkit:FromAsCasing'],
      };
    }
  },
});

function asOf({ words }: DockerfileInstruction) {
  return words.length === 3 ? words[1]!.span : undefined;
}
