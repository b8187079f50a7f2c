import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { NginxConfig } from '../../core/model/nginx.ts';
import { readNginx } from '../../core/model/nginx-config.ts';
import { nginxPattern } from '../../core/model/nginx-pattern.ts';
import { type NginxRequest, type RequestAnswer, walkRequest } from '../../core/model/nginx-request.ts';
import { escapeUri, fromBytes, normalizeTarget, toBytes } from '../../core/model/nginx-uri.ts';
import { parseNginx } from '../../core/parse/nginx.ts';
import { Source, textOf } from '../../core/text/index.ts';

function read(http: string): NginxConfig {
  const file = parseNginx(new Source('nginx.conf', `events {}\nhttp {\n${http}\n}\n`));
  return readNginx(file, { file: () => undefined, include: () => ({ paths: [], known: true }) });
}

/** Ask a configuration for `[METHOD ]http://host[:port]/path`. */
function ask(http: string | NginxConfig, url: string, more: Partial<NginxRequest> = {}): RequestAnswer {
  const [, method, scheme, host, port, target] = /^(?:([A-Z]+) )?(https?):\/\/([^/:]+)(?::(\d+))?(.*)$/.exec(
    url,
  )!;
  return walkRequest(typeof http === 'string' ? read(http) : http, {
    scheme: scheme as 'http' | 'https',
    host: host!,
    port: Number(port ?? (scheme === 'https' ? 443 : 80)),
    target: target === '' ? '/' : target!,
    ...(method !== undefined && { method }),
    headers: new Map(),
    ...more,
  });
}

/** An answer in a line. */
function line({ status, redirect, outcome, location }: RequestAnswer): string {
  const where = location ? `${location.modifier}${location.path}` : '-';
  const what = {
    answer: () => redirect ?? (outcome.kind === 'answer' ? outcome.text : undefined) ?? '',
    pass: () =>
      outcome.kind === 'pass' ? `${outcome.protocol}://${outcome.target}${outcome.path ?? ''}` : '',
    file: () => (outcome.kind === 'file' ? (outcome.path ?? '?') : ''),
    handler: () => (outcome.kind === 'handler' ? outcome.directive.name : ''),
    closed: () => (outcome.kind === 'closed' ? `closed: ${outcome.reason}` : ''),
    unknown: () => (outcome.kind === 'unknown' ? `unknown: ${outcome.reason}` : ''),
  }[outcome.kind]();
  return `${where} ${status ?? ''} ${what}`.replace(/ +/g, ' ').trim();
}

describe('a request target', () => {
  const rows: readonly (readonly [string, boolean, string | undefined])[] = [
    ['/', true, '/'],
    ['/a//b/', true, '/a/b/'],
    ['/a//b/', false, '/a//b/'],
    ['//', true, '/'],
    ['/a/./b/../c', true, '/a/c'],
    ['/a/..', true, '/'],
    ['/a/.', true, '/a/'],
    ['/..', true, undefined],
    ['/%2e%2e/x', true, undefined],
    ['/a%2Fb', true, '/a/b'],
    ['/a%3fb%23c%25', true, '/a?b#c%'],
    ['/a%00', true, undefined],
    ['/a%zz', true, undefined],
    ['/x/...', true, '/x/...'],
    ['no', true, undefined],
  ];
  for (const [target, merge, uri] of rows)
    test(`${target}${merge ? '' : ' unmerged'}`, () =>
      assert.equal(normalizeTarget(target, merge)?.uri, uri));

  test('keeps its arguments as they are', () => {
    assert.deepEqual(normalizeTarget('/a%20b?c=%20?d#e', true), {
      uri: '/a b',
      args: 'c=%20?d',
      quoted: true,
    });
  });
  test('is bytes', () => {
    assert.equal(normalizeTarget('/%c3%a4', true)?.uri, toBytes('/ä'));
    assert.equal(fromBytes(toBytes('ä\u20ac😀%')), 'ä\u20ac😀%');
    assert.equal(fromBytes(toBytes('\ud83d')), '\ufffd');
    assert.equal(fromBytes('\xff'), '\xff');
    assert.equal(escapeUri(toBytes('/ä b?')), '/%C3%A4%20b%3F');
  });
});

