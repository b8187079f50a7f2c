import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import type { Directive, NginxConfig, Server } from '../../core/model/nginx.ts';
import {
  compareVersions,
  effective,
  effectiveHeaders,
  inheritedFrom,
  proxyHeaders,
  readNginx,
} from '../../core/model/nginx-config.ts';
import { parseNginx } from '../../core/parse/nginx.ts';
import { Source, textOf } from '../../core/text/index.ts';
import { ask, freePort, hasNginx, inFolder, mainFile } from '../support/real-nginx.ts';

/** Read the first of some files; an include names a file by its path, `*` stands for every character. */
function read(files: Readonly<Record<string, string>>, version?: string): NginxConfig {
  const parsed = new Map(
    Object.entries(files).map(([path, text]) => [path, parseNginx(new Source(path, text))]),
  );
  const [entry] = parsed.values();
  return readNginx(
    entry!,
    {
      file: (path) => parsed.get(path),
      include: (pattern) => {
        const shape = new RegExp(`^${pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`);
        const paths = [...parsed.keys()].filter((path) => shape.test(path));
        return { paths, known: paths.length > 0 };
      },
    },
    { version },
  );
}

function http(text: string, version?: string): NginxConfig {
  return read({ 'nginx.conf': `events {}\nhttp {\n${text}\n}\n` }, version);
}

function find(config: NginxConfig, name: string): Directive {
  for (const directive of config.walk()) if (directive.name === name) return directive;
  throw new Error(`no ${name}`);
}

function values(directives: readonly Directive[]): string[] {
  return directives.map(({ args }) => args.map(({ text }) => text).join(' '));
}

describe('contexts', () => {
  const rows: readonly (readonly [string, string, string])[] = [
    ['nginx.conf', 'events {}', 'main'],
    ['nginx.conf', 'user nginx;', 'main'],
    ['nginx.conf', 'server { listen 80; }', 'http'],
    ['conf.d/default.conf', 'gzip on;', 'http'],
    ['sites-enabled/app', 'add_header A b;', 'http'],
    ['upstreams.conf', 'upstream u { server a:1; }', 'http'],
    ['zones.conf', 'limit_req_zone $binary_remote_addr zone=a:1m rate=1r/s;', 'http'],
    ['stream.conf', 'server { listen 53; proxy_pass dns:53; }', 'stream'],
    ['streams/dns.conf', 'upstream dns { server a:53; }', 'stream'],
    ['snippets/app.conf', 'location / { }', 'server'],
    ['snippets/listen.conf', 'listen 443 ssl;', 'server'],
    ['snippets/proxy.conf', 'proxy_set_header Host $host;\nproxy_pass http://a;', 'location'],
    ['snippets/headers.conf', 'add_header A b;', 'unknown'],
    ['nginx.conf', '', 'unknown'],
  ];
  for (const [path, text, expected] of rows) {
    test(`${path}: ${text}`, () => assert.equal(read({ [path]: text }).entryContext, expected));
  }

  test('of what stands inside', () => {
    const config = read({
      'nginx.conf':
        'http { server { if ($a) { return 1; } location / { if ($a) { return 2; } limit_except GET { deny all; } } } map $a $b { x y; } } stream { server { listen 1; } upstream u { server a:1; } }',
    });
    const contexts = [...config.walk()].map(({ name, context }) => `${context} > ${name}`);
    assert.deepEqual(contexts, [
      'main > http',
      'http > server',
      'server > if',
      'if in server > return',
      'server > location',
      'location > if',
      'if in location > return',
      'location > limit_except',
      'limit_except > deny',
      'http > map',
      'map > x',
      'main > stream',
      'stream > server',
      'stream server > listen',
      'stream > upstream',
      'stream upstream > server',
    ]);
    assert.equal(config.servers.length, 1);
  });
});

