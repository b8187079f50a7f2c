/** Formatting of nginx files: what it does, and over random and real files what it must not do. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { fileKind, looksLikeNginx } from '../../core/model/file-kind.ts';
import type { NginxFile, NginxNode } from '../../core/parse/nginx-tree.ts';
import { applyEdits } from '../../core/text/index.ts';
import { format, formatLines } from '../../language/nginx/format.ts';
import { filesBelow, sharedPath } from '../support/shared-folder.ts';
import { parsed } from './nginx-text.ts';

const options = { unit: '    ' };

function formatted(text: string, path = 'nginx.conf', unit = options.unit): string {
  return applyEdits(path, text, format(parsed(text, path), { unit }))!;
}

/** What nginx reads: words with their quotes, blocks, comments and other languages as they are written. */
function meaning(file: NginxFile): unknown {
  const written = ({ start, end }: { start: number; end: number }) => file.source.text.slice(start, end);
  const of = (nodes: readonly NginxNode[]): unknown =>
    nodes.map((node) => [
      written(node.nameSpan),
      node.args.map(({ span }) => written(span)),
      node.opaque && written(node.opaque),
      node.block && of(node.block.nodes),
    ]);
  return [of(file.nodes), file.comments.map(({ span }) => written(span))];
}

function keeps(text: string, path: string, unit?: string): void {
  const once = formatted(text, path, unit);
  assert.equal(formatted(once, path, unit), once, `${path}: again`);
  assert.deepEqual(meaning(parsed(once, path)), meaning(parsed(text, path)), path);
  // Nothing but blanks goes or comes; template text stands between the words and is no word itself.
  assert.equal(once.replace(/\s+/g, ''), text.replace(/\s+/g, ''), path);
}

describe('formatting', () => {
  const becomes: Readonly<Record<string, readonly [string, string]>> = {
    'indents by blocks': [
      'http {\nserver {\n  listen 80;\n}\n}\n',
      'http {\n    server {\n        listen 80;\n    }\n}\n',
    ],
    'one blank between words, none before ";"': ['gzip   on ;\n', 'gzip on;\n'],
    'a blank before "{"': ['server{\nlisten 80;}', 'server {\n    listen 80; }\n'],
    'a block in one line stays in it': ['location / {return 200;}\n', 'location / { return 200; }\n'],
    'aligned lines stay aligned': [
      'set $a    1;\nset $bcd  2;\n gzip    on;\n',
      'set $a    1;\nset $bcd  2;\ngzip on;\n',
    ],
    "a directive's further lines keep their distance": [
      "  log_format a 'x'\n               'y';\n",
      "log_format a 'x'\n             'y';\n",
    ],
    'or get one step': ['server_name a\nb\nc;\n', 'server_name a\n    b\n    c;\n'],
    'comments go with their block': [
      'server {\n# one\nlisten 80;  # two\n}\n',
      'server {\n    # one\n    listen 80;  # two\n}\n',
    ],
    'two blank lines at most, and one line break at the end': [
      '\n\na b;\n\n\n\n\nc d;\n\n\n',
      'a b;\n\n\nc d;\n',
    ],
    'line endings stay': ['a {\r\nb c;  \r\n}\r\n', 'a {\r\n    b c;\r\n}\r\n'],
    'strings over several lines stay': ["a 'x  \n   y';\n", "a 'x  \n   y';\n"],
    'Lua stays': ['content_by_lua_block {\n  if  x then\n }\n', 'content_by_lua_block {\n  if  x then\n }\n'],
    'a text with a mistake stays': ['server {\nlisten   80;\n', 'server {\nlisten   80;\n'],
  };
  for (const [name, [before, after]] of Object.entries(becomes))
    test(name, () => assert.equal(formatted(before), after));

  test('template text stays where it is', () => {
    const text = 'server {\n{% if tls %}\nlisten   {{ port }}   ssl;\n  {% endif %}\nroot /x;\n}\n';
    const after = 'server {\n{% if tls %}\n    listen {{ port }} ssl;\n  {% endif %}\n    root /x;\n}\n';
    assert.equal(formatted(text, 'a.conf.j2'), after);
    assert.equal(formatted('server {\n${BLOCK}\nlisten 80;\n}\n'), 'server {\n${BLOCK}\n    listen 80;\n}\n');
  });

  test('tabs', () => assert.equal(formatted('a {\n  b c;\n}\n', 'nginx.conf', '\t'), 'a {\n\tb c;\n}\n'));

  test('a range touches its own lines alone', () => {
    const text = 'a {\nb   c;\nd  e;\nf   g;\n}\n';
    assert.equal(
      applyEdits('nginx.conf', text, formatLines(parsed(text), 2, 2, options)),
      'a {\nb   c;\n    d e;\nf   g;\n}\n',
    );
  });
});

