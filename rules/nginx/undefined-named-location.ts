import { defineRule, skip } from '../../core/rule.ts';
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
  on: 'server',
  bad: example('@application'),
  good: example('@app'),
  *check({ server, nginx }) {
    const { config } = nginx;
    if (!config.complete && config.directives.some(({ name }) => name === 'include')) return skip;
    const there = new Set(server.locations.flatMap(({ modifier, path }) => (modifier === '@' ? [path] : [])));
    for (const directive of inside(server.directive)) {
      const { name, args } = directive;
      if (name === 'include' && !config.complete) return;
      if (name !== 'try_files' && name !== 'error_page') continue;
      const last = args.at(-1);
      if (!last?.text.startsWith('@') || /[$%{@]/.test(last.text.slice(1))) continue;
      if (there.has(last.text.slice(1))) continue;
      yield {
        at: last.span,
        message: `${serverName(server).replace(/^t/, 'T')} has no "location ${last.text}": what is sent there is answered by 500.`,
        ...(there.size === 1 && {
          fix: {
            title: `Name "@${[...there][0]}"`,
            safety: 'review' as const,
            edits: [{ span: last.span, text: `@${[...there][0]}` }],
          },
        }),
      };
    }
  },
});
