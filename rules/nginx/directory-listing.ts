import { defineRule, replaceArgument, skip } from '../../core/rule.ts';
import { inHttp } from '../shared/nginx-example.ts';
import { blockName } from '../shared/nginx-places.ts';
import { isRestricted } from '../shared/restricted.ts';

const example = (value: string) =>
  inHttp(
    'server {',
    '  listen 8080;',
    '  location /files/ {',
    '    root /srv;',
    `    autoindex ${value};`,
    '  }',
    '}',
  );

export default defineRule({
  id: 'nginx/directory-listing',
  title: 'Folders listed to everybody',
  category: 'security',
  severity: 'warning',
  priority: 2,
  remedy: 'Switch `autoindex` off, or let only those in who need it.',
  rationale:
    'A listing shows every file of the folder, also those that no page links to: backups, exports, notes. ' +
    'It is how forgotten files are found.',
  references: ['https://nginx.org/en/docs/http/ngx_http_autoindex_module.html'],
  catalogue: ['nginx/autoindex'],
  production: true,
  on: 'directive',
  names: ['autoindex'],
  bad: example('on'),
  good: example('off'),
  *check({ directive }) {
    const { args, parent } = directive;
    const [value] = args;
    if (!value || !parent) return skip;
    if (value.text !== 'on') return;
    if (isRestricted(parent)) return;
    yield {
      at: value.span,
      message: `${blockName(parent)} lists its folders to everybody.`,
      fix: { title: 'Switch it off', safety: 'review', edits: [replaceArgument(value, 'off')] },
    };
  },
});
