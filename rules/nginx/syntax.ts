import { defineRule, firstLine } from '../../core/rule.ts';
import { inHttp } from '../shared/nginx-example.ts';

export default defineRule({
  id: 'nginx/syntax',
  title: 'nginx configuration with a syntax error',
  category: 'correctness',
  severity: 'error',
  priority: 0,
  remedy: 'Correct the line: add the missing `;`, brace or quote.',
  rationale:
    'nginx reads its whole configuration before it starts or reloads. ' +
    'One missing semicolon keeps a new container from starting, and makes a reload keep the old configuration without a word to the client.',
  references: ['https://nginx.org/en/docs/beginners_guide.html#conf_structure'],
  catalogue: ['nginx/syntax'],
  tolerant: true,
  on: 'nginx',
  bad: inHttp('sendfile on', 'keepalive_timeout 65;'),
  good: inHttp('sendfile on;', 'keepalive_timeout 65;'),
  *check({ config }) {
    for (const file of config.files) {
      for (const { span, message, mend } of file.problems) {
        const fix = mend && {
          title: mend.title,
          safety: 'safe' as const,
          edits: [{ span: mend.span, text: mend.text }],
        };
        yield { at: firstLine(span), message, ...(fix && { fix }) };
      }
    }
  },
});