describe('includes', () => {
  test('bring their directives in place', () => {
    const config = read({
      'nginx.conf': 'http { include conf.d/*.conf; gzip on; }',
      'conf.d/a.conf': 'server { include s.conf; }',
      'conf.d/b.conf': 'server { }',
      's.conf': 'root /x;',
    });
    assert.equal(config.complete, true);
    assert.deepEqual(
      config.files.map((file) => file.source.path),
      ['nginx.conf', 'conf.d/a.conf', 's.conf', 'conf.d/b.conf'],
    );
    assert.deepEqual(
      find(config, 'http').children!.map(({ name }) => name),
      ['include', 'server', 'server', 'gzip'],
    );
    const root = find(config, 'root');
    assert.equal(root.span.source.path, 's.conf');
    assert.equal(root.parent, config.servers[0]!.directive);
    assert.equal(root.context, 'server');
  });

  test('twice give two places', () => {
    const config = read({
      'nginx.conf': 'http { server { include s.conf; } server { include s.conf; } }',
      's.conf': 'root /x;',
    });
    assert.equal([...config.walk()].filter(({ name }) => name === 'root').length, 2);
    assert.equal(config.files.length, 2);
  });

  test('that find nothing leave it incomplete, data files apart', () => {
    assert.equal(read({ 'nginx.conf': 'http { include a.conf; }' }).complete, false);
    assert.equal(
      read({ 'nginx.conf': 'http { include mime.types; include /etc/nginx/fastcgi_params; }' }).complete,
      true,
    );
    assert.equal(read({ 'nginx.conf': 'user nginx;' }).complete, false);
    assert.equal(read({ 'default.conf': 'server { }' }).complete, false);
  });

  test('of themselves are a problem', () => {
    const config = read({
      'nginx.conf': 'http { include a.conf; }',
      'a.conf': 'include b.conf;',
      'b.conf': 'include a.conf; gzip on;',
    });
    assert.deepEqual(
      config.problems.map(({ span, message }) => [textOf(span), message]),
      [['a.conf', '"a.conf" includes itself by way of "b.conf": nginx does not start.']],
    );
    assert.equal(find(config, 'gzip').context, 'http');
  });

  test('that multiply without bound come to an end', () => {
    const files = Object.fromEntries(
      Array.from({ length: 30 }, (_, i) => [
        `${i}.conf`,
        `include ${i + 1}.conf; include ${i + 1}.conf; gzip on;`,
      ]),
    );
    const config = read({ 'nginx.conf': 'http { include 0.conf; }', ...files });
    assert.equal(config.complete, false);
    assert.ok([...config.walk()].length <= 200_000);
  });
});

