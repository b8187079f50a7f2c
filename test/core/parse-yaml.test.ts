import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseByLibrary, parseYaml } from '../../core/parse/yaml.ts';
import type { YamlMap, YamlNode, YamlSequence } from '../../core/parse/yaml-tree.ts';
import { Source, textOf } from '../../core/text/index.ts';
import { plainOf } from '../support/yaml-texts.ts';

const parse = (text: string) => parseYaml(new Source('compose.yaml', text));
const values = (text: string) => parse(text).documents.map(plainOf);

/** Every node of a tree, keys too, in the text's order. */
function nodes(node: YamlNode | undefined): readonly YamlNode[] {
  if (node?.kind === 'map')
    return [node, ...node.entries.flatMap(({ key, value }) => [key, ...nodes(value)])];
  if (node?.kind === 'sequence') return [node, ...node.items.flatMap(nodes)];
  return node ? [node] : [];
}

const forms: readonly {
  readonly name: string;
  readonly text: string;
  readonly expected: readonly unknown[];
}[] = [
  { name: 'an empty text', text: '', expected: [] },
  { name: 'comments alone', text: '# a\n\n  # b\n', expected: [] },
  {
    name: 'types of YAML 1.2',
    text: 'a: [1, 0644, 0o17, 0x1F, -1.5e3, true, no, null, ~, .inf, 1_000, 22:22]',
    expected: [{ a: [1, 644, 15, 31, -1500, true, 'no', null, null, Infinity, '1_000', '22:22'] }],
  },
  {
    name: 'quotes',
    text: `a: "1\\n\\u00e9"\nb: 'it''s'\nc: "x\n  y"`,
    expected: [{ a: '1\né', b: "it's", c: 'x y' }],
  },
  { name: 'plain text over lines', text: 'a: x\n  y\n\n  z # c\nb: 1', expected: [{ a: 'x y\nz', b: 1 }] },
  {
    name: 'block scalars',
    text: 'a: |\n  x\n   y\n\nb: >-\n  x\n  y\nc: |+\n  x\n\nd: |2\n   x\n',
    expected: [{ a: 'x\n y\n', b: 'x y', c: 'x\n\n', d: ' x\n' }],
  },
  {
    name: 'lists at their key and further in',
    text: 'a:\n- 1\n- - 2\n  - b: 3\n    c:\n    - 4\nd:\n  -\n  - e\n',
    expected: [{ a: [1, [2, { b: 3, c: [4] }]], d: [null, 'e'] }],
  },
  {
    name: 'flow style',
    text: 'a: {b: 1, "c":2, d, e: }\nf: [g: 1, [h], {i: j}, http://x:80,\n  k, ]',
    expected: [{ a: { b: 1, c: 2, d: null, e: null }, f: [{ g: 1 }, ['h'], { i: 'j' }, 'http://x:80', 'k'] }],
  },
  { name: 'JSON', text: '{\n"a": {"b": [1, "x"]}\n}', expected: [{ a: { b: [1, 'x'] } }] },
  { name: 'documents', text: '---\na: 1\n---\n# none\n---\n- b\n...\n', expected: [{ a: 1 }, null, ['b']] },
  { name: 'directives', text: '%YAML 1.2\n---\na: 1\n', expected: [{ a: 1 }] },
  { name: 'a byte order mark', text: '\ufeff- a: 1\n', expected: [[{ a: 1 }]] },
  { name: 'explicit keys', text: '? a\n: 1\n? b\n', expected: [{ a: 1, b: null }] },
  {
    name: 'merge keys as keys',
    text: 'a: &a {b: 1}\nc:\n  <<: *a\n',
    expected: [{ a: { b: 1 }, c: { '<<': { b: 1 } } }],
  },
  {
    name: 'tags',
    text: 'a: !reset null\nb: !override [1]\nc: !!str 1\nd: !!int "2"\ne: !unknown x\nf: !reset\n',
    expected: [{ a: null, b: [1], c: '1', d: 2, e: 'x', f: null }],
  },
  { name: 'a text alone', text: 'x\n  y', expected: ['x y'] },
  { name: 'null as a key', text: 'null: 1\n~: 2', expected: [{ null: 1, '~': 2 }] },
];

