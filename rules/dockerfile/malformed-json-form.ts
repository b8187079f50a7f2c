import { defineRule, firstLine, skip } from '../../core/rule.ts';
import { arrayWords, looksLikeArray } from '../shared/array-words.ts';

export default defineRule({
  id: 'dockerfile/malformed-json-form',
  title: 'JSON form that is no JSON',
  category: 'correctness',
  severity: 'error',
  priority: 0,
  remedy: 'Write the list as JSON: double quotes around every word, commas between them.',
  rationale:
    'What looks like the exec form and is no valid JSON is taken as the shell form. ' +
    'The shell is then handed the brackets and commas, and looks for a program of the name `[node,`.',
  references: ['https://docs.docker.com/reference/dockerfile/#exec-form'],
  catalogue: ['dockerfile/json-form-malformed'],
  peers: ['sonar:S7030'],
  on: 'instruction',
  names: ['CMD', 'ENTRYPOINT', 'RUN', 'VOLUME', 'COPY', 'ADD', 'HEALTHCHECK'],
  bad: `FROM node:24-alpine
USER node
CMD ['node', 'server.js']
`,
  good: `FROM node:24-alpine
USER node
CMD ["node", "server.js"]
`,
  *check({ instruction }) {
    const { name, json, joined, argsIndex, words } = instruction;
    const from = name === 'HEALTHCHECK' ? words[1]?.index : argsIndex;
    if (json || from === undefined) return skip;
    const written = joined.text.slice(from).trimEnd();
    if (!written.startsWith('[')) return skip;
    if (!looksLikeArray(written)) return;
    const list = arrayWords(written);
    const at = joined.span(from, from + written.length);
    yield {
      at: firstLine(at),
      message: `${name} has a list that is no JSON: Docker hands it to the shell as it stands.`,
      fix: () =>
        list && {
          title: 'Write the list as JSON',
          safety: 'safe' as const,
          edits: [{ span: at, text: `[${list.map((word) => JSON.stringify(word)).join(', ')}]` }],
        },
    };
  },
});