describe('servers', () => {
  const server = (text: string): Server => http(`server { ${text} }`).servers[0]!;

  const listens: readonly (readonly [string, unknown])[] = [
    ['', ['*', 80]],
    ['listen 8080;', ['*', 8080]],
    ['listen 443 ssl http2 default_server;', ['*', 443, 'ssl', 'http2', 'default']],
    ['listen 443 quic reuseport;', ['*', 443, 'quic']],
    ['listen [::]:443 ssl;', ['[::]', 443, 'ssl']],
    ['listen 127.0.0.1;', ['127.0.0.1', 80]],
    ['listen app.internal:81;', ['app.internal', 81]],
    ['listen unix:/run/nginx.sock;', ['unix:/run/nginx.sock', undefined]],
    ['listen 8000-8010;', ['*', undefined]],
    ['listen ${PORT};', ['${PORT}', undefined]],
    ['listen 443 ssl; http2 on;', ['*', 443, 'ssl', 'http2']],
  ];
  for (const [text, expected] of listens) {
    test(text || 'no listen', () => {
      const [listen] = server(text).listens;
      const { address, port, ssl, http2, quic, defaultServer } = listen!;
      assert.deepEqual(
        [
          address,
          port,
          ...(ssl ? ['ssl'] : []),
          ...(http2 ? ['http2'] : []),
          ...(quic ? ['quic'] : []),
          ...(defaultServer ? ['default'] : []),
        ],
        expected,
      );
    });
  }

  test('names, TLS', () => {
    assert.deepEqual(
      server('server_name a b; server_name c;').names.map(({ text }) => text),
      ['a', 'b', 'c'],
    );
    assert.equal(server('listen 80; listen 443 ssl;').tls, true);
    assert.equal(server('listen 443; ssl on;').tls, true);
    assert.equal(server('listen 443;').tls, false);
  });

  const locations: readonly (readonly [string, string, string, string])[] = [
    ['location / {}', '', '/', '/'],
    ['location = /a {}', '=', '/a', '/a'],
    ['location =/a {}', '=', '/a', '/a'],
    ['location ^~ /a {}', '^~', '/a', '/a'],
    ['location ~ "\\.php$" {}', '~', '\\.php$', '"\\.php$"'],
    ['location ~*\\.js$ {}', '~*', '\\.js$', '\\.js$'],
    ['location @app {}', '@', 'app', 'app'],
  ];
  for (const [text, modifier, path, written] of locations) {
    test(text, () => {
      const [location] = server(text).locations;
      assert.deepEqual(
        [location!.modifier, location!.path, textOf(location!.pathSpan)],
        [modifier, path, written],
      );
    });
  }

  test('nested locations follow their parent', () => {
    const { locations: all } = server('location /a { location /a/b { } } location /c { }');
    assert.deepEqual(
      all.map(({ path, parent }) => [path, parent?.path]),
      [
        ['/a', undefined],
        ['/a/b', '/a'],
        ['/c', undefined],
      ],
    );
  });

  const redirects: readonly (readonly [string, boolean])[] = [
    ['return 301 https://$host$request_uri;', true],
    ['return https://a.example;', true],
    ['return 444;', true],
    ['return 200 ok;', false],
    ['rewrite ^ https://a$request_uri permanent;', true],
    ['rewrite ^/(.*)$ https://a/$1 redirect;', true],
    ['rewrite ^/old$ /new permanent;', false],
    ['if ($host = a) { return 301 https://a; }', false],
    ['if ($host = a) { return 301 https://a; } return 404;', true],
    ['location / { return 301 https://a; }', true],
    ['location / { return 301 https://a; } location /.well-known/acme-challenge/ { root /x; }', true],
    ['location / { return 301 https://a; } location /health { proxy_pass http://a; }', false],
    ['location /old { return 301 https://a; }', false],
    ['ssl_reject_handshake on;', true],
    ['root /x;', false],
  ];
  for (const [text, expected] of redirects)
    test(`redirects only, or not: ${text}`, () => assert.equal(server(text).redirectsOnly, expected));

  test('what an include breaks is broken', () => {
    const config = read({
      'nginx.conf': 'http { server { include a.conf; } server { } }',
      'a.conf': 'root /x',
    });
    assert.deepEqual(
      config.servers.map(({ broken }) => broken),
      [true, false],
    );
  });
});

