import { defineRule, firstLine } from '../../core/rule.ts';

export default defineRule({
  id: 'dockerfile/syntax',
  title: 'Dockerfile that Docker refuses',
  category: 'correctness',
  severity: 'error',
  priority: 0,
  remedy: 'Correct the instruction that the message names.',
  rationale:
    'Docker reads a Dockerfile whole before it builds anything. ' +
    'One unknown instruction, a missing argument or a heredoc without an end, and there is no image.',
  references: ['https://docs.docker.com/reference/dockerfile/'],
  catalogue: ['dockerfile/syntax'],
  peers: ['sonar:S2260', 'hadolint:DL3061'],
  tolerant: true,
  on: 'dockerfile',
  bad: `FROM node:24-alpine
WROKDIR /app
ENV NODE_ENV=production
USER node
CMD ["node", "server.js"]
`,
  good: `FROM node:24-alpine
WORKDIR /app
ENV NODE_ENV=production
USER node
CMD ["node", "server.js"]
`,
  *check({ dockerfile }) {
    for (const { span, message, mend } of dockerfile.file.problems) {
      const fix = mend && {
        title: mend.title,
        safety: 'safe' as const,
        edits: [{ span: mend.span, text: mend.text }],
      };
      yield { at: firstLine(span), message, ...(fix && { fix }) };
    }
  },
});
