import { type DockerfileInstruction, defineRule, skip, span, textOf } from '../../core/rule.ts';
import { variablesIn } from '../shared/build-variables.ts';

export default defineRule({
  id: 'dockerfile/self-referring-variable',
  title: 'Variable used in the ENV that sets it',
  category: 'correctness',
  severity: 'error',
  priority: 1,
  remedy: 'Set the variable in an ENV of its own before the one that uses it.',
  rationale:
    'All pairs of one ENV are read by what was set before it. ' +
    'A pair that uses another of the same instruction therefore gets the old value, mostly an empty one.',
  references: ['https://docs.docker.com/reference/dockerfile/#environment-replacement'],
  catalogue: ['dockerfile/self-referring-env'],
  peers: ['hadolint:DL3044'],
  on: 'stage',
  bad: `FROM node:24-alpine
ENV APP_HOME=/srv/app DATA=$APP_HOME/data
USER node
CMD ["node", "server.js"]
`,
  good: `FROM node:24-alpine
ENV APP_HOME=/srv/app
ENV DATA=$APP_HOME/data
USER node
CMD ["node", "server.js"]
`,
  *check({ stage }) {
    // Without an equals sign in its first word an ENV sets one variable to all that follows.
    const instructions = stage.instructions.filter(
      ({ name, words }) => name === 'ENV' && words.length > 1 && words[0]!.raw.includes('='),
    );
    if (instructions.length === 0) return skip;
    const before = new Set(stage.chain.slice(1).flatMap((one) => one.definitions.map(({ name }) => name)));
    for (const instruction of stage.instructions) {
      const own = stage.definitions.filter((one) => one.instruction === instruction);
      if (instructions.includes(instruction)) {
        const names = new Set(own.map(({ name }) => name));
        for (const word of instruction.words) {
          const name = word.raw.split('=', 1)[0]!;
          const use = variablesIn(instruction, word.index, word.index + word.raw.length).find(
            (one) =>
              names.has(one.name) && one.name !== name && !before.has(one.name) && one.operator === undefined,
          );
          if (!use) continue;
          yield {
            at: use.span,
            message: `${use.name} is set by this very ENV: ${name} gets its value from before, which is empty or the base image's.`,
            fix: () => fixFor(instruction, word, use.name),
          };
        }
      }
      for (const { name } of own) before.add(name);
    }
  },
});

/** An ENV of its own from the pair on that uses another; only where the other stands before it. */
function fixFor(
  instruction: DockerfileInstruction,
  word: DockerfileInstruction['words'][number],
  used: string,
) {
  const { words, nameSpan } = instruction;
  const at = words.indexOf(word);
  const setter = words.findIndex(({ raw }) => raw.startsWith(`${used}=`));
  const previous = words[at - 1];
  if (!previous || setter < 0 || setter > at) return undefined;
  const { source } = nameSpan;
  const gap = span(source, previous.span.end, word.span.start);
  if (!/^[\s\\]*$/.test(textOf(gap))) return undefined;
  const text = `${source.eol}${textOf(nameSpan)} `;
  return {
    title: `Set ${word.raw.split('=', 1)[0]} in an ENV of its own`,
    safety: 'safe' as const,
    edits: [{ span: gap, text }],
  };
}