describe('a pattern', () => {
  const rows: readonly (readonly [string, string, boolean])[] = [
    ['\\.php$', '/a.php', true],
    ['\\.php$', '/a.php\n', true],
    ['\\.php\\z', '/a.php\n', false],
    ['(?i)\\.PNG$', '/a.png', true],
    ['^/(?P<id>\\d+)$', '/7', true],
    ['^/[]x]$', '/]', true],
    ['^/[^]x]$', '/]', false],
    ['^/[[:digit:]-]+$', '/4-2', true],
    ['a.b', 'a\nb', false],
    ['(?s)a.b', 'a\nb', true],
    ['^/\\x41$', '/A', true],
    ['/\\.(?!well-known)', '/.git', true],
    ['/\\.(?!well-known)', '/.well-known', false],
    ['a{', 'a{', true],
  ];
  for (const [pattern, text, matches] of rows)
    test(`${pattern} and ${JSON.stringify(text)}`, () => {
      const compiled = nginxPattern(pattern, false);
      assert(compiled instanceof RegExp, JSON.stringify(compiled));
      assert.equal(compiled.test(text), matches);
    });
  for (const pattern of ['a++', '(?>a)', '(*UTF8)a', '\\Ka', '(?R)', '[[:nope:]]', '(', '[a', '\\x{100}'])
    test(`${pattern} is not judged`, () => assert(!(nginxPattern(pattern, false) instanceof RegExp)));
});

describe('a server', () => {
  const config = read(`
    server { listen 80; server_name a.example *.wild.example; return 200 a; }
    server { listen 80; server_name ~^(?<app>\\w+)\\.re\\.example$ tail.*; return 200 $app; }
    server { listen 80 default_server; listen 8000-8002; server_name _; return 200 default; }
    server { listen 10.0.0.1:9000; server_name x; return 200 ten; }
    server { listen 10.0.0.2:9000; server_name x; return 200 two; }
    server { listen 443 ssl; server_name tls.example; return 200 tls; }`);
  const rows: readonly (readonly [string, string])[] = [
    ['http://A.example./', '- 200 a'],
    ['http://deep.er.wild.example/', '- 200 a'],
    ['http://wild.example/', '- 200 default'],
    ['http://shop.re.example/', '- 200 shop'],
    ['http://tail.anything/', '- 200'],
    ['http://other.example/', '- 200 default'],
    ['http://other.example:8001/', '- 200 default'],
    ['http://other.example:8003/', '- closed: nothing in this configuration listens on port 8003'],
    ['http://10.0.0.2:9000/', '- 200 two'],
    ['http://x:9000/', '- unknown: several addresses are listened on at port 9000'],
    ['https://tls.example/', '- 200 tls'],
    ['http://tls.example:443/', '- 400'],
    ['https://a.example:80/', '- closed: port 80 does not speak TLS'],
  ];
  for (const [url, expected] of rows) test(url, () => assert.equal(line(ask(config, url)), expected));

  test('that a template fills in is not known', () => {
    const open =
      'server { listen 80; server_name ${HOST}; } server { listen 80; server_name b.example; return 204; }';
    assert.equal(ask(open, 'http://c.example/').outcome.kind, 'unknown');
    assert.equal(ask(open, 'http://b.example/').status, 204);
    assert.equal(ask('server { listen ${PORT}; }', 'http://c.example/').outcome.kind, 'unknown');
  });
});

describe('a location', () => {
  const config = read(`server { listen 80; root /srv;
    location / { try_files $uri $uri/ /index.html; }
    location /api/ { proxy_pass http://backend:3000/v1/; }
    location ^~ /static/ { alias /srv/files/; }
    location ~ \\.php$ { fastcgi_pass php:9000; }
    location = /loop { rewrite ^ /loop last; }
    location /old/ { rewrite ^/old/(.*)$ /new/$1 permanent; }
    location /poss { location ~ /a++ { return 200; } }
    location /secret { deny all; }
    location /inner { internal; }
    location /post { limit_except GET { deny all; } return 200; }
    error_page 403 = @refused;
    location @refused { return 418 no; }
  }`);
  const rows: readonly (readonly [string, string])[] = [
    ['http://h/about', '/ /srv/index.html'],
    ['http://h/api/users%20x?y=1', '/api/ http://backend:3000/v1/users%20x?y=1'],
    ['http://h/api', '/api/ 301 http://h/api/'],
    ['http://h:80/static/a.php', '^~/static/ /srv/files/a.php'],
    ['http://h/x.php', '~\\.php$ fastcgi://php:9000'],
    ['http://h/loop', '=/loop 500'],
    ['http://h/old/x?y', '/old/ 301 http://h/new/x?y'],
    ['http://h/poss', 'unknown'],
    ['http://h/secret', '@refused 418 no'],
    ['http://h/inner', '/inner 404'],
    ['http://h/post', '/post 200'],
    // The rewrites of a location do not hold for the methods that limit_except is about.
    ['POST http://h/post', '@refused 418 no'],
    ['http://h/../x', '- 400'],
  ];
  for (const [url, expected] of rows)
    test(url, () => {
      const answer = ask(config, url);
      if (expected === 'unknown') assert.equal(answer.outcome.kind, 'unknown');
      else assert.equal(line(answer), expected);
    });

  test('says the way with its places', () => {
    const { steps } = ask(config, 'http://h/secret');
    assert.deepEqual(
      steps.map(({ text, at }) => [text, at && textOf(at)]),
      [
        ['The only server that listens on port 80 answers.', 'listen'],
        ['/secret: location /secret is the longest prefix.', '/secret'],
        ['"deny all" refuses it.', 'deny all;'],
        ['error_page sends 403 to @refused.', 'error_page 403 = @refused;'],
        ['/secret: location @refused is named.', 'refused'],
        ['return ends it with 418.', 'return 418 no;'],
      ],
    );
  });

  test('is otherwise where a file is there', () => {
    const { otherwise } = ask(config, 'http://h/about');
    assert.deepEqual(
      otherwise.map(({ when, answer }) => [when, line(answer)]),
      [
        ['/srv/about is a file', '/ /srv/about'],
        ['/srv/index.html is not there', '/ 500'],
      ],
    );
  });

  test('with known files', () => {
    const file = (path: string) => (path === '/srv/about' ? 'folder' : 'nothing');
    assert.equal(line(ask(config, 'http://h/about', { file })), '/ 301 http://h/about/');
    assert.equal(line(ask(config, 'http://h/static/x', { file })), '^~/static/ 404');
  });
});

