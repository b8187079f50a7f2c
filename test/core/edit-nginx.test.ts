import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  insertBeside,
  insertIntoBlock,
  type NginxInsertion,
  removeDirective,
  replaceArgument,
  replaceDirective,
} from '../../core/edit/nginx.ts';
import { parseNginx } from '../../core/parse/nginx.ts';
import type { NginxNode } from '../../core/parse/nginx-tree.ts';
import { applyEdits, Source, type TextEdit } from '../../core/text/index.ts';

/** Edit the first directive of a name (`server` unless said) and give the text; it must still be without a problem. */
function edited(text: string, edit: (node: NginxNode) => readonly TextEdit[], name = 'server'): string {
  const source = new Source('nginx.conf', text);
  const result = applyEdits(source.path, text, edit(find(parseNginx(source).nodes, name)!));
  assert.ok(result !== undefined);
  assert.deepEqual(
    parseNginx(new Source('nginx.conf', result)).problems.map(({ message }) => message),
    [],
  );
  return result;
}

function find(nodes: readonly NginxNode[], name: string): NginxNode | undefined {
  for (const node of nodes) {
    const found = node.name === name ? node : find(node.block?.nodes ?? [], name);
    if (found) return found;
  }
  return undefined;
}

describe('insertIntoBlock', () => {
  const rows: readonly (readonly [string, string, readonly string[], NginxInsertion, string])[] = [
    [
      'at the start',
      'server {\n    root /x;\n}\n',
      ['a b;', 'c d;'],
      {},
      'server {\n    a b;\n    c d;\n    root /x;\n}\n',
    ],
    [
      'at the end',
      'server {\n  root /x; # why\n  # last\n}\n',
      ['a b;'],
      { at: 'end' },
      'server {\n  root /x; # why\n  # last\n  a b;\n}\n',
    ],
    [
      'behind a directive',
      'server {\n  listen 80;\n  listen 443 ssl; # why\n  root /x;\n}\n',
      ['a b;'],
      { after: ['listen'] },
      'server {\n  listen 80;\n  listen 443 ssl; # why\n  a b;\n  root /x;\n}\n',
    ],
    [
      'behind a directive that is not there',
      'server {\n  root /x;\n}\n',
      ['a b;'],
      { after: ['listen'], at: 'end' },
      'server {\n  root /x;\n  a b;\n}\n',
    ],
    [
      'behind a directive of several lines',
      'server {\n  x a\n    b;\n  root /x;\n}\n',
      ['a b;'],
      { after: ['x'] },
      'server {\n  x a\n    b;\n  a b;\n  root /x;\n}\n',
    ],
    [
      'tabs',
      'http {\n\tserver {\n\t\troot /x;\n\t}\n}\n',
      ['a b;'],
      {},
      'http {\n\tserver {\n\t\ta b;\n\t\troot /x;\n\t}\n}\n',
    ],
    [
      'an empty block',
      'http {\n  server {\n  }\n}\n',
      ['a b;'],
      {},
      'http {\n  server {\n    a b;\n  }\n}\n',
    ],
    [
      'an empty block at its end',
      'http {\n  server {\n  }\n}\n',
      ['a b;'],
      { at: 'end' },
      'http {\n  server {\n    a b;\n  }\n}\n',
    ],
    [
      'the brace on its own line',
      'server\n{\n  root /x;\n}\n',
      ['a b;'],
      {},
      'server\n{\n  a b;\n  root /x;\n}\n',
    ],
    [
      'a comment behind the brace',
      'server { # main\n  root /x;\n}\n',
      ['a b;'],
      {},
      'server { # main\n  a b;\n  root /x;\n}\n',
    ],
    [
      'a directive behind the brace',
      'server { listen 80;\n  root /x; }\n',
      ['a b;'],
      {},
      'server { a b; listen 80;\n  root /x; }\n',
    ],
    [
      'a brace behind the last directive',
      'server {\n  root /x; }\n',
      ['a b;'],
      { at: 'end' },
      'server {\n  root /x; a b; }\n',
    ],
    ['one line', 'server { root /x; }\n', ['a b;', 'c d;'], {}, 'server { a b; c d; root /x; }\n'],
    ['one line, at the end', 'server { root /x; }\n', ['a b;'], { at: 'end' }, 'server { root /x; a b; }\n'],
    [
      'one line, behind a directive',
      'server { listen 80; root /x; }\n',
      ['a b;'],
      { after: ['listen'] },
      'server { listen 80; a b; root /x; }\n',
    ],
    ['an empty line', 'server {}\n', ['a b;'], {}, 'server { a b; }\n'],
    [
      'CRLF',
      'server {\r\n  root /x;\r\n}\r\n',
      ['a b;', 'c d;'],
      {},
      'server {\r\n  a b;\r\n  c d;\r\n  root /x;\r\n}\r\n',
    ],
    [
      'CRLF at the end',
      'server {\r\n  root /x;\r\n}\r\n',
      ['a b;'],
      { at: 'end' },
      'server {\r\n  root /x;\r\n  a b;\r\n}\r\n',
    ],
    [
      'levels of its own',
      'server {\n  root /x;\n}\n',
      ['location / {', '\ta b;', '}'],
      { at: 'end' },
      'server {\n  root /x;\n  location / {\n    a b;\n  }\n}\n',
    ],
  ];
  for (const [name, text, lines, options, expected] of rows) {
    test(name, () =>
      assert.equal(
        edited(text, (node) => insertIntoBlock(node, lines, options)),
        expected,
      ),
    );
  }

  test('nothing goes into a directive without a block', () => {
    assert.equal(
      edited('root /x;\n', (node) => insertIntoBlock(node, ['a b;']), 'root'),
      'root /x;\n',
    );
  });
});

