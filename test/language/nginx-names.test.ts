/** Definitions, references and renaming in nginx files. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { applyEdits } from '../../core/text/index.ts';
import { definitions, references } from '../../language/nginx/references.ts';
import { renamable, rename } from '../../language/nginx/rename.ts';
import { nameTokens } from '../../language/nginx/semantic.ts';
import { containerOf, marked, parsed, project, shown } from './nginx-text.ts';

const main = 'nginx/nginx.conf';

function at(text: string, others: Readonly<Record<string, string>> = {}, path = main) {
  const { file, offset } = marked(text, path);
  const bare = { [path]: text.replace('¦', '') };
  return {
    file,
    offset,
    workspace: project(path === main ? { ...bare, ...others } : { ...others, ...bare }),
  };
}

/** What stands around the places, each with its line. */
function lines(spans: ReturnType<typeof definitions>): readonly string[] {
  return spans.map(
    (span) => `${span.source.path}:${span.source.position(span.start).line} ${shown(span).split(':').pop()}`,
  );
}

function define(text: string, others?: Readonly<Record<string, string>>): readonly string[] {
  const { file, offset, workspace } = at(text, others);
  return lines(definitions(file, offset, workspace));
}

function renamed(text: string, to: string, others?: Readonly<Record<string, string>>): string {
  const { file, offset, workspace } = at(text, others);
  const renaming = rename(file, offset, to, workspace);
  if ('refused' in renaming) return renaming.refused;
  const edits = renaming.spans.map((span) => ({ span, text: renaming.text }));
  return applyEdits(main, file.source.text, edits)!;
}

describe('definitions', () => {
  test('of upstreams, zones, log formats and caches', () => {
    assert.deepEqual(
      define('http {\nupstream api { server a:1; }\nserver { location / { proxy_pass http://a¦pi/x; } } }'),
      [`${main}:1 api`],
    );
    assert.deepEqual(
      define('http {\nlimit_req_zone $a zone=one:1m rate=1r/s;\nlimit_req zone=o¦ne burst=5; }'),
      [`${main}:1 one`],
    );
    assert.deepEqual(define('http {\nlimit_conn_zone $a zone=one:1m;\nlimit_conn o¦ne 5; }'), [
      `${main}:1 one`,
    ]);
    assert.deepEqual(define("http {\nlog_format slim '';\naccess_log /l sl¦im; }"), [`${main}:1 slim`]);
    assert.deepEqual(define('http {\nproxy_cache_path /c keys_zone=c:1m;\nproxy_cache ¦c; }'), [
      `${main}:1 c`,
    ]);
  });

  test('of variables, wherever they are set', () => {
    assert.deepEqual(define('http {\nmap $a $b { x y; }\nadd_header X "is $¦b"; }'), [`${main}:1 b`]);
    assert.deepEqual(define('server {\nset $b 1;\nset $b 2;\nreturn 200 ${¦b}; }'), [
      `${main}:1 b`,
      `${main}:2 b`,
    ]);
    assert.deepEqual(define('server {\nserver_name ~^(?<sub>.+)\\.x$;\nroot /srv/$s¦ub; }'), [
      `${main}:1 sub`,
    ]);
    assert.deepEqual(define('server {\nauth_request_set $u $upstream_http_x;\nadd_header X $¦u; }'), [
      `${main}:1 u`,
    ]);
    assert.deepEqual(define('server { add_header X $ho¦st; }'), []);
  });

  test("of named locations, in the same server's block alone", () => {
    const text = 'http { server {\nlocation @a { }\n}\nserver {\nlocation @a { }\ntry_files x @¦a; } }';
    assert.deepEqual(define(text), [`${main}:4 a`]);
  });

  test('of includes: every file that they bring', () => {
    const others = { 'nginx/conf.d/a.conf': 'server { }', 'nginx/conf.d/b.conf': 'server { }' };
    assert.deepEqual(define('http { include conf.d/¦*.conf; }', others), [
      'nginx/conf.d/a.conf:0 ',
      'nginx/conf.d/b.conf:0 ',
    ]);
  });

  test('in another file that is read together with this one', () => {
    const others = { 'nginx/conf.d/up.conf': 'upstream api { server a:1; }' };
    assert.deepEqual(
      define('http { include conf.d/*.conf; server { location / { proxy_pass http://¦api; } } }', others),
      ['nginx/conf.d/up.conf:0 api'],
    );
  });

  test('not in a comment', () => {
    assert.deepEqual(define('http { upstream api { server a:1; } # proxy_pass http://a¦pi\n}'), []);
  });
});

describe('references', () => {
  test('of an upstream, through a map too where its variable is passed to', () => {
    const text = (pass: string) => `http { upstream a¦pi { server a:1; }
map $x $pool { default api; }
map $x $word { default api; }
server { location / { proxy_pass http://api; } location /b { ${pass} } } }`;
    const found = (pass: string) => {
      const { file, offset, workspace } = at(text(pass));
      return lines(references(file, offset, workspace, false));
    };
    assert.deepEqual(found('return 200;'), [`${main}:3 api`]);
    assert.deepEqual(found('proxy_pass http://$pool;'), [`${main}:1 api`, `${main}:3 api`]);
  });

  test('of a snippet: everywhere that it is included', () => {
    const { file, offset, workspace } = at(
      'http { server { include snippets/¦a.conf; }\nserver { include snippets/a.conf; } }',
      {
        'nginx/snippets/a.conf': 'gzip on;',
      },
    );
    assert.deepEqual(lines(references(file, offset, workspace, true)), [
      `${main}:0 snippets/a.conf`,
      `${main}:1 snippets/a.conf`,
    ]);
  });
});

