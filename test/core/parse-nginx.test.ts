import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { parseNginx } from '../../core/parse/nginx.ts';
import type { NginxFile, NginxNode } from '../../core/parse/nginx-tree.ts';
import { applyEdits, Source, textOf } from '../../core/text/index.ts';
import { hasNginx, inFolder, refusal } from '../support/real-nginx.ts';
import { filesBelow, sharedPath } from '../support/shared-folder.ts';

function parse(text: string, path = 'nginx.conf'): NginxFile {
  return parseNginx(new Source(path, text));
}

/** `name [arg …] { … }` as nested lists. */
function shape(nodes: readonly NginxNode[]): unknown[] {
  return nodes.map(({ name, args, block, opaque }) => {
    const words = [name, ...args.map((argument) => argument.text)];
    return block ? [...words, shape(block.nodes)] : opaque ? [...words, 'opaque'] : words;
  });
}

/** Problems as `line:column text | message | mend`. */
function problems(file: NginxFile): string[] {
  return file.problems.map(({ span, message, mend }) => {
    const { line, column } = file.source.position(span.start);
    return `${line + 1}:${column + 1} ${textOf(span)} | ${message}${mend ? ` | ${mend.title}` : ''}`;
  });
}

describe('words', () => {
  const rows: readonly (readonly [string, unknown[]])[] = [
    ['a b;', [['a', 'b']]],
    ['a  b\n\tc ;', [['a', 'b', 'c']]],
    ['a "b c" \'d "e"\';', [['a', 'b c', 'd "e"']]],
    ['a "b\\"c\\\\ \\n\\d";', [['a', 'b"c\\ \n\\d']]],
    ['a b\\ c d\\;e;', [['a', 'b\\ c', 'd\\;e']]],
    ['a b"c d"e;', [['a', 'b"c', 'd"e']]],
    ['a ${b}c $d;', [['a', '${b}c', '$d']]],
    ['a x${b}y{z w;}', [['a', 'x${b}y', [['z', 'w']]]]],
    ['a b#c; # d', [['a', 'b#c']]],
    ['a #b\n c;', [['a', 'c']]],
    ['a "#b";', [['a', '#b']]],
    ['a b}c;', [['a', 'b}c']]],
    ['a{b;}', [['a', [['b']]]]],
    ['a "x"{b;}', [['a', 'x', [['b']]]]],
    ['if ($a = "b") { c; }', [['if', '($a', '=', 'b', ')', [['c']]]]],
    ['a "b\n  c";', [['a', 'b\n  c']]],
    [
      'a b;\r\nc d;\r\n',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    ['location ~ "^/\\d{3}$" { }', [['location', '~', '^/\\d{3}$', []]]],
    ['a \u00fcber \ud83d\udea2;', [['a', '\u00fcber', '\ud83d\udea2']]],
  ];
  for (const [text, expected] of rows) {
    test(JSON.stringify(text), () => {
      const file = parse(text);
      assert.deepEqual(shape(file.nodes), expected);
      assert.deepEqual(problems(file), []);
    });
  }

  test('spans cover what is written', () => {
    const [node] = parse(' add_header X-A "b c" always ; # why').nodes;
    assert.equal(textOf(node!.span), 'add_header X-A "b c" always ;');
    assert.equal(textOf(node!.nameSpan), 'add_header');
    assert.deepEqual(
      node!.args.map((argument) => [textOf(argument.span), argument.quote]),
      [
        ['X-A', undefined],
        ['"b c"', '"'],
        ['always', undefined],
      ],
    );
  });

  test('blocks span from brace to brace', () => {
    const [node] = parse('http {\n  server { }\n}\n').nodes;
    assert.equal(textOf(node!.block!.span), '{\n  server { }\n}');
    assert.equal(textOf(node!.block!.nodes[0]!.span), 'server { }');
  });

  test('comments are kept', () => {
    const file = parse('#one\r\na b; # two \nc "# no";\n#');
    assert.deepEqual(
      file.comments.map((comment) => comment.text),
      ['one', 'two', ''],
    );
    assert.equal(textOf(file.comments[0]!.span), '#one');
  });
});

describe('blocks in another language', () => {
  const rows: Readonly<Record<string, string>> = {
    braces: 'content_by_lua_block { if a then b = { c = {} } end }',
    strings: "content_by_lua_block { ngx.say(\"}\") ngx.say('{\\'}') }",
    comments: "content_by_lua_block {\n -- it's } here\n --[[ } ]] --[==[ ]] } ]==]\n}",
    'long brackets': 'set_by_lua_block $a { return [[ } ]] .. [=[ ]] } ]=] }',
  };
  for (const [name, text] of Object.entries(rows)) {
    test(name, () => {
      const file = parse(`location / { ${text} deny all; }`);
      assert.deepEqual(problems(file), []);
      const [first, second] = file.nodes[0]!.block!.nodes;
      assert.equal(textOf(first!.span), text);
      assert.equal(second!.name, 'deny');
    });
  }

  test('an open one takes the rest of the file', () => {
    assert.deepEqual(
      problems(parse('location / { content_by_lua_block { a = "')).map((line) => line.split(' | ')[1]),
      [
        'The block of "location" is not closed: "}" is missing.',
        'The block of "content_by_lua_block" is not closed: "}" is missing.',
      ],
    );
  });
});

describe('templates are parsed over', () => {
  const rows: Readonly<Record<string, string>> = {
    'envsubst words': 'server { listen ${PORT}; server_name ${A}.${B}; ${EXTRA}\n $MORE\n root /x; }',
    'Jinja words and statements':
      '{% for s in servers %}\nserver { listen {{ s.port }}; server_name a.{{ d | default("x") }};\n{% if tls %}\n ssl_certificate "{{ c["a"] }}";\n{% endif %}\n}\n{% endfor %}\n{# { #}',
    'Go templates':
      '{{ $x := "y" }}\n{{ if .Env.A }}\nserver {\n listen 80 {{ if .B }}default_server{{ end }};\n}\n{{- end }}',
    ERB: '<% if a %>\nserver { listen <%= @port %>; }\n<% end %>\n',
  };
  for (const [name, text] of Object.entries(rows)) {
    test(name, () => {
      const file = parse(text, 'default.conf.template');
      assert.deepEqual(problems(file), []);
      assert.equal(file.nodes.find((node) => node.name === 'server')?.block?.nodes[0]?.name, 'listen');
    });
  }

  test('a block that two branches of a statement open is left unbalanced', () => {
    const file = parse(
      '{{ if .A }}\nserver {\n{{ else }}\nserver {\n{{ end }}\n listen 80;\n}\n',
      'meet.conf',
    );
    assert.deepEqual(problems(file), []);
    assert.equal(file.nodes[0]!.broken, true);
  });

  test('a file with variables for envsubst only is still checked', () => {
    assert.deepEqual(
      problems(parse('server {\n  listen ${PORT}\n  root /x;\n}\n', 'default.conf.template')),
      ['2:10 ${PORT} | ";" is missing behind "${PORT}". | Insert ";"'],
    );
  });
});

describe('recovery', () => {
  const rows: readonly (readonly [string, string, readonly string[], unknown[]])[] = [
    [
      'a missing ; before a directive',
      'server {\n  listen 80\n  root /x;\n}',
      ['2:10 80 | ";" is missing behind "80". | Insert ";"'],
      [
        [
          'server',
          [
            ['listen', '80'],
            ['root', '/x'],
          ],
        ],
      ],
    ],
    [
      'a missing ; before a comment',
      'listen 80 # why\nroot /x;',
      ['1:8 80 | ";" is missing behind "80". | Insert ";"'],
      [
        ['listen', '80'],
        ['root', '/x'],
      ],
    ],
    [
      'a missing ; before a block',
      'root /x\nlocation / { }',
      ['1:6 /x | ";" is missing behind "/x". | Insert ";"'],
      [
        ['root', '/x'],
        ['location', '/', []],
      ],
    ],
    [
      'a missing ; before }',
      'server {\n  root "/x"\n}',
      ['2:8 "/x" | ";" is missing behind "/x". | Insert ";"'],
      [['server', [['root', '/x']]]],
    ],
    [
      'a missing ; at the end',
      'root /x',
      ['1:6 /x | ";" is missing behind "/x". | Insert ";"'],
      [['root', '/x']],
    ],
    [
      'a directive half typed',
      'server {\n  serv\n  root /x;\n}',
      ['2:3 serv | ";" is missing behind "serv".'],
      [['server', [['serv'], ['root', '/x']]]],
    ],
    [
      'a missing ; in a map',
      'map $a $b {\n  default x\n  y z;\n}',
      ['2:11 x | ";" is missing behind "x". | Insert ";"'],
      [
        [
          'map',
          '$a',
          '$b',
          [
            ['default', 'x'],
            ['y', 'z'],
          ],
        ],
      ],
    ],
    [
      'a missing {',
      'server\n  listen 80;\n}',
      ['1:1 server | "{" is missing behind "server". | Insert "{"'],
      [['server', [['listen', '80']]]],
    ],
    [
      'a missing { of a location',
      'server {\n  location /x\n    deny all;\n  }\n}',
      ['2:12 /x | "{" is missing behind "location". | Insert "{"'],
      [['server', [['location', '/x', [['deny', 'all']]]]]],
    ],
    [
      'a block that never began',
      'server { location /x; }',
      ['1:10 location | "location" needs a block: "{" is missing.'],
      [['server', [['location', '/x']]]],
    ],
    [
      'a missing }',
      'server {\n  location / {\n    deny all;\n  root /x;\n}\nmap $a $b { }',
      ['2:3 location | The block of "location" is not closed: "}" is missing.'],
      [
        [
          'server',
          [
            ['location', '/', [['deny', 'all']]],
            ['root', '/x'],
          ],
        ],
        ['map', '$a', '$b', []],
      ],
    ],
    [
      'a missing } before a new server',
      'server {\n  location / {\n    deny all;\n\nserver {\n  root /x;\n}',
      [
        '1:1 server | The block of "server" is not closed: "}" is missing.',
        '2:3 location | The block of "location" is not closed: "}" is missing.',
      ],
      [
        ['server', [['location', '/', [['deny', 'all']]]]],
        ['server', [['root', '/x']]],
      ],
    ],
    [
      'a missing } at the end',
      'http {\n  server {\n  }\n',
      ['1:1 http | The block of "http" is not closed: "}" is missing.'],
      [['http', [['server', []]]]],
    ],
    ['one } too many', 'server {\n}\n}\n', ['3:1 } | This "}" closes no block.'], [['server', []]]],
    [
      'one } too many inside',
      'server {\n  location / {\n  }\n  }\n  root /x;\n}\n',
      ['4:3 } | This "}" closes no block.'],
      [
        [
          'server',
          [
            ['location', '/', []],
            ['root', '/x'],
          ],
        ],
      ],
    ],
    ['; behind }', 'server { };', ['1:11 ; | This ";" ends nothing. | Remove ";"'], [['server', []]]],
    [
      'a block without a name',
      '{ root /x; }',
      ['1:1 { | A block without a name: nginx wants a directive before "{".'],
      [['', [['root', '/x']]]],
    ],
    [
      'an unclosed string',
      'add_header A "b;\nadd_header C "d";\n',
      ['1:14 "b | The string that begins with " is not closed on its line. | Close the string with "'],
      [
        ['add_header', 'A', 'b'],
        ['add_header', 'C', 'd'],
      ],
    ],
    [
      'an unclosed string at the end',
      "return 200 'ok;",
      ["1:12 'ok | The string that begins with ' is not closed on its line. | Close the string with '"],
      [['return', '200', 'ok']],
    ],
    [
      'an unclosed string before a block',
      'if ($a = "b) {\n  deny all;\n}\n',
      ['1:10 "b | The string that begins with " is not closed on its line. | Close the string with "'],
      [['if', '($a', '=', 'b', ')', [['deny', 'all']]]],
    ],
    [
      'text behind a string',
      'root "/x"y;',
      ['1:6 "/x" | Something follows the closing quote: nginx wants a blank, ";" or "{" behind a string.'],
      [['root', '/x', 'y']],
    ],
    [
      'a regular expression with braces',
      'location ~ ^/\\d{2,}/x$ {\n  deny all;\n}',
      [
        '1:12 ^/\\d{2,}/x$ | A word with "{" in it has to be quoted: nginx takes the brace for the beginning of a block. | Quote the word',
      ],
      [['location', '~', '^/\\d{2,}/x$', [['deny', 'all']]]],
    ],
    [
      'a byte order mark',
      '\ufeffroot /x;',
      [
        '1:1 \ufeff | The file begins with a byte order mark, which nginx reads as part of the first word. | Remove the byte order mark',
      ],
      [['root', '/x']],
    ],
  ];
  for (const [name, text, expected, tree] of rows) {
    test(name, () => {
      const file = parse(text);
      assert.deepEqual(problems(file), expected);
      assert.deepEqual(shape(file.nodes), tree);
    });
  }

  test('words on lines of their own are no new directives', () => {
    const text =
      "gzip_types\n    text/css\n    application/json;\nlog_format main\n  '$a'\n  '$b';\nproxy_next_upstream error\n  http_502\n  timeout;\nserver_name a\n  server;\ntypes {\n  text/html html\n    htm;\n}\n";
    assert.deepEqual(problems(parse(text)), []);
  });

  test('only what is broken, and what is around it, is marked so', () => {
    const [server] = parse('server {\n  location /a {\n    deny all\n  }\n  location /b { }\n}').nodes;
    assert.deepEqual(
      [server!.broken, ...server!.block!.nodes.map((node) => node.broken)],
      [true, true, false],
    );
  });
});

/** Each in `http { … }` of a main file: what we take for broken must be what nginx refuses, and mends must mend. */
const judged: readonly string[] = [
  'server { listen 80; }',
  'server { listen 80 }',
  'server { listen 80; ',
  'server { listen 80; } }',
  'server { listen 80;; }',
  'server { listen 80; };',
  'server { ; }',
  '{ }',
  'server\n{\n listen\n 80\n ;\n}',
  'server { add_header A "b c" always; }',
  'server { add_header A "b c"always; }',
  'server { add_header A "b c"; }',
  'server { add_header A "b c;\n}',
  'server { add_header A \'b "c"\'; }',
  "server { add_header A 'b 'c''; }",
  'server { add_header A "b \\" c"; }',
  'server { add_header A b"c; }',
  'server { add_header A b\\;c; }',
  'server { add_header A b\\ c; }',
  'server { add_header A "b\n c"; }',
  'server { add_header A b#c; }',
  'server { add_header A #c\n b; }',
  'server { add_header A "${host}"; }',
  'server { add_header A ${host}x; }',
  'server { location ~ ^/\\d+$ { return 404; } }',
  'server { location ~ ^/\\d{3}$ { return 404; } }',
  'server { location ~ "^/\\d{3}$" { return 404; } }',
  'server { location ~ ^/a(?:b|c)$ { return 404; } }',
  'server { rewrite ^/(\\d{2})$ /x/$1 last; }',
  'server { rewrite "^/(\\d{2})$" /x/$1 last; }',
  'server { location /x; }',
  'server { if ($host = "a") { return 404; } }',
  'server { if ($host = "a"){ return 404; } }',
  'server { if ($host ~ a) return 404; }',
  'map $host $a { default 0; b 1; }',
  'map $host $a { default 0 }',
  'types { text/html html; }',
  'geo $b { default 0; 127.0.0.0/8 1; }',
  'upstream u { server 127.0.0.1:8; }',
  'upstream u { server 127.0.0.1:8 }',
  'server { return 200 "a}"; }',
  'server { return 200 a}; }',
  'server { location / { return 200 ok; }',
  "log_format m 'a' 'b';",
  "log_format m 'a' 'b'",
];

describe("nginx's own judgement", () => {
  for (const http of judged) {
    test(JSON.stringify(http), async (context) => {
      if (!hasNginx(context)) return;
      await inFolder((folder) => {
        const text = `events {}\npid ${folder}/pid;\nhttp {\n${http}\n}\n`;
        const refused = refusal(folder, text);
        const file = parse(text);
        assert.equal(
          file.problems.length > 0,
          refused !== undefined,
          `${refused ?? 'nginx is content'}; ${problems(file).join('; ')}`,
        );
        if (refused === undefined || file.problems.some((problem) => !problem.mend)) return;
        const mended = applyEdits(
          file.source.path,
          text,
          file.problems.map((problem) => problem.mend!),
        );
        assert.equal(refusal(folder, mended!), undefined, mended);
      });
    });
  }
});

describe('total', () => {
  /** Templates, data and other programs' files that lie beside nginx's. */
  const complete = (path: string) =>
    /nginx|proxy|linuxserver|jitsi[^/]*\/web/.test(path) &&
    /\.conf(?:\.sample|\.template)?$|\/proxy\/conf$/.test(path);

  for (const folder of ['corpus', 'deployments']) {
    test(`every configuration of ../shared/${folder} is parsed without a problem, and hundreds of its prefixes without throwing`, (context) => {
      const root = sharedPath(folder, context);
      if (root === undefined) return;
      const paths = filesBelow(root).filter(complete);
      assert.ok(paths.length > 0);
      for (const path of paths) {
        const text: string = readFileSync(join(root, path), 'utf8');
        assert.deepEqual(problems(parse(text, path)), [], path);
        for (let length = 0; length < text.length; length += Math.max(1, Math.ceil(text.length / 400)))
          parse(text.slice(0, length), path);
      }
    });
  }

  test('any text gives a tree whose spans lie inside it, in order', () => {
    const words = [
      'server',
      'location',
      'map',
      'listen',
      ' ',
      ' ',
      '\n',
      '\n  ',
      ';',
      '{',
      '}',
      '"',
      "'",
      '#',
      '\\',
      '$',
      '${',
      '{{',
      '}}',
      '{%',
      '%}',
      'content_by_lua_block',
      '[[',
      ']]',
      '--',
      '\r\n',
      'a{2}',
      '\u0000',
      '\ufeff',
      '__proto__',
      'constructor',
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...words), { maxLength: 60 }), (pieces) => {
        const text = pieces.join('');
        const file = parse(text);
        checkSpans(file.nodes, 0, text.length);
        for (const problem of file.problems)
          assert.ok(
            problem.span.start < problem.span.end && problem.span.end <= text.length,
            problem.message,
          );
      }),
      { numRuns: 2000, seed: 7 },
    );
  });

  test('five megabytes of junk take linear time', () => {
    for (const piece of ['a{\n', '"\'x\n', '{{', 'a {\n b "c\n', 'server_name\n']) {
      const half = duration(piece.repeat(Math.floor(1_000_000 / piece.length)));
      const whole = duration(piece.repeat(Math.floor(5_000_000 / piece.length)));
      assert.ok(whole < 30 * half + 500, `${JSON.stringify(piece)}: ${half} ms, ${whole} ms`);
    }
  });

  function duration(text: string): number {
    const before = performance.now();
    parse(text);
    return performance.now() - before;
  }

  function checkSpans(nodes: readonly NginxNode[], from: number, to: number): void {
    let at = from;
    for (const { nameSpan, span, block } of nodes) {
      assert.ok(
        span.start >= at && span.end <= to && nameSpan.start === span.start && nameSpan.end <= span.end,
      );
      if (block) checkSpans(block.nodes, block.span.start + 1, block.span.end);
      at = span.end;
    }
  }
});
