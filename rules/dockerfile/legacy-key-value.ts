import { type DockerfileInstruction, defineRule, skip } from '../../core/rule.ts';

export default defineRule({
  id: 'dockerfile/legacy-key-value',
  title: 'Key and value without an equals sign',
  category: 'correctness',
  severity: 'info',
  priority: 3,
  remedy: 'Write `KEY=value`.',
  rationale:
    'The form `ENV KEY value` takes the rest of the line as the value of one variable. ' +
    'It is deprecated, allows no second pair, and a later edit easily makes it mean something else.',
  references: ['https://docs.docker.com/reference/build-checks/legacy-key-value-format/'],
  catalogue: ['dockerfile/legacy-key-value'],
  peers: ['buildkit:LegacyKeyValueFormat'],
  on: 'instruction',
  names: ['ENV', 'LABEL'],
  bad: `FROM node:24-alpine
ENV NODE_ENV production
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
    const [key, value] = words;
    if (!key) return skip;
    if (!value || key.raw.includes('=') || value.raw.startsWith('=')) return;
    yield {
      at: key.span,
      tag: 'deprecated',
      message: `${name} ${key.raw} is written without an equals sign, which is deprecated.`,
      fix: () => withEquals(instruction),
    };
  },
});

/** Nothing where quotes or continued lines leave it open what the value is. */
function withEquals({ words, joined, span }: DockerfileInstruction) {
  const [key, value] = words;
  if (!key || !value) return undefined;
  const raw = joined.text.slice(value.index).trimEnd();
  const at = joined.span(key.index, value.index + raw.length);
  if (span.source.text.slice(at.start, at.end).includes('\n')) return undefined;
  const quoted = /^(["'])[^"'\\]*\1$/.test(raw) || /^[^\s"'\\]+$/.test(raw);
  if (!quoted && /["'\\]/.test(raw)) return undefined;
  const text = `${key.raw}=${quoted ? raw : `"${raw}"`}`;
  return { title: `Write ${key.raw}=…`, safety: 'safe' as const, edits: [{ span: at, text }] };
}
