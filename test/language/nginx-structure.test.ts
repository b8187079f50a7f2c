/** Outline, folding, selection and links of nginx files. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createFileTree } from '../../core/model/file-tree.ts';
import { folds } from '../../language/nginx/folding.ts';
import { fileLinks } from '../../language/nginx/links.ts';
import { type OutlineItem, outline } from '../../language/nginx/outline.ts';
import { selections } from '../../language/nginx/selection.ts';
import { containerOf, marked, parsed, project, shown } from './nginx-text.ts';

const site = `http {
    log_format main '$remote_addr'
                    '$status';
    limit_req_zone $binary_remote_addr zone=login:10m rate=1r/s;
    map $http_upgrade $connection_upgrade {
        default upgrade;
    }
    upstream api {
        server api:3000;
    }
    server {
        listen 443 ssl;
        server_name example.com www.example.com;
        location = /healthz { return 200; }
        location ~ \\.php$ {
            if ($request_method = POST) { return 405; }
            fastcgi_pass php:9000;
        }
    }
    server {
    }
}
`;

function lines(items: readonly OutlineItem[], indent = ''): readonly string[] {
  return items.flatMap((item) => [
    `${indent}${item.kind} ${item.name}${item.detail && ` (${item.detail})`}`,
    ...lines(item.children, `${indent}  `),
  ]);
}

describe('outline', () => {
  test('servers by their names, locations by their paths, and what others refer to', () => {
    assert.deepEqual(lines(outline(parsed(site))), [
      'part http',
      '  format main (log_format)',
      '  zone login (limit_req_zone)',
      '  values map $http_upgrade $connection_upgrade',
      '  upstream upstream api',
      '  server example.com, www.example.com (443)',
      '    location = /healthz (return 200)',
      '    location ~ \\.php$ (fastcgi_pass php:9000)',
      '      condition if ($request_method = POST)',
      '  server server',
    ]);
  });

  test('a name stands inside of what it names', () => {
    const check = (item: OutlineItem): void => {
      assert.ok(item.span.start <= item.nameSpan.start && item.nameSpan.end <= item.span.end, item.name);
      assert.notEqual(item.name.trim(), '');
      item.children.forEach(check);
    };
    for (let end = 0; end < site.length; end += 3) outline(parsed(site.slice(0, end))).forEach(check);
  });

  test('a block without a name, and one in another language', () => {
    assert.deepEqual(lines(outline(parsed('{ a b; }\ncontent_by_lua_block { return "}" }\n'))), [
      'part { }',
      'part content_by_lua_block',
    ]);
  });
});

describe('folding', () => {
  test('blocks, long directives, comments and regions', () => {
    const text = `# What
# this is
# region servers
server {
    log_format main a
        b;
    location / { return 200; }
    # alone
}
# endregion
content_by_lua_block {
    x = 1
}
server {
  listen 80;`;
    assert.deepEqual(folds(parsed(text)), [
      { startLine: 0, endLine: 1, kind: 'comment' },
      { startLine: 2, endLine: 9, kind: 'region' },
      { startLine: 3, endLine: 7 },
      { startLine: 4, endLine: 5 },
      { startLine: 10, endLine: 11 },
      { startLine: 13, endLine: 14 },
    ]);
  });

  test('comments behind directives are no run', () => {
    assert.deepEqual(folds(parsed('a b; # one\nc d; # two\n')), []);
  });
});

describe('selection', () => {
  test('grows from the word to the file', () => {
    const { file, offset } = marked('server {\n  add_header X-A "y¦es" always;\n}\n');
    assert.deepEqual(
      selections(file, offset).map(({ start, end }) => file.source.text.slice(start, end)),
      [
        'yes',
        '"yes"',
        'X-A "yes" always',
        'add_header X-A "yes" always;',
        '\n  add_header X-A "yes" always;\n',
        '{\n  add_header X-A "yes" always;\n}',
        'server {\n  add_header X-A "yes" always;\n}',
        'server {\n  add_header X-A "yes" always;\n}\n',
      ],
    );
  });

  test('each holds the one before it, at every place', () => {
    const file = parsed(site);
    for (let offset = 0; offset <= site.length; offset++) {
      const spans = selections(file, offset);
      assert.ok(spans.length > 0);
      spans.forEach((span, index) => {
        assert.ok(span.start <= offset && offset <= span.end);
        const inner = spans[index - 1];
        assert.ok(!inner || (span.start <= inner.start && inner.end <= span.end));
      });
    }
  });
});

describe('links', () => {
  const workspace = project({
    'nginx/nginx.conf': `http {
  include /etc/nginx/conf.d/*.conf;
  include snippets/tls.conf;
  include nowhere.conf;
}`,
    'nginx/conf.d/a.conf': 'server { include snippets/tls.conf; }',
    'nginx/conf.d/b.conf': 'server { }',
    'nginx/snippets/tls.conf': 'ssl_protocols TLSv1.3;',
  });

  test('from an include to the one file that it brings', () => {
    const links = fileLinks(workspace.file('nginx/nginx.conf')!, workspace);
    assert.deepEqual(
      links.map(({ span, path }) => [shown(span), path]),
      [['nginx/nginx.conf:snippets/tls.conf', 'nginx/snippets/tls.conf']],
    );
  });

  test('through what is mounted, to certificates too', () => {
    const files = {
      'proxy/main.conf':
        'http { ssl_certificate /etc/ssl/site.pem; auth_basic_user_file users; ssl_dhparam /srv/dh.pem; }',
    };
    const tree = createFileTree(['.'], ['proxy/main.conf', 'tls/site.pem', 'proxy/users', 'dh.pem']);
    const container = containerOf({ '/etc/ssl': 'tls', '/etc/nginx': 'proxy' }, tree);
    const deployed = project(files, tree.below('.'), { version: undefined, containers: [container] });
    assert.deepEqual(
      fileLinks(deployed.file('proxy/main.conf')!, deployed).map(({ span, path }) => [shown(span), path]),
      [
        ['proxy/main.conf:/etc/ssl/site.pem', 'tls/site.pem'],
        ['proxy/main.conf:users', 'proxy/users'],
      ],
    );
  });

  test('from an included file too', () => {
    assert.deepEqual(
      fileLinks(workspace.file('nginx/conf.d/a.conf')!, workspace).map(({ path }) => path),
      ['nginx/snippets/tls.conf'],
    );
  });
});