describe('proxies', () => {
  const rows: readonly (readonly [string, string, unknown])[] = [
    ['proxy_pass http://app;', 'app', { scheme: 'http', port: 80, uri: undefined }],
    ['proxy_pass https://app/;', 'app', { scheme: 'https', port: 443, uri: '/' }],
    ['proxy_pass http://app:3000/api/;', 'app', { scheme: 'http', port: 3000, uri: '/api/' }],
    ['proxy_pass "http://app:3000";', 'app', { scheme: 'http', port: 3000, uri: undefined }],
    ['proxy_pass http://[::1]:81;', '[::1]', { scheme: 'http', port: 81, uri: undefined }],
    ['fastcgi_pass php:9000;', 'php', { scheme: 'fastcgi', port: 9000, uri: undefined }],
    ['grpc_pass grpcs://app;', 'app', { scheme: 'grpcs', port: 443, uri: undefined }],
    ['grpc_pass app:50051;', 'app', { scheme: 'grpc', port: 50051, uri: undefined }],
    ['uwsgi_pass app:3031;', 'app', { scheme: 'uwsgi', port: 3031, uri: undefined }],
    [
      'proxy_pass http://unix:/run/app.sock:/x;',
      '',
      { scheme: 'http', port: undefined, uri: '/x', dynamic: false },
    ],
    ['fastcgi_pass unix:/run/php.sock;', '', { scheme: 'fastcgi', port: undefined, dynamic: false }],
    ['proxy_pass http://$backend:80/x;', '', { scheme: 'http', port: undefined, dynamic: true }],
    ['proxy_pass $proto://$app;', '', { dynamic: true, port: undefined }],
    ['proxy_pass http://app/$1;', 'app', { dynamic: false, uri: '/$1' }],
  ];
  for (const [text, host, expected] of rows) {
    test(text, () => {
      const [proxy] = http(`server { location / { ${text} } }`).proxies;
      assert.equal(proxy!.hostSpan ? textOf(proxy!.hostSpan) : '', host);
      assert.equal(proxy!.host ?? '', host);
      if (proxy!.portSpan) assert.equal(textOf(proxy!.portSpan), String(proxy!.port));
      for (const [name, value] of Object.entries(expected as object))
        assert.equal(proxy![name as 'scheme'], value, name);
      assert.equal(proxy!.location?.path, '/');
    });
  }

  test('upstreams are found by name, in their own protocol', () => {
    const config = read({
      'nginx.conf':
        'http { upstream u { server a:3000; server b; server unix:/x; server ${C}; } server { location / { proxy_pass http://u; } } } stream { upstream u { server d:53; } server { proxy_pass u; } }',
    });
    const [web, tcp] = config.proxies;
    assert.deepEqual(
      web!.upstream!.peers.map(({ host, port, dynamic }) => [host, port, dynamic]),
      [
        ['a', 3000, false],
        ['b', 80, false],
        [undefined, undefined, false],
        [undefined, undefined, true],
      ],
    );
    assert.deepEqual(
      [tcp!.scheme, tcp!.upstream!.peers[0]!.host, tcp!.server, tcp!.port],
      ['tcp', 'd', undefined, undefined],
    );
  });
});