describe('formatting keeps what it does not understand', () => {
  const blank = fc.constantFrom(' ', '  ', '\t', '\n', '\n\n\n\n', '\r\n', ' \n  ', '');
  const word = fc.constantFrom(
    'listen',
    '80',
    '$a',
    '${b}',
    '"x  y"',
    "'q;{'",
    '~ \\.php$',
    '/a',
    '\\ ',
    '{{ v }}',
    '"a\n b"',
  );
  const piece = fc.oneof(
    { weight: 6, arbitrary: word },
    { weight: 2, arbitrary: fc.constantFrom(';', '{', '}') },
    fc.constantFrom('# c  \n', '#x\n', '{% if %}\n', '${T}\n', 'content_by_lua_block { a  }\n'),
  );
  const text = fc.array(fc.tuple(piece, blank), { maxLength: 30 }).map((all) => all.flat().join(''));
  const tree: fc.Arbitrary<string> = fc.letrec<{ block: string; directive: string }>((tie) => ({
    directive: fc
      .array(fc.tuple(word, fc.constantFrom(' ', '  ', '    ', '\t', '\n', '\n    ')), {
        minLength: 1,
        maxLength: 4,
      })
      .chain((words) => blank.map((end) => `${words.flat().join('')}${end};`)),
    block: fc
      .array(
        fc.tuple(
          fc.oneof({ maxDepth: 3 }, tie('directive'), tie('block')),
          blank,
          fc.constantFrom('', '# c\n'),
        ),
        { maxLength: 5 },
      )
      .map((all) => `server {${all.flat().join('')}}`),
  })).block;

  test('any text', () =>
    fc.assert(
      fc.property(text, (any) => keeps(any, 'a.conf')),
      { numRuns: 1500 },
    ));
  test('whole trees', () =>
    fc.assert(
      fc.property(tree, (any) => keeps(any, 'a.conf.j2')),
      { numRuns: 1500 },
    ));

  test('real files', (context) => {
    const folder = sharedPath('corpus', context);
    // A plain clone has no corpus: the examples are all there is.
    const roots = [...(folder === undefined ? [] : [folder]), join(import.meta.dirname, '../../examples')];
    let count = 0;
    let crooked = 0;
    const alone: string[] = [];
    for (const root of roots)
      for (const path of filesBelow(root)) {
        if (fileKind(path) !== 'nginx' && !/\.conf(?:\.\w+)?$/.test(path)) continue;
        const content = readFileSync(join(root, path), 'utf8');
        if (!looksLikeNginx(content)) continue;
        count++;
        keeps(content, path);
        keeps(content, path, '\t');
        if (formatted(content, path) !== content) crooked++;
        // What nginx could not read would be left alone, and the test would see nothing.
        else if (format(parsed(content, path), { unit: '\t' }).length === 0) alone.push(path);
      }
    assert.ok(count > 2, `${count} files`);
    const share = alone.length / count;
    context.diagnostic(
      `${count} files, ${crooked} of them changed, ${alone.length} neither by blanks nor by tabs`,
    );
    assert.ok(share < 0.5, alone.join(', '));
  });
});
