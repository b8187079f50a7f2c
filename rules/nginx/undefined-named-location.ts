import { type Directive, defineRule, type Server, skip } from '../../core/rule.ts';
import { inHttp } from '../shared/nginx-example.ts';
import { inside, serverName } from '../shared/nginx-places.ts';

const example = (name: string) =>
  inHttp(
    'server {',
    '  listen 8080;',
    '  root /srv;',
    '  location / {',
    `    try_files $uri ${name};`,
    '  }',
    '  location @app {',
    '    proxy_pass http://127.0.0.1:3000;',
    '  }',
    '}',
  );

export default defineRule({
  id: 'nginx/undefined-named-location',
  title: 'A named location that is not there',
  category: 'correctness',
  severity: 'error',
  priority: 1,
  remedy: 'Define the location in the same server, or name one that is there.',
  rationale:
    'nginx looks for a named location only when a request is sent to it, and answers 500 where the server has none of that name. ' +
    'The test of the configuration does not notice.',
  references: ['https://nginx.org/en/docs/http/ngx_http_core_module.html#location'],
  catalogue: ['nginx/unknown-variable'],
  on: 'directive',
  names: ['try_files', 'error_page'],
  bad: example('@application'),
  good: example('@app'),
  *check({ directive, nginx }) {
    const { config } = nginx;
    const last = directive.args.at(-1);
    if (!last?.text.startsWith('@') || /[$%{@]/.test(last.text.slice(1))) return skip;
    if (!config.complete && config.directives.some(({ name }) => name === 'include')) return skip;
    const server = config.servers.find((one) => isWithin(directive, one.directive));
    if (!server || (!config.complete && bringsMore(server))) return skip;
    const names = new Set(server.locations.flatMap(({ modifier, path }) => (modifier === '@' ? [path] : [])));
    if (names.has(last.text.slice(1))) return;
    yield {
      at: last.span,
      message: `${serverName(server).replace(/^t/, 'T')} has no "location ${last.text}": what is sent there is answered by 500.`,
      ...(names.size === 1 && {
        fix: {
          title: `Name "@${[...names][0]}"`,
          safety: 'review' as const,
          edits: [{ span: last.span, text: `@${[...names][0]}` }],
        },
      }),
    };
  },
});

function isWithin({ parent }: Directive, block: Directive): boolean {
  for (let at = parent; at; at = at.parent) if (at === block) return true;
  return false;
}

/** An include whose text may not be at hand. */
function bringsMore({ directive }: Server): boolean {
  return [...inside(directive)].some(({ name }) => name === 'include');
}