describe('inheritance', () => {
  test('simple directives come from the nearest level', () => {
    const config = http('root /a; server { location / { location /b { root /c; } } }');
    const [outer, inner] = config.servers[0]!.locations;
    assert.deepEqual(values(effective(outer!.directive, 'root')), ['/a']);
    assert.deepEqual(values(effective(inner!.directive, 'root')), ['/c']);
    assert.deepEqual(values(inheritedFrom(inner!.directive, 'root')), ['/a']);
  });

  test('lists are replaced as a whole', () => {
    const config = http(
      'add_header A 1; add_header B 2; server { location /a { } location /b { add_header C 3; } }',
    );
    const [a, b] = config.servers[0]!.locations;
    assert.deepEqual(values(effective(a!.directive, 'add_header')), ['A 1', 'B 2']);
    assert.deepEqual(values(effective(b!.directive, 'add_header')), ['C 3']);
  });

  test('several logs of one level hold together, and take the place of those farther out', () => {
    const config = http(
      'access_log /a; access_log /b; server { location /c { } location /d { access_log /e; access_log /f; location /d/g { access_log off; } } }',
    );
    const logs = config.servers[0]!.locations.map(({ directive }) =>
      values(effective(directive, 'access_log')),
    );
    assert.deepEqual(logs, [['/a', '/b'], ['/e', '/f'], ['off']]);
  });

  test('a rewrite, a break and try_files hold where they stand', () => {
    const config = http(
      'server { rewrite ^/a /b; break; try_files /c =404; location / { if ($x) { return 403; } } }',
    );
    const { directive } = config.servers[0]!.locations[0]!;
    for (const name of ['rewrite', 'break', 'try_files', 'return']) {
      assert.deepEqual(effective(directive, name), [], name);
      assert.deepEqual(effective(find(config, 'if'), name).length, name === 'return' ? 1 : 0, name);
    }
    assert.deepEqual(values(effective(config.servers[0]!.directive, 'rewrite')), ['^/a /b']);
  });

  test('add_trailer merges by a directive of its own', () => {
    const config = http(
      'add_trailer A 1; add_header B 2; add_trailer_inherit merge; server { add_trailer C 3; add_header D 4; }',
    );
    const { directive } = config.servers[0]!;
    assert.deepEqual(values(effective(directive, 'add_trailer')), ['C 3', 'A 1']);
    assert.deepEqual(values(effective(directive, 'add_header')), ['D 4']);
  });

  test('what the rewrite module and handlers do is not inherited', () => {
    const config = http(
      'server { return 404; set $a b; location / { proxy_pass http://a; if ($a) { set $b c; } location /x { } } }',
    );
    const [outer, inner] = config.servers[0]!.locations;
    assert.deepEqual(effective(outer!.directive, 'return'), []);
    assert.deepEqual(effective(inner!.directive, 'proxy_pass'), []);
    assert.deepEqual(values(effective(find(config, 'if'), 'proxy_pass')), ['http://a']);
  });

  test('a fragment has its own top level as the last one', () => {
    const config = read({ 'conf.d/a.conf': 'gzip on; server { }' });
    assert.deepEqual(values(effective(config.servers[0]!.directive, 'gzip')), ['on']);
  });

  const merging: readonly (readonly [string, readonly string[]])[] = [
    ['add_header A 1; server { add_header_inherit merge; location / { add_header B 2; } }', ['B', 'A']],
    [
      'add_header_inherit merge; add_header A 1; server { add_header B 2; location / { add_header C 3; } }',
      ['C', 'B', 'A'],
    ],
    ['add_header A 1; server { add_header_inherit off; location / { } }', []],
    ['add_header A 1; server { location / { add_header_inherit off; add_header B 2; } }', ['B']],
    [
      'add_header A 1; add_header_inherit merge; server { location / { add_header_inherit on; add_header B 2; } }',
      ['B'],
    ],
  ];
  for (const [text, expected] of merging) {
    test(text, () =>
      assert.deepEqual(
        effectiveHeaders(http(text).servers[0]!.locations[0]!).map(({ name }) => name),
        expected,
      ),
    );
  }

  test('more_set_headers of every level count', () => {
    const config = http(
      'more_set_headers "A: 1"; server { location / { more_set_headers "B: 2" "C: 3"; add_header D 4; } }',
    );
    assert.deepEqual(
      effectiveHeaders(config.servers[0]!.locations[0]!).map(
        ({ name, value, always }) => `${name}=${value} ${always}`,
      ),
      ['D=4 false', 'B=2 true', 'C=3 true', 'A=1 true'],
    );
  });

  test('what is sent to the proxied server', () => {
    const names = (config: NginxConfig) =>
      proxyHeaders(config.servers[0]!.locations[0]!).map(({ name, value }) => `${name}: ${value}`);
    const text = 'proxy_set_header X-A 1; server { location / { proxy_pass http://a; } }';
    assert.deepEqual(names(http(text)), ['X-A: 1', 'Host: $proxy_host', 'Connection: close']);
    assert.deepEqual(names(http(text, '1.29.7')), ['X-A: 1', 'Host: $proxy_host']);
    assert.deepEqual(
      names(
        http(
          'server { proxy_set_header host $host; location / { proxy_set_header Connection ""; proxy_pass http://a; } }',
        ),
      ),
      ['Connection: ', 'Host: $proxy_host'],
    );
  });

  test('versions', () => {
    assert.ok(compareVersions('1.29.10', '1.29.3') > 0);
    assert.ok(compareVersions('1.27', '1.27.3') < 0);
    assert.equal(compareVersions('1.30', '1.30.0'), 0);
  });
});