for (const { name, text, expected } of forms) {
  test(`reads ${name}`, () => {
    assert.deepEqual(
      parse(text).problems.filter(({ message }) => !message.startsWith('Key')),
      [],
    );
    assert.deepEqual(values(text), expected);
    assert.deepEqual(parseByLibrary(new Source('compose.yaml', text)).documents.map(plainOf), expected);
  });
  test(`reads ${name}, with CRLF`, () => assert.deepEqual(values(text.replaceAll('\n', '\r\n')), expected));
}

const spans: readonly {
  readonly name: string;
  readonly text: string;
  readonly expected: readonly string[];
}[] = [
  {
    name: 'a value’s span leaves out tag, anchor and comment',
    text: 'a: !t &x  v # c\nb: &y\n  c: 1 # c\n  # c\n',
    expected: ['a: !t &x  v # c\nb: &y\n  c: 1', 'a', 'v', 'b', 'c: 1', 'c', '1'],
  },
  { name: 'quotes belong to the span', text: `"a" : 'b' # c`, expected: [`"a" : 'b'`, '"a"', `'b'`] },
  {
    name: 'a block scalar’s ends with its last line of content',
    text: 'a: |  # c\n  x \n\n  y  \n\n\nb:',
    expected: ['a: |  # c\n  x \n\n  y  \n\n\nb:', 'a', '|  # c\n  x \n\n  y', 'b'],
  },
  {
    name: 'lists',
    text: 'a:\n  - b # c\n  -\n  - c: 1\n# d\n',
    expected: ['a:\n  - b # c\n  -\n  - c: 1', 'a', '- b # c\n  -\n  - c: 1', 'b', '', 'c: 1', 'c', '1'],
  },
  {
    name: 'brackets',
    text: 'a: [ b, {c: 1 } ] # d',
    expected: ['a: [ b, {c: 1 } ]', 'a', '[ b, {c: 1 } ]', 'b', '{c: 1 }', 'c', '1'],
  },
  { name: 'an anchor without value', text: 'a: &x # c\n', expected: ['a: &x', 'a', ''] },
];

for (const { name, text, expected } of spans) {
  for (const [reader, read] of [
    ['direct', parseYaml],
    ['library', parseByLibrary],
  ] as const) {
    test(`spans (${reader}): ${name}`, () => {
      const [root] = read(new Source('compose.yaml', text)).documents;
      assert.deepEqual(
        nodes(root).map((node) => textOf(node.span)),
        expected,
      );
    });
  }
}

test('entries reach from the key to the value’s end, or to the colon', () => {
  const root = parse('a: 1 # c\nb: # c\n? c\n: d\ne: !t\n').documents[0] as YamlMap;
  assert.deepEqual(
    root.entries.map(({ span }) => textOf(span)),
    ['a: 1', 'b:', '? c\n: d', 'e: !t'],
  );
  assert.deepEqual(
    root.entries.map(({ value }) => value?.kind),
    ['scalar', undefined, 'scalar', 'scalar'],
  );
});

test('anchors and tags are kept as written', () => {
  const root = parse('a: &x !override\n  b: 1\n').documents[0] as YamlMap;
  const { value } = root.entries[0]!;
  assert.equal(value?.anchor?.name, 'x');
  assert.equal(textOf(value!.anchor!.span), '&x');
  assert.equal(value?.tag, '!override');
});

test('comments are found where they are, and only there', () => {
  const text =
    '# 1\na: "# no" # 2\nb: x#no # 3\nc: |  # 4\n  # no\n  text\n# 5\nd: [a, # 6\n  b]\ne: >-\n  x\n   # no\n';
  const { comments } = parse(text);
  assert.deepEqual(
    comments.map((comment) => comment.text),
    ['1', '2', '3', '4', '5', '6'],
  );
  assert.deepEqual(
    comments.map(({ span }) => textOf(span)),
    ['# 1', '# 2', '# 3', '# 4', '# 5', '# 6'],
  );
});

test('an alias has the latest anchor of its name as its target', () => {
  const root = parse('a: &x 1\nb: *x\nc: &x 2\nd: [*x, *y]\n').documents[0] as YamlMap;
  const [, b, , d] = root.entries.map(({ value }) => value);
  assert.equal(plainOf(b), 1);
  assert.deepEqual(plainOf(d), [2, null]);
});

test('anchors hold within one document', () => {
  const { problems } = parse('a: &x 1\n---\nb: *x\n');
  assert.deepEqual(
    problems.map(({ message }) => message),
    ['No anchor "&x" stands before this alias'],
  );
});

