import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import fc from 'fast-check';
import { parseAllDocuments } from 'yaml';
import { parseByLibrary, parseYaml } from '../../core/parse/yaml.ts';
import type { YamlFile, YamlNode } from '../../core/parse/yaml-tree.ts';
import { Source } from '../../core/text/index.ts';
import { filesBelow, sharedPath } from '../support/shared-folder.ts';
import { anyText, plainOf } from '../support/yaml-texts.ts';

const parse = (text: string) => parseYaml(new Source('compose.yaml', text));
const values = (text: string) => parse(text).documents.map(plainOf);

/** A tree without what is the same for all its nodes; targets of aliases by their place. */
const comparable = ({ documents, comments, problems }: YamlFile) =>
  JSON.stringify({ documents, comments, problems }, (name, value: unknown) => {
    if (name === 'source') return undefined;
    return name === 'target' ? (value as YamlNode).span.start : value;
  });

/** The direct reader and the package alone agree: on every text without problems wholly, on others that there are some. */
function assertAgree(text: string): void {
  const source = new Source('compose.yaml', text);
  const direct = parseYaml(source);
  const library = parseByLibrary(source);
  assert.equal(direct.problems.length > 0, library.problems.length > 0, text);
  if (library.problems.length === 0) assert.equal(comparable(direct), comparable(library), text);
}

/** All nodes lie inside the text, and inside of what holds them. */
function assertNested(file: YamlFile): void {
  const check = (node: YamlNode | undefined, start: number, end: number) => {
    if (!node) return;
    assert.ok(start <= node.span.start && node.span.start <= node.span.end && node.span.end <= end);
    for (const { key, value, span } of node.kind === 'map' ? node.entries : []) {
      assert.ok(node.span.start <= span.start && span.end <= node.span.end);
      check(key, span.start, span.end);
      check(value, span.start, span.end);
    }
    for (const item of node.kind === 'sequence' ? node.items : [])
      check(item, node.span.start, node.span.end);
  };
  const { length } = file.source.text;
  for (const document of file.documents) check(document, 0, length);
  for (const { span } of [...file.comments, ...file.problems])
    assert.ok(span.start <= span.end && span.end <= length);
}

const pieces = [
  'a',
  'b: ',
  'b:',
  '- ',
  '-',
  '\n',
  '\n  ',
  '\n    ',
  ' ',
  '#',
  ' # c',
  '"',
  "'",
  '[',
  ']',
  '{',
  '}',
  ',',
  ':',
  ': ',
  '&a ',
  '*a',
  '!t ',
  '|',
  '>',
  '|-',
  '\t',
  '\r\n',
  '---\n',
  '...\n',
  '? ',
  '%',
  '@',
  '\\',
  '1',
  'null',
  '<<: *a',
  'k: v',
  '\n- x',
  '\n  k: v',
  '\ufeff',
  '|+',
  '|2',
  "''",
  '[a, b]',
  '{"a":1}',
  '\n\n',
  '\0',
  '\u001f',
  '\u0002',
];
const anyPieces = fc.array(fc.constantFrom(...pieces), { maxLength: 14 }).map((parts) => parts.join(''));

test('whatever stands in a text, the direct reader says what the package says', () => {
  fc.assert(
    fc.property(anyPieces, (text) => {
      assertAgree(text);
      assertNested(parse(text));
    }),
    { numRuns: 20_000 },
  );
});

test('in usual texts with something broken in them, too', () => {
  fc.assert(
    fc.property(
      anyText,
      fc.nat(300),
      fc.nat(6),
      fc.constantFrom(...pieces),
      ({ text }, at, length, piece) => {
        assertAgree(text.slice(0, at) + piece + text.slice(at + length));
      },
    ),
    { numRuns: 5_000 },
  );
});

test('usual texts are read as they were meant', () => {
  fc.assert(
    fc.property(anyText, ({ text, data }) => {
      assert.deepEqual(values(text), [data]);
      assertNested(parse(text));
      for (let end = 0; end < text.length; end++) assertNested(parse(text.slice(0, end)));
    }),
    { numRuns: 300 },
  );
});