/** Servers and what is asked of them; `location` names the place whose headers must be those that arrive. */
const asked: readonly {
  readonly name: string;
  readonly config: string;
  readonly path: string;
  readonly location?: string;
  readonly status?: number;
}[] = [
  {
    name: 'headers of http',
    config: 'add_header X-A "1" always; server { LISTEN; return 200 ok; }',
    path: '/',
  },
  {
    name: 'headers of the server replace them',
    config: 'add_header X-A 1; server { LISTEN; add_header X-B "2 2"; location / { return 200 ok; } }',
    path: '/',
    location: '/',
  },
  {
    name: 'headers of a location replace them',
    config:
      'server { LISTEN; add_header X-B 2; location / { return 200 ok; } location /a { add_header X-C 3; return 200 ok; } }',
    path: '/a',
    location: '/a',
  },
  {
    name: 'a location without its own keeps them',
    config:
      'server { LISTEN; add_header X-B 2; location / { return 200 ok; } location /a { add_header X-C 3; return 200 ok; } }',
    path: '/b',
    location: '/',
  },
  {
    name: 'a nested location inherits from its parent',
    config:
      'server { LISTEN; add_header X-A 1; location /a { add_header X-B 2; location /a/b { return 200 ok; } return 204; } }',
    path: '/a/b/c',
    location: '/a/b',
  },
  {
    name: 'a nested location with its own',
    config:
      'server { LISTEN; location /a { add_header X-B 2; location /a/b { add_header X-C 3; return 200 ok; } } }',
    path: '/a/b',
    location: '/a/b',
  },
  {
    name: 'an error carries those with always',
    config: 'server { LISTEN; add_header X-A 1; add_header X-B 2 always; location / { return 404; } }',
    path: '/x',
    location: '/',
    status: 404,
  },
  {
    name: 'a missing file carries those with always',
    config:
      'server { LISTEN; add_header X-A 1; add_header X-B 2 always; location / { root FOLDER/nothing; } }',
    path: '/x',
    location: '/',
    status: 404,
  },
  {
    name: 'a redirect carries all',
    config: 'server { LISTEN; add_header X-A 1; add_header X-B 2 always; return 301 /y; }',
    path: '/x',
    status: 301,
  },
  {
    name: 'an exact location',
    config:
      'server { LISTEN; add_header X-A 1; location = /a { add_header X-B 2; return 200 ok; } location /a { return 200 ok; } location / { return 200 ok; } }',
    path: '/a',
    location: '/a',
  },
  {
    name: 'a regular expression',
    config:
      'server { LISTEN; add_header X-A 1; location ~* "\\.(?:js|css)$" { add_header X-B 2; return 200 ok; } location / { return 200 ok; } }',
    path: '/x.CSS',
    location: '\\.(?:js|css)$',
  },
  {
    name: 'an included snippet',
    config: 'server { LISTEN; add_header X-A 1; location / { include FOLDER/s.conf; return 200 ok; } }',
    path: '/',
    location: '/',
  },
  {
    name: 'the same header on both levels',
    config: 'add_header X-A 1; server { LISTEN; add_header X-A 2; location / { return 200 ok; } }',
    path: '/',
    location: '/',
  },
];

describe("what nginx's answers carry is what effectiveHeaders says", () => {
  for (const one of asked) {
    test(one.name, async (context) => {
      if (!hasNginx(context)) return;
      await inFolder(async (folder) => {
        const port = await freePort();
        const snippet = 'add_header X-S "from a snippet" always;\n';
        writeFileSync(`${folder}/s.conf`, snippet);
        const text = mainFile(
          folder,
          one.config.replaceAll('LISTEN', `listen 127.0.0.1:${port}`).replaceAll('FOLDER', folder),
        );
        const [answer] = await ask(folder, text, port, [one.path]);
        assert.equal(answer!.status, one.status ?? 200);
        const config = read({ 'nginx.conf': text, [`${folder}/s.conf`]: snippet });
        const [server] = config.servers;
        const place =
          one.location === undefined ? server! : server!.locations.find(({ path }) => path === one.location)!;
        const expected = effectiveHeaders(place).filter(({ always }) => always || answer!.status < 400);
        assert.deepEqual(
          Object.entries(answer!.headers)
            .filter(([name]) => name.startsWith('x-'))
            .sort(),
          expected.map(({ name, value }) => [name.toLowerCase(), value]).sort(),
        );
      });
    });
  }
});
