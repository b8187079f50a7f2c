import { type DockerfileInstruction, defineRule, skip } from '../../core/rule.ts';

export default defineRule({
  id: 'dockerfile/blank-before-equals',
  title: 'Blank before the equals sign',
  category: 'correctness',
  severity: 'warning',
  priority: 1,
  remedy: 'Write `KEY=value` without blanks around the equals sign.',
  rationale:
    'With a blank behind the name Docker reads the old form `ENV KEY value`, and the equals sign becomes the first character of the value. ' +
    'Nothing complains: the program finds a value that it cannot use.',
  references: ['https://docs.docker.com/reference/dockerfile/#env'],
  catalogue: ['dockerfile/key-value-blank'],
  peers: ['sonar:S6574'],
  on: 'instruction',
  names: ['ENV', 'LABEL'],
  bad: `FROM node:24-alpine
ENV NODE_ENV = production
USER node
CMD ["node", "server.js"]
`,
  good: `FROM node:24-alpine
ENV NODE_ENV=production
USER node
CMD ["node", "server.js"]
`,
  *check({ instruction }) {
    const { name, words } = instruction;
    const [key, equals] = words;
    if (!key || !equals || key.raw.includes('=')) return skip;
    if (!equals.raw.startsWith('=')) return;
    const value = instruction.joined.text.slice(equals.index).trimEnd();
    yield {
      at: equals.span,
      message: `${name} gives ${key.text} the value "${value}": with a blank before it the equals sign is part of the value.`,
      fix: () => joinWords(instruction),
    };
  },
});

/** Nothing where the value has blanks of its own: whether they were meant is the author's to say. */
function joinWords({ words, joined }: DockerfileInstruction) {
  const [key, equals, value, ...more] = words;
  if (!key || !equals || more.length > 0 || (equals.raw !== '=' && value)) return undefined;
  const last = value ?? equals;
  const text = `${key.raw}=${equals.raw === '=' ? (value?.raw ?? '') : equals.raw.slice(1)}`;
  const written = joined.span(key.index, last.index + last.raw.length);
  return {
    title: `Write ${text}`,
    safety: 'safe' as const,
    edits: [{ span: written, text }],
  };
}
