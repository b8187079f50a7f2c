import { defineRule, type NginxContext, skip } from '../../core/rule.ts';
import { inHttp } from '../shared/nginx-example.ts';
import { blockName } from '../shared/nginx-places.ts';
import { contextsOf, isTemplated, reference } from '../shared/nginx-reference.ts';

export default defineRule({
  id: 'nginx/wrong-context',
  title: 'A directive where nginx does not allow it',
  category: 'correctness',
  severity: 'error',
  priority: 0,
  remedy: 'Move the directive into a block that may hold it.',
  rationale:
    'Every directive has the blocks in which it may stand. ' +
    'In any other nginx says that it is not allowed here, and starts or reloads nothing.',
  references: ['https://nginx.org/en/docs/dirindex.html'],
  catalogue: ['nginx/wrong-context'],
  on: 'directive',
  bad: inHttp('server {', '  listen 8080;', '  worker_processes auto;', '}'),
  good: `worker_processes auto;\n${inHttp('server {', '  listen 8080;', '}')}`,
  *check({ directive }) {
    const { name, parent, nameSpan } = directive;
    const entries = reference().get(name);
    const contexts = contextsOf(directive);
    if (!entries || contexts.length === 0 || isTemplated(directive)) return skip;
    if (entries.some((entry) => entry.contexts.some((context) => contexts.includes(context)))) return;
    const allowed = [...new Set(entries.flatMap((entry) => entry.contexts))];
    if (allowed.length === 0) return skip;
    const place = parent ? `in ${blockName(parent)}` : 'outside any block';
    yield {
      at: nameSpan,
      message: `"${name}" is not allowed ${place}, only ${allowed.map(placeName).join(' or ')}: nginx does not start.`,
    };
  },
});

function placeName(context: NginxContext): string {
  return context === 'main'
    ? 'outside any block'
    : `in ${context.startsWith('if') ? context.replace('if in', '"if" in') : context}`;
}
