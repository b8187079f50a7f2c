import { defineRule, skip, span } from '../../core/rule.ts';
import { inHttp } from '../shared/nginx-example.ts';
import { patternsByConfig } from '../shared/nginx-patterns.ts';

const example = (pattern: string) =>
  inHttp(
    'server {',
    '  listen 8080;',
    `  location ~ ${pattern} {`,
    '    fastcgi_pass 127.0.0.1:9000;',
    '  }',
    '}',
  );

/** What shuts a path rather than serving it: there, more is better. `PATH_INFO` wants the rest of the path. */
const meant = new Set([
  'deny',
  'return',
  'internal',
  'fastcgi_split_path_info',
  'auth_basic',
  'auth_request',
]);

export default defineRule({
  id: 'nginx/open-ended-extension',
  title: 'A file extension without an end',
  category: 'correctness',
  severity: 'info',
  priority: 3,
  remedy: 'End the expression with `$`.',
  rationale:
    'An expression matches wherever it finds its text: `\\.php` also takes `/photo.php.jpg` and `/files.phpbb/readme`. ' +
    'What an upload is called then decides who handles it, and FastCGI may run as a script what is a picture.',
  references: ['https://nginx.org/en/docs/http/ngx_http_core_module.html#location'],
  catalogue: ['nginx/unanchored-regex'],
  peers: ['gixy:unanchored_regex'],
  on: 'location',
  bad: example('\\.php'),
  good: example('\\.php$'),
  *check({ location, deployment, nginx }) {
    if (location.modifier !== '~' && location.modifier !== '~*') return skip;
    const { directive, path, pathSpan } = location;
    const found = deployment
      .derive(patternsByConfig)
      .get(nginx.config)
      ?.find((one) => one.directive.node === directive.node);
    if (!found?.pattern.endsOpen || directive.children?.some(({ name }) => meant.has(name))) return;
    const end = pathSpan.end - (directive.args.at(-1)?.quote ? 1 : 0);
    yield {
      at: pathSpan,
      message: `"${path}" also matches paths that go on behind the extension.`,
      fix: () => ({
        title: 'End it with "$"',
        safety: 'review',
        edits: [{ span: span(pathSpan.source, end, end), text: '$' }],
      }),
    };
  },
});
