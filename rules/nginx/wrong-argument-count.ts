import { type Directive, defineRule, skip, span } from '../../core/rule.ts';
import { inHttp } from '../shared/nginx-example.ts';
import { type DirectiveFacts, factsHere, isTemplated } from '../shared/nginx-reference.ts';

export default defineRule({
  id: 'nginx/wrong-argument-count',
  title: 'A directive with too many or too few arguments',
  category: 'correctness',
  severity: 'error',
  priority: 0,
  remedy: 'Give the directive the arguments that it takes.',
  rationale:
    'nginx counts the words behind every directive before it reads them, and refuses its whole configuration where the number is wrong. ' +
    'A blank too many in a path or list, or a missing quote, is enough.',
  references: ['https://nginx.org/en/docs/dirindex.html'],
  catalogue: ['nginx/wrong-context'],
  on: 'directive',
  bad: inHttp('server {', '  listen 8080;', '  client_max_body_size 10 m;', '}'),
  good: inHttp('server {', '  listen 8080;', '  client_max_body_size 10m;', '}'),
  *check({ directive }) {
    const { name, args, node, nameSpan } = directive;
    const facts = factsHere(directive);
    if (facts.length === 0 || isTemplated(directive)) return skip;
    if (facts.every(({ block }) => block) && !node.block) {
      yield {
        at: nameSpan,
        message: `"${name}" is a block: "{" is missing behind it, and nginx does not start.`,
      };
      return;
    }
    if (!facts.some(({ block }) => block) && node.block) {
      const { source, start } = node.block.span;
      const message = `"${name}" is no block: nginx wants ";" where "{" stands, and does not start.`;
      yield { at: span(source, start, start + 1), message };
      return;
    }
    if (facts.some((entry) => takes(entry, directive))) return;
    yield {
      at: args.length > most(facts) ? args[most(facts)]!.span : nameSpan,
      message: `"${name}" takes ${counted(facts)} and has ${args.length}: nginx does not start.`,
    };
  },
});

function takes({ least, most, block }: DirectiveFacts, { args, node }: Directive): boolean {
  return block === (node.block !== undefined) && args.length >= least && args.length <= most;
}

function most(facts: readonly DirectiveFacts[]): number {
  return Math.max(...facts.map((entry) => entry.most));
}

/** `1 argument`, `2 or 3 arguments`, `at least 1 argument`. */
function counted(facts: readonly DirectiveFacts[]): string {
  const least = Math.min(...facts.map((entry) => entry.least));
  const greatest = most(facts);
  const words = (count: number) => `${count === 0 ? 'no' : count} argument${count === 1 ? '' : 's'}`;
  if (greatest === Number.POSITIVE_INFINITY) return `at least ${words(least)}`;
  if (least === greatest) return words(least);
  return `${least}${greatest === least + 1 ? ' or ' : ' to '}${words(greatest)}`;
}
