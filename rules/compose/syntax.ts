import { defineRule, firstLine } from '../../core/rule.ts';

export default defineRule({
  id: 'compose/syntax',
  title: 'Compose file with a syntax error',
  category: 'correctness',
  severity: 'error',
  priority: 0,
  remedy: 'Correct the line that the message names.',
  rationale:
    'Docker Compose reads its files whole before it starts anything. ' +
    'One wrong indentation, an open quote or a list where a map belongs, and no service of the file comes up.',
  references: ['https://docs.docker.com/reference/compose-file/', 'https://yaml.org/spec/1.2.2/'],
  catalogue: ['compose/syntax'],
  tolerant: true,
  on: 'compose',
  bad: `services:
  web:
    image: nginx:1.29
    ports: 443:443
`,
  good: `services:
  web:
    image: nginx:1.29
    ports: ["443:443"]
`,
  *check({ file }) {
    // What is half-written has no shape yet.
    for (const { span, message, mend } of file.problems.length > 0 ? file.problems : file.refused) {
      const fix = mend && {
        title: mend.title,
        safety: 'safe' as const,
        edits: [{ span: mend.span, text: mend.text }],
      };
      yield { at: firstLine(span), message: sentence(message), ...(fix && { fix }) };
    }
  },
});

function sentence(message: string): string {
  return /[.!?]$/.test(message) ? message : `${message}.`;
}
