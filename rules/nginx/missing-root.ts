import { defineRule, effective, skip } from '../../core/rule.ts';
import { inHttp } from '../shared/nginx-example.ts';
import { locationName } from '../shared/nginx-places.ts';

const example = (...lines: readonly string[]) =>
  inHttp(
    'server {',
    '  listen 8080;',
    ...lines,
    '  location / {',
    '    try_files $uri /index.html;',
    '  }',
    '}',
  );

export default defineRule({
  id: 'nginx/missing-root',
  title: 'Files looked for where nobody put them',
  category: 'correctness',
  severity: 'warning',
  priority: 1,
  remedy: 'Name the folder with `root`.',
  rationale:
    'Without `root` nginx looks in `html` below the folder that it was built for, `/etc/nginx/html` in the official images, which does not exist there. ' +
    'Every request for a file is then answered with 404.',
  references: ['https://nginx.org/en/docs/http/ngx_http_core_module.html#root'],
  catalogue: ['nginx/missing-root'],
  on: 'location',
  bad: example(),
  good: example('  root /usr/share/nginx/html;'),
  *check({ location, nginx }) {
    const { directive } = location;
    const files = directive.first('try_files');
    if (!files || !nginx.config.complete) return skip;
    const last = files.args.at(-1)?.text ?? '';
    const tried = files.args.slice(0, -1).map(({ text }) => text);
    // A name that no file has, to get at the last argument; a path from elsewhere; what is passed on.
    if (!tried.some((text) => text.includes('$uri')) || last.startsWith('@')) return;
    if (effective(directive, 'root').length > 0 || directive.first('alias')) return;
    if (directive.children!.some(({ name }) => name.endsWith('_pass'))) return;
    yield {
      at: files.nameSpan,
      message: `${locationName(location)} looks for files, and no root says where: nginx looks in its own "html" folder.`,
    };
  },
});
