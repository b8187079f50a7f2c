/** Completion, hover and the hint of the syntax in nginx files. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createFileTree } from '../../core/model/file-tree.ts';
import { type Suggestion, suggestions } from '../../language/nginx/completion.ts';
import { loadDocumentation } from '../../language/nginx/documentation.ts';
import { hoverText } from '../../language/nginx/hover.ts';
import { signatureHint } from '../../language/nginx/signature.ts';
import type { NginxWorkspace } from '../../language/nginx/workspace.ts';
import { containerOf, marked, project } from './nginx-text.ts';

const documentation = await loadDocumentation();

function workspaceOf(text: string, path: string, others: Readonly<Record<string, string>>): NginxWorkspace {
  return project({ [path]: text.replace('¦', ''), ...others }, ['nginx/tls/site.pem', 'nginx/tls/notes.md']);
}

function complete(
  text: string,
  typedOpener = false,
  path = 'nginx/nginx.conf',
  others: Readonly<Record<string, string>> = {},
): readonly Suggestion[] | undefined {
  const { file, offset } = marked(text, path);
  return suggestions(file, offset, workspaceOf(text, path, others), documentation, typedOpener)?.items;
}

function labels(text: string, path?: string, others?: Readonly<Record<string, string>>): readonly string[] {
  return (complete(text, false, path, others) ?? []).map(({ label }) => label);
}

function has(text: string, wanted: readonly string[], unwanted: readonly string[] = []): void {
  const found = labels(text);
  for (const label of wanted) assert.ok(found.includes(label), `${label} among ${found.slice(0, 30)}`);
  for (const label of unwanted) assert.ok(!found.includes(label), `${label} is not to be offered`);
}

describe('completion of directives', () => {
  test('by the context of the block', () => {
    has(
      'http { server { ¦ } }',
      ['listen', 'location', 'server_name'],
      ['proxy_pass', 'worker_processes', 'upstream'],
    );
    has('http { server { location / { pro¦', ['proxy_pass', 'alias'], ['listen', 'server_name']);
    has('¦', ['http', 'events', 'worker_processes']);
    has('http { upstream a { ¦ } }', ['server', 'keepalive', 'least_conn'], ['location', 'listen']);
    has('stream { server { ¦ } }', ['proxy_pass', 'listen'], ['location']);
    has('http { map $a $b { ¦ } }', ['default', 'hostnames'], ['server']);
    has('http { server { if ($a) { ¦ } } }', ['return', 'rewrite'], ['listen']);
  });

  test('behind a directive that lacks nothing, and above others', () => {
    has('http {\n  gzip on;\n  ¦\n  server { listen 80; }\n}', ['gzip_types', 'upstream']);
  });

  test('a fragment is read where it is included', () => {
    const others = { 'nginx/nginx.conf': 'http { server { location / { include snippets/a.conf; } } }' };
    const { file, offset } = marked('¦', 'nginx/snippets/a.conf');
    const workspace = project({ ...others, 'nginx/snippets/a.conf': '' });
    const found = suggestions(file, offset, workspace, documentation, false)!.items.map(({ label }) => label);
    assert.ok(found.includes('proxy_pass') && !found.includes('listen'));
  });

  test('a snippet where nothing follows on the line, the name alone otherwise', () => {
    const at = (text: string, label: string) => complete(text)!.find((one) => one.label === label)!.snippet;
    assert.equal(at('http { ser¦', 'server'), 'server {\n\t$0\n}');
    assert.equal(at('http { ¦', 'upstream'), 'upstream $1 {\n\t$0\n}');
    assert.equal(at('http { server { ¦', 'root'), 'root $0;');
    assert.equal(at('http { server { ro¦ /srv;', 'root'), undefined);
  });
});

describe('completion for a deployed nginx', () => {
  const tree = createFileTree(
    ['.'],
    ['proxy/main.conf', 'proxy/sites/a.conf', 'tls/site.pem', 'tls/notes.md'],
  );
  const container = containerOf({ '/etc/nginx/conf.d': 'proxy/sites', '/etc/tls': 'tls' }, tree);
  const at = (text: string, version: string | undefined) => {
    const { file, offset } = marked(text, 'proxy/main.conf');
    const files = { 'proxy/main.conf': file.source.text, 'proxy/sites/a.conf': '' };
    const workspace = project(files, tree.below('.'), { version, containers: [container] });
    return { file, offset, workspace };
  };
  const items = (text: string, version: string | undefined) => {
    const { file, offset, workspace } = at(text, version);
    return suggestions(file, offset, workspace, documentation, false)!.items;
  };

  test('tells which directives it does not know yet', () => {
    const later = (version: string | undefined, label: string) =>
      items('http { server { ¦', version).find((one) => one.label === label)!.later;
    assert.equal(later('1.24.0', 'http2'), 'from nginx 1.25.1 on, 1.24.0 runs here');
    assert.equal(later('1.25.1', 'http2'), undefined);
    assert.equal(later(undefined, 'http2'), undefined);
    assert.equal(later('1.24.0', 'listen'), undefined);
    // The module has versions of its own.
    assert.equal(later('0.3.0', 'js_import'), undefined);
  });

  test('and so does what it is told of one', () => {
    const { file, offset, workspace } = at('http { server { htt¦p2 on; } }', '1.24.0');
    const { markdown } = hoverText(file, offset, workspace, documentation)!;
    assert.match(markdown, /\*\*Since:\*\* 1\.25\.1 \(nginx 1\.24\.0 runs here and does not know it\)/);
  });

  test('names files as its container has them', () => {
    const names = (text: string) => items(text, undefined).map(({ label }) => label);
    assert.deepEqual(names('http { include /etc/nginx/¦'), ['/etc/nginx/conf.d/']);
    assert.deepEqual(names('http { include conf.d/¦'), ['conf.d/a.conf']);
    assert.deepEqual(names('http { ssl_certificate /¦'), ['/etc/']);
    assert.deepEqual(names('http { ssl_certificate /etc/tls/¦'), ['/etc/tls/site.pem']);
  });
});

describe('completion of words', () => {
  const around = `http {
  log_format slim '$status';
  limit_req_zone $binary_remote_addr zone=login:1m rate=1r/s;
  limit_conn_zone $binary_remote_addr zone=each:1m;
  proxy_cache_path /c keys_zone=pages:1m;
  upstream api { server a:1; }
  map $http_upgrade $connection_upgrade { default upgrade; }
  server { location @other { return 404; } }
  server {
    set $mine 1;
    location @fallback { return 404; }
    HERE
  }
}`;
  const at = (line: string) => around.replace('HERE', line);

  test('names that the configuration gives', () => {
    has(at('limit_req ¦'), ['zone=login', 'burst=', 'nodelay'], ['zone=each']);
    has(at('limit_conn ¦'), ['each']);
    has(at('proxy_cache ¦'), ['pages', 'off']);
    has(at('access_log /var/log/a ¦'), ['slim']);
    has(at('try_files $uri ¦'), ['@fallback'], ['@other']);
    has(at('location / { proxy_pass ¦'), ['http://api']);
    has(at('location / { proxy_pass https://¦'), ['https://api']);
    has(at('location / { fastcgi_pass ¦'), ['api']);
  });

  test('variables behind "$"', () => {
    has(at('add_header X $¦;'), ['$host', '$connection_upgrade', '$mine', '$remote_addr'], ['$http_NAME']);
    const braced = complete(at('add_header X a${ho¦'))!;
    assert.equal(braced.find(({ label }) => label === '$host')!.insert, '${host}');
  });

  test('variables of the part that it is in', () => {
    const module = (text: string, name: string) =>
      complete(text)!.find(({ label }) => label === name)?.detail;
    assert.equal(module('http { server { set $a $¦', '$connection'), 'ngx_http_core_module');
    assert.equal(module('stream { server { set $a $¦', '$connection'), 'ngx_stream_core_module');
    assert.equal(module('stream { server { set $a $¦', '$uri'), undefined);
  });

  test("the syntax's own words, those that are there left out", () => {
    has(at('listen 443 ¦;'), ['ssl', 'default_server', 'reuseport', 'backlog=']);
    assert.ok(!labels(at('listen 443 ssl ¦;')).includes('ssl'));
    has(at('gzip ¦;'), ['on', 'off']);
    has('http { upstream a { server a:1 ¦', ['weight=', 'max_fails=', 'backup']);
    has('http { ssl_protocols ¦', ['TLSv1.2', 'TLSv1.3']);
  });

  test('files of the project', () => {
    const others = { 'nginx/snippets/tls.conf': '', 'nginx/conf.d/a.conf': '' };
    assert.deepEqual(labels('http { include ¦', undefined, others).toSorted(), [
      'conf.d/',
      'snippets/',
      'tls/',
    ]);
    assert.deepEqual(labels('http { include snippets/¦', undefined, others), ['snippets/tls.conf']);
    assert.deepEqual(labels('http { include /etc/nginx/snip¦', undefined, others).toSorted(), [
      '/etc/nginx/conf.d/',
      '/etc/nginx/snippets/',
      '/etc/nginx/tls/',
    ]);
    assert.deepEqual(labels('http { ssl_certificate tls/¦', undefined, others), ['tls/site.pem']);
  });
});

describe('nothing pops up', () => {
  const silent: Readonly<Record<string, string>> = {
    'in a comment': 'http {\n  # see $¦\n}',
    'in a comment behind a directive': 'http { gzip on; # pro¦\n}',
    'in a string that is open': 'http { add_header X "a $¦',
    'in a string that is closed': 'http { add_header X "a $¦ b"; }',
    'in a string over lines': "http { log_format a 'x\n$¦ y'; }",
    'in Lua': 'http { server { location / { content_by_lua_block { local a = $¦',
    'at a slash where a directive begins': 'http { /¦ }',
  };
  for (const [name, text] of Object.entries(silent))
    test(name, () => assert.equal(complete(text, true), undefined));

  test('a comment stays silent even when it is asked', () => {
    assert.equal(complete('http { # pro¦\n}'), undefined);
  });

  test('a string answers only for a variable, and only when it is asked', () => {
    assert.equal(complete('http { add_header X "a ¦ b"; }'), undefined);
    has('http { add_header X "a $h¦ b"; }', ['$host']);
  });
});

describe('templates', () => {
  test('envsubst, Jinja and Go', () => {
    for (const [path, text] of [
      ['nginx/site.conf.template', 'server { server_name ${HOST}; ¦ }'],
      ['nginx/site.conf.j2', 'server { {% if tls %}\nlisten {{ port }} ssl;\n{% endif %}\n¦ }'],
      ['nginx/site.conf.tmpl', '{{ range .Hosts }}\nserver { server_name {{ .Name }};\n ¦ }\n{{ end }}'],
    ] as const) {
      const found = labels(text, path);
      assert.ok(found.includes('location') && !found.includes('worker_processes'), path);
    }
  });

  test('every place of a broken text has an answer', () => {
    const text =
      'http { {{ a "b\n{% if %} server { x $y ${z} "q" # c\n content_by_lua_block { " } } log_format';
    for (let offset = 0; offset <= text.length; offset++) {
      const { file } = marked(`${text.slice(0, offset)}¦${text.slice(offset)}`, 'a.conf.j2');
      const workspace = project({});
      suggestions(file, offset, workspace, documentation, false);
      hoverText(file, offset, workspace, documentation);
      signatureHint(file, offset, workspace, documentation);
    }
  });
});

describe('hover', () => {
  const hover = (text: string, path = 'nginx/nginx.conf') => {
    const { file, offset } = marked(text, path);
    return hoverText(file, offset, workspaceOf(text, path, {}), documentation)?.markdown;
  };

  test('syntax, default, contexts, version and the page', () => {
    const text = hover('http { gzip_¦proxied any; }')!;
    assert.match(text, /^```nginx\ngzip_proxied off \| expired/);
    assert.match(text, /\*\*Default:\*\* `gzip_proxied off`/);
    assert.match(text, /\*\*Context:\*\* http, server, location/);
    assert.match(text, /https:\/\/nginx\.org\/en\/docs\/http\/ngx_http_gzip_module\.html#gzip_proxied/);
    assert.match(hover('http { server { http¦2 on; } }')!, /\*\*Since:\*\* 1\.25\.1/);
  });

  test('of the module whose context it is', () => {
    assert.match(hover('http { upstream a { ser¦ver b; } }')!, /ngx_http_upstream_module/);
    assert.match(hover('stream { server { proxy_¦pass a:1; } }')!, /ngx_stream_proxy_module/);
    assert.match(hover('http { ser¦ver { } }')!, /```nginx\nserver \{\.\.\.\}\n```/);
  });

  test("nginx's variables and the configuration's own names", () => {
    assert.match(hover('http { add_header X $ho¦st; }')!, /^\*\*\$host\*\*/);
    assert.match(hover('http { add_header X $http_x_re¦al; }')!, /^\*\*\$http_NAME\*\*/);
    const text =
      'http {\n  upstream api {\n    server a:1;\n  }\n  server { location / { proxy_pass http://a¦pi; } }\n}';
    assert.equal(hover(text), 'nginx/nginx.conf, line 2\n\n```nginx\nupstream api {\n  server a:1;\n}\n```');
  });

  test('nothing in a comment, nor for what is not known', () => {
    assert.equal(hover('http { # gz¦ip\n}'), undefined);
    assert.equal(hover('http { foo_¦bar on; }'), undefined);
    assert.equal(hover('http { gzip o¦n; }'), undefined);
  });
});

describe('the hint of the syntax', () => {
  const hint = (text: string) => {
    const { file, offset } = marked(text);
    const found = signatureHint(file, offset, project({}), documentation);
    const [signature] = found?.signatures ?? [];
    const at = signature?.parameters[found!.active];
    return signature && [signature.label, at && signature.label.slice(...at)];
  };

  test('with the word that is being written', () => {
    assert.deepEqual(hint('http { proxy_set_header ¦'), ['proxy_set_header field value', 'field']);
    assert.deepEqual(hint('http { proxy_set_header Host ¦;'), ['proxy_set_header field value', 'value']);
    assert.deepEqual(hint('http { gzip ¦'), ['gzip on | off', 'on | off']);
  });

  test('not for blocks, names, strings and comments', () => {
    for (const text of ['http { ser¦', 'http ¦', 'http { add_header X "a ¦', 'http { gzip on; # a ¦'])
      assert.equal(hint(text), undefined, text);
  });
});
