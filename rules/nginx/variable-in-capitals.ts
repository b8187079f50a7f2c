import { defineRule, span } from '../../core/rule.ts';
import { inHttp } from '../shared/nginx-example.ts';
import { isBuiltIn, usersOfVariables, variableUses } from '../shared/nginx-variables.ts';

const example = (name: string) =>
  inHttp('server {', '  listen 8080;', `  return 301 https://${name}$request_uri;`, '}');

export default defineRule({
  id: 'nginx/variable-in-capitals',
  title: 'Variable in another case than nginx writes it',
  category: 'correctness',
  severity: 'info',
  priority: 3,
  remedy: 'Write variables as the documentation does, in lower case.',
  rationale:
    'nginx reads the names of variables without regard to case. ' +
    'Templates and people do not: `$Host` looks like a variable of one’s own, and envsubst takes `$HOST` for one of the shell.',
  references: ['https://nginx.org/en/docs/varindex.html'],
  catalogue: ['nginx/variable-case'],
  on: 'directive',
  names: usersOfVariables,
  bad: example('$Host'),
  good: example('$host'),
  *check({ directive }) {
    if (!directive.args.some(({ text }) => /\$\{?\w*[A-Z]/.test(text))) return;
    for (const { name, at } of variableUses(directive)) {
      const lower = name.toLowerCase();
      // In capitals alone it is what a shell fills in.
      if (name === lower || name === name.toUpperCase() || !isBuiltIn(lower)) continue;
      const start = at.start + at.source.text.slice(at.start, at.end).indexOf(name);
      yield {
        at,
        message: `"$${name}" is nginx's own $${lower} in another case.`,
        fix: {
          title: `Write $${lower}`,
          safety: 'safe',
          edits: [{ span: span(at.source, start, start + name.length), text: lower }],
        },
      };
    }
  },
});