/** The YAML files of real deployments, where they are there. */
function realFiles(context: TestContext): readonly { readonly path: string; readonly text: string }[] {
  return ['corpus', 'deployments'].flatMap((folder) => {
    const root = sharedPath(folder, context);
    const paths = root === undefined ? [] : filesBelow(root).filter((path) => /\.ya?ml$/.test(path));
    return paths.map((path) => ({ path, text: readFileSync(join(root!, path), 'utf8') }));
  });
}

test('real files have the values that the package gives', (context) => {
  for (const { path, text } of realFiles(context)) {
    assertAgree(text);
    const documents = [parseAllDocuments(text, { logLevel: 'silent' })].flat();
    const errors = documents.flatMap((document) => ('errors' in document ? document.errors : []));
    const file = parse(text);
    assert.equal(file.problems.length > 0, errors.length > 0, path);
    if (errors.length > 0) continue;
    const expected = documents.map((document) =>
      'toJS' in document ? document.toJS({ maxAliasCount: -1 }) : null,
    );
    assert.deepEqual(file.documents.map(plainOf), expected, path);
  }
});

test('every prefix of real files (of the longest every seventh) is read, in linear time', (context) => {
  let characters = 0;
  const started = performance.now();
  for (const { text } of realFiles(context)) {
    const step = text.length > 8_000 ? 7 : 1;
    for (let end = 0; end <= text.length; end += step) {
      const { documents } = parse(text.slice(0, end));
      assert.ok(documents.length <= end + 1);
      characters += end;
    }
  }
  // About 40 characters in a microsecond on a small machine; a twentieth of that is the least.
  assert.ok(performance.now() - started < 5_000 + characters / 2_000);
});

const long: readonly { readonly name: string; readonly text: (length: number) => string }[] = [
  {
    name: 'services',
    text: (length) => `services:\n${'  web:\n    image: x\n    ports: ["80"]\n'.repeat(length / 40)}`,
  },
  {
    name: 'binary junk',
    text: (length) =>
      Array.from({ length }, (_, index) => String.fromCharCode((index * 7919) % 256)).join(''),
  },
  { name: 'NUL', text: (length) => '\0'.repeat(length) },
  { name: 'brackets', text: (length) => '['.repeat(length) },
  { name: 'dashes', text: (length) => '- '.repeat(length / 2) },
  { name: 'question marks', text: (length) => '? '.repeat(length / 2) },
  { name: 'unclosed quotes', text: (length) => 'a: "x\n'.repeat(length / 6) },
  { name: 'unclosed brackets', text: (length) => '- a: 1\n  b: [\n'.repeat(length / 14) },
  { name: 'keys without colon', text: (length) => 'k\na: 1\n'.repeat(length / 7) },
  { name: 'comments', text: (length) => `a:\n${'  # c\n\n'.repeat(length / 7)}` },
  { name: 'anchors', text: (length) => '- &a x\n- *a\n'.repeat(length / 12) },
  {
    name: 'steps',
    text: (length) =>
      Array.from({ length: length / 60 }, (_, index) => `${' '.repeat(index % 90)}a: "`).join('\n'),
  },
];

for (const { name, text } of long) {
  test(`a megabyte of ${name} is read, in linear time`, () => {
    const content = text(1_000_000);
    const started = performance.now();
    const file = parse(content);
    assert.ok(performance.now() - started < 20_000);
    assert.ok(file.problems.length <= 50);
  });
}

test('deep nesting is cut off with a problem', () => {
  const steps = Array.from({ length: 400 }, (_, depth) => `${' '.repeat(depth)}a:\n`).join('');
  assert.match(parse(steps).problems[0]!.message, /^Nested more than 200 levels deep/);
  for (const text of ['['.repeat(5_000), '- '.repeat(5_000)]) assert.equal(parse(text).problems.length, 1);
});