describe('renaming', () => {
  test('reaches every use, in strings, braces and Lua, and nothing else', () => {
    assert.equal(
      renamed(
        'server { set $a¦b 1; return 200 "$ab ${ab}x $abc"; # $ab\ncontent_by_lua_block { ngx.say(ngx.var.ab) } }',
        '$new',
      ),
      'server { set $new 1; return 200 "$new ${new}x $abc"; # $ab\ncontent_by_lua_block { ngx.say(ngx.var.new) } }',
    );
    assert.equal(
      renamed(
        "http { upstream 'a¦pi' { server api:1; } server { location /api { proxy_pass http://api/api; } } }",
        'web',
      ),
      "http { upstream 'web' { server api:1; } server { location /api { proxy_pass http://web/api; } } }",
    );
    assert.equal(
      renamed('server { location @¦a { } error_page 404 = @a; location /@a { } }', '@b'),
      'server { location @b { } error_page 404 = @b; location /@a { } }',
    );
  });

  test('reaches other files', () => {
    const text = 'http { include conf.d/*.conf; map $a $¦b { x y; } }';
    const { file, offset, workspace } = at(text, { 'nginx/conf.d/a.conf': 'server { add_header X $b; }' });
    const renaming = rename(file, offset, 'c', workspace);
    assert.ok('spans' in renaming);
    assert.deepEqual(lines(renaming.spans), [`${main}:0 b`, 'nginx/conf.d/a.conf:0 b']);
  });

  test('is refused where it would break something', () => {
    assert.match(renamed('server { add_header X $ho¦st; }', 'x'), /^There is no name here/);
    assert.match(renamed('server { location / { proxy_pass http://a¦pi; } }', 'x'), /^There is no name here/);
    assert.match(
      renamed('server { set $¦a 1; set $b 2; }', 'b'),
      /is there already: nginx\/nginx\.conf, line 1/,
    );
    assert.match(renamed('server { set $¦a 1; }', 'host'), /^nginx has a variable \$host/);
    assert.match(renamed('server { set $¦a 1; }', 'a-b'), /^A variable's name/);
    assert.match(renamed('http { upstream ¦a { } }', 'a b'), /make a name/);
  });
});

describe('renaming an included file', () => {
  const others = {
    'nginx/snippets/proxy.conf': 'proxy_http_version 1.1;',
    'nginx/snippets/tls.conf': '',
    'nginx/conf.d/a.conf': "server { include '/etc/nginx/snippets/proxy.conf'; }",
  };
  const text = 'http { include conf.d/*.conf; server { include snippets/pro¦xy.conf; } }';

  test('reaches every include of it, and the file', () => {
    const { file, offset, workspace } = at(text, others);
    const renaming = rename(file, offset, 'passing.conf', workspace);
    assert.ok('spans' in renaming);
    assert.deepEqual(lines(renaming.spans), ['nginx/conf.d/a.conf:0 proxy.conf', `${main}:0 proxy.conf`]);
    assert.deepEqual(renaming.file, {
      from: 'nginx/snippets/proxy.conf',
      to: 'nginx/snippets/passing.conf',
    });
    assert.equal(renamable(file, offset, workspace)!.name, 'proxy.conf');
  });

  test('is refused where something else names it, or is named so', () => {
    assert.match(renamed(text, 'tls.conf', others), /snippets\/tls\.conf is there already/);
    assert.match(renamed(text, 'a/b.conf', others), /make a file's name/);
    const both = text.replace('conf.d/*.conf', 'snippets/*.conf');
    assert.match(renamed(both, 'proxy.inc', others), /include snippets\/\*\.conf would not bring it/);
    assert.match(renamed('http { include ¦conf.d/*.conf; }', 'b.conf', others), /^There is no name here/);
  });

  test('is refused where a mount names the file itself', () => {
    const { file, offset, workspace } = at(text, others);
    const project = 'nginx/snippets/proxy.conf';
    const mounted = containerOf({ '/etc/nginx/snippets/proxy.conf': project }, workspace.tree);
    const readers = workspace.configs.map((config) => ({
      config,
      version: undefined,
      containers: [mounted],
    }));
    const renaming = rename(file, offset, 'b.conf', { ...workspace, readers });
    assert.match('refused' in renaming ? renaming.refused : '', /^A mount or a COPY names/);
  });
});

describe('semantic tokens', () => {
  test('names, in the order of the text, none over another', () => {
    const file = parsed(
      'http { map $a $b { default api; }\nupstream api { }\nserver { location @x { proxy_pass http://api$b; } } }',
    );
    assert.deepEqual(
      nameTokens(file).map(
        ({ span, kind, defines }) => `${shown(span).split(':').pop()} ${kind}${defines ? ' *' : ''}`,
      ),
      ['a variable', 'b variable *', 'api upstream', 'api upstream *', 'x named location *', 'b variable'],
    );
  });
});