describe('insertBeside', () => {
  const rows: readonly (readonly [string, string, 'before' | 'after', string])[] = [
    ['before', 'x;\nroot /x;\n', 'before', 'x;\na b;\nroot /x;\n'],
    [
      'before, above its comments',
      'x;\n\n  # one\n  # two\n  root /x;\n',
      'before',
      'x;\n\n  a b;\n  # one\n  # two\n  root /x;\n',
    ],
    ['before, on a shared line', 'x; root /x;\n', 'before', 'x; a b; root /x;\n'],
    ['after', 'root /x;\ny;\n', 'after', 'root /x;\na b;\ny;\n'],
    ['after its comment', '  root /x; # why\ny;\n', 'after', '  root /x; # why\n  a b;\ny;\n'],
    ['after, on a shared line', 'root /x; y;\n', 'after', 'root /x; a b; y;\n'],
    ['after, at the end without a line break', 'root /x;', 'after', 'root /x;\na b;'],
  ];
  for (const [name, text, where, expected] of rows) {
    test(name, () =>
      assert.equal(
        edited(text, (node) => insertBeside(node, ['a b;'], where), 'root'),
        expected,
      ),
    );
  }
});

describe('removeDirective', () => {
  const rows: readonly (readonly [string, string, string])[] = [
    ['its line', 'x;\n  root /x;\ny;\n', 'x;\ny;\n'],
    ['its line and comment', 'x;\nroot /x; # why\ny;\n', 'x;\ny;\n'],
    ['several lines', 'x;\nroot\n  /x;\r\ny;\n', 'x;\ny;\n'],
    ['among others', 'x; root /x; y;\n', 'x; y;\n'],
    ['the last of a line', 'server { x; root /x; }\n', 'server { x; }\n'],
    ['at the end', 'x;\nroot /x;', 'x;\n'],
  ];
  for (const [name, text, expected] of rows)
    test(name, () => assert.equal(edited(text, removeDirective, 'root'), expected));
});

describe('replacing', () => {
  test('a directive keeps the comment behind it', () => {
    assert.equal(
      edited('  root /x; # why\n', (node) => replaceDirective(node, 'root /y;'), 'root'),
      '  root /y; # why\n',
    );
  });

  const rows: readonly (readonly [string, string, string])[] = [
    ['/x', '/y', '/y'],
    ['/x', 'a b', '"a b"'],
    ['/x', 'a "b";', '\'a "b";\''],
    ['/x', '', '""'],
    ['/x', '${a}b', '${a}b'],
    ['/x', 'a{2}', '"a{2}"'],
    ['"/x"', '/y', '"/y"'],
    ['"/x"', 'a "b" \\d \\n', '"a \\"b\\" \\d \\\\n"'],
    ["'/x'", "it's", "'it\\'s'"],
  ];
  for (const [written, value, expected] of rows) {
    test(`${written} by ${value}`, () => {
      const text = edited(`root ${written};`, (node) => [replaceArgument(node.args[0]!, value)], 'root');
      assert.equal(text, `root ${expected};`);
      assert.equal(parseNginx(new Source('nginx.conf', text)).nodes[0]!.args[0]!.text, value);
    });
  }
});
