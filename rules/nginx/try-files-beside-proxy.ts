import { defineRule, skip } from '../../core/rule.ts';
import { inHttp } from '../shared/nginx-example.ts';

const passes = ['proxy_pass', 'fastcgi_pass', 'uwsgi_pass', 'scgi_pass', 'grpc_pass'];
const example = (...lines: readonly string[]) =>
  inHttp('server {', '  listen 8080;', '  root /srv/www;', ...lines.map((line) => `  ${line}`), '}');

export default defineRule({
  id: 'nginx/try-files-beside-proxy',
  title: 'Files looked for and never served',
  category: 'correctness',
  severity: 'warning',
  priority: 2,
  remedy: 'Pass on from a named location that `try_files` falls back to.',
  rationale:
    'In one location `try_files` only finds a name, and the `proxy_pass` beside it answers: the file that was found is never sent. ' +
    'Every request pays for the look on the disk.',
  references: ['https://nginx.org/en/docs/http/ngx_http_core_module.html#try_files'],
  catalogue: ['nginx/try-files-with-proxy'],
  on: 'location',
  bad: example('location / {', '  try_files $uri /index.html;', '  proxy_pass http://127.0.0.1:3000;', '}'),
  good: example(
    'location / {',
    '  try_files $uri @app;',
    '}',
    'location @app {',
    '  proxy_pass http://127.0.0.1:3000;',
    '}',
  ),
  *check({ location }) {
    const { directive } = location;
    const files = directive.first('try_files');
    const pass = passes.flatMap((name) => directive.first(name) ?? [])[0];
    if (!files) return skip;
    if (!pass) return;
    // A script is looked for so that nothing else is run: the usual guard before FastCGI.
    if (pass.name !== 'proxy_pass' && pass.name !== 'grpc_pass') return;
    yield {
      at: files.nameSpan,
      message: `try_files finds files that ${pass.name} then answers for: they are never sent.`,
      related: [{ at: pass.nameSpan, message: 'This answers every request of the location.' }],
    };
  },
});
