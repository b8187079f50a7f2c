import { defineRule, skip } from '../../core/rule.ts';
import { listed } from '../shared/listed.ts';
import { inHttp } from '../shared/nginx-example.ts';

/** What does more than a return or rewrite, and loses its surroundings inside an `if` of a location. */
const work = new Set(
  'proxy_pass fastcgi_pass uwsgi_pass scgi_pass grpc_pass memcached_pass root alias add_header'.split(' '),
);
const example = (...lines: readonly string[]) =>
  inHttp('server {', '  listen 8080;', '  location / {', ...lines.map((line) => `    ${line}`), '  }', '}');

export default defineRule({
  id: 'nginx/work-inside-if',
  title: '"if" that does more than return',
  category: 'correctness',
  severity: 'warning',
  priority: 2,
  remedy: 'Decide with `map`, with another location, or with a `return` inside the `if`.',
  rationale:
    'An `if` in a location makes a location of its own that takes over some settings and loses others; of several that hold only the last one counts. ' +
    'Only `return` and `rewrite … last` are sure to do what they say there.',
  references: [
    'https://www.nginx.com/resources/wiki/start/topics/depth/ifisevil/',
    'https://nginx.org/en/docs/http/ngx_http_rewrite_module.html#if',
  ],
  catalogue: ['nginx/if-is-evil'],
  peers: ['gixy:if_is_evil'],
  on: 'directive',
  names: ['if'],
  bad: example(
    'if ($cookie_beta) {',
    '  proxy_pass http://127.0.0.1:3001;',
    '}',
    'proxy_pass http://127.0.0.1:3000;',
  ),
  good: example('if ($cookie_beta) {', '  return 302 /beta;', '}', 'proxy_pass http://127.0.0.1:3000;'),
  *check({ directive }) {
    const { children, parent } = directive;
    if (parent?.name !== 'location' || !children) return skip;
    const done = children.filter(({ name }) => work.has(name));
    if (done.length === 0) return;
    // A request that ends right here has nothing to lose: the usual answer to a CORS preflight.
    if (directive.first('return')) return;
    // Headers alone survive where it is the only "if", and the location has none to lose.
    const headersOnly = done.every(({ name }) => name === 'add_header');
    if (headersOnly && parent.all('if').length === 1 && parent.all('add_header').length === 0) return;
    yield {
      at: directive.nameSpan,
      message: `This "if" has ${listed([...new Set(done.map(({ name }) => name))])} in it, which then does without what the location around it says.`,
    };
  },
});