test('an alias to what holds it has no target', () => {
  const { documents, problems } = parse('a: &x 1\nb: &x\n  c: *x\n');
  const alias = nodes(documents[0]).find(({ kind }) => kind === 'alias');
  assert.ok(alias && !('target' in alias));
  assert.deepEqual(
    problems.map(({ message }) => message),
    ['"*x" stands inside the very node that it refers to'],
  );
});

test('aliases to aliases to aliases take no time', () => {
  const lines = Array.from(
    { length: 500 },
    (_, index) => `a${index + 1}: &a${index + 1} [*a${index}, *a${index}]\n`,
  );
  assert.deepEqual(parse(`a0: &a0 [x]\n${lines.join('')}`).problems, []);
});

const broken: readonly { readonly text: string; readonly message: string; readonly at: string }[] = [
  { text: 'a: 1\nb: 2\na: 3\n', message: 'Key "a" stands twice in this mapping', at: 'a' },
  { text: 'web:\n  ima\n  ports: []\n', message: '":" is missing behind "ima"', at: 'ima' },
  { text: 'web:\n  ports: []\n  ima\ndb: 1\n', message: '":" is missing behind "ima"', at: 'ima' },
  {
    text: 'web:\n  a: 1\n  image:nginx # c\n',
    message: 'A space is missing behind "image:"',
    at: 'image:nginx',
  },
  { text: 'a: "x\nb: 1\n', message: 'The closing " is missing', at: '"x' },
  { text: "a: 'x''\nb: 1\n", message: "The closing ' is missing", at: "'x''" },
  {
    text: 'a: b: c\n',
    message: 'A second ": " on one line: quote the value, or put the mapping on lines of its own',
    at: 'b',
  },
  {
    text: 'a: [1, 2\nb: 1\n',
    message: 'The closing "]" is missing, or it stands less indented than what it closes',
    at: '[',
  },
  { text: 'a: {b: 1 c: 2}\n', message: 'A comma is missing here, or quotes around the value', at: '1' },
  { text: 'a:\n\tb: 1\n', message: 'A tab stands in the indentation: YAML takes spaces only', at: '\t' },
  {
    text: 'a:\n  b: 1\n c: 1\n',
    message: 'This line is indented differently from its neighbours in the mapping',
    at: 'c',
  },
  { text: 'a: *b\n', message: 'No anchor "&b" stands before this alias', at: '*b' },
  { text: 'a: "\\q"\n', message: 'No such escape in double quotes: \\q', at: '\\' },
  { text: 'a: @x\n', message: 'An unquoted value cannot start with reserved character @', at: '@' },
];

for (const { text, message, at } of broken) {
  test(`says: ${message}`, () => {
    const { problems } = parse(text);
    assert.deepEqual(
      problems.map((problem) => [problem.message, textOf(problem.span)]),
      [[message, at]],
    );
  });
}

test('a line that is being typed leaves its neighbours as they are', () => {
  const text = (line: string) =>
    `services:\n  web:\n    image: nginx\n    ${line}\n    ports: ["80:80"]\n  db:\n    image: postgres\n`;
  for (const line of [
    '',
    'e',
    'env',
    'env:',
    'env: [',
    'env: ["',
    'env: {a',
    "env: 'x",
    'env: a: b',
    'env: &',
    'env: *',
    'env: !',
    '-',
    '- x: y',
  ]) {
    const { services } = plainOf(parse(text(line)).documents[0]) as {
      services: { web: { image: string; ports: string[] }; db: unknown };
    };
    assert.deepEqual(services.db, { image: 'postgres' }, line);
    assert.equal(services.web.image, 'nginx', line);
    if (!line.startsWith('-')) assert.deepEqual(services.web.ports, ['80:80'], line);
  }
});

test('duplicates are found in small and in large mappings', () => {
  const keys = Array.from({ length: 100 }, (_, index) => `k${index}: 1\n`).join('');
  assert.equal(parse(`${keys}k3: 1\nk99: 1\n`).problems.length, 2);
  assert.equal(parse('a: {b: 1, b: 2}').problems.length, 1);
  assert.equal(parse('1: a\n"1": b\n').problems.length, 0);
});

test('lists and mappings say whether they are written in flow style', () => {
  const root = parse('a: [1]\nb:\n  - 1\n').documents[0] as YamlMap;
  assert.equal(root.flow, false);
  assert.deepEqual(
    root.entries.map(({ value }) => (value as YamlSequence).flow),
    [true, false],
  );
});