describe('what depends on the client', () => {
  const config = read(`map $http_user_agent $bot { default 0; ~*bot 1; }
    server { listen 80; location / { if ($bot) { return 403; } allow 10.0.0.0/8; deny all; proxy_pass http://a; }
      location /basic { auth_basic x; auth_basic_user_file f; return 200; }
      location /basic/file { auth_basic x; auth_basic_user_file f; empty_gif; } }`);
  const headers = (agent: string) => new Map([['user-agent', agent]]);

  test('headers', () => {
    assert.equal(ask(config, 'http://h/', { headers: headers('Googlebot') }).status, 403);
    const { headers: _, ...unknown } = { headers: undefined };
    const open = walkRequest(config, { scheme: 'http', host: 'h', port: 80, target: '/', ...unknown });
    assert.equal(open.outcome.kind, 'pass');
    assert.deepEqual(
      open.otherwise.map(({ when, answer }) => [when, answer.status]),
      [['"$bot" is true', 403]],
    );
  });
  test('address', () => {
    assert.equal(ask(config, 'http://h/', { client: '10.9.8.7' }).outcome.kind, 'pass');
    assert.equal(ask(config, 'http://h/', { client: '11.9.8.7' }).status, 403);
    assert.equal(
      ask(config, 'http://h/').steps.some(({ text }) => /others get 403/.test(text)),
      true,
    );
  });
  test('password', () => {
    assert.equal(ask(config, 'http://h/basic').status, 200);
    assert.equal(ask(config, 'http://h/basic/file').status, 401);
  });
});

describe('headers of an answer', () => {
  const config = read(`add_header A outer;
    server { listen 80; add_header B "$host" always; add_header C $request_id;
      location / { return 200 x; }
      location /own { add_header D d; expires 1d; return 200 x; }
      location /fail { return 500; }
      location /empty { add_header E $arg_e; return 204; } }`);
  const rows: readonly (readonly [string, Record<string, string | undefined>])[] = [
    ['http://h/', { B: 'h', C: undefined }],
    ['http://h/own', { Expires: undefined, 'Cache-Control': 'max-age=86400', D: 'd' }],
    ['http://h/fail', { B: 'h' }],
    ['http://h/empty', {}],
    ['http://h/empty?e=f', { E: 'f' }],
  ];
  for (const [url, expected] of rows)
    test(url, () => {
      const { headers } = ask(config, url);
      assert.deepEqual(Object.fromEntries(headers.map(({ name, value }) => [name, value])), expected);
    });
});

test('nothing throws, whatever is half-typed', () => {
  const text = `map $a $b { hostnames; *.x 1; ~^(?<n>. $n; } server { listen 80; server_name ~^(. x; set $b $b; if ($b ~ "(.") { rewrite ^(.*)$ /$1? last; }
    location ~ ^/(x) { alias /srv/$1; try_files $uri/ $b @f; } location / { error_page 404 =200 /x$b; limit_except GET { deny 1.2.3.4/33; } proxy_pass http://$b/; expires $b; } }`;
  for (let end = 0; end <= text.length; end++) {
    const answer = ask(text.slice(0, end), 'POST http://x/x/..?y');
    assert(answer.steps.every(({ text: step }) => step.length > 0));
  }
});
