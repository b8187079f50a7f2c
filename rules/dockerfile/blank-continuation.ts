import type { DockerfileInstruction } from '../../core/rule.ts';
import { defineRule, type Span, span } from '../../core/rule.ts';

export default defineRule({
  id: 'dockerfile/blank-continuation',
  title: 'Blank line inside an instruction',
  category: 'correctness',
  severity: 'info',
  priority: 3,
  remedy: 'Take the blank line out, or put a comment in its place.',
  rationale:
    'Docker still passes over a blank line between continued lines, warns of it and says that it will be an error one day. ' +
    'To the reader the instruction has ended there.',
  references: ['https://docs.docker.com/reference/build-checks/no-empty-continuation/'],
  catalogue: ['dockerfile/empty-continuation'],
  peers: ['buildkit:NoEmptyContinuation'],
  on: 'instruction',
  bad: `FROM node:24-alpine
RUN npm ci \\

  && npm run build
USER node
CMD ["node", "server.js"]
`,
  good: `FROM node:24-alpine
RUN npm ci \\
  && npm run build
USER node
CMD ["node", "server.js"]
`,
  *check({ instruction }) {
    for (const blank of blankLines(instruction)) {
      const { source } = blank;
      const line = source.position(blank.start).line;
      yield {
        at: span(source, instruction.nameSpan.start, instruction.nameSpan.end),
        message: `Line ${line + 1}, inside this instruction, is blank: Docker will refuse that one day.`,
        related: [
          {
            at: span(source, source.lineEnd(line - 1) - 1, source.lineEnd(line - 1)),
            message: 'The line before it is continued.',
          },
        ],
        fix: {
          title: 'Take the blank lines out',
          safety: 'safe',
          edits: blankLines(instruction).map((at) => ({ span: at, text: '' })),
        },
      };
      return;
    }
  },
});

/** The blank lines between its first and its last line, heredocs left out; each with its line break. */
function blankLines({ span: whole, heredocs }: DockerfileInstruction): readonly Span[] {
  const { source } = whole;
  const last = source.position(heredocs[0]?.body.start ?? whole.end).line - (heredocs.length > 0 ? 1 : 0);
  const found: Span[] = [];
  for (let line = source.position(whole.start).line + 1; line < last; line++) {
    if (source.line(line).trim() !== '') continue;
    found.push(span(source, source.lineStarts[line]!, source.lineStarts[line + 1]!));
  }
  return found;
}
