import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseDotenv } from '../../core/parse/dotenv.ts';
import { Source, textOf } from '../../core/text/index.ts';

const read = (text: string) => parseDotenv(new Source('.env', text));
const values = (text: string) =>
  Object.fromEntries(read(text).entries.map(({ name, value }) => [name, value]));

const forms: readonly {
  readonly name: string;
  readonly text: string;
  readonly expected: Record<string, string>;
}[] = [
  {
    name: 'plain values, trimmed',
    text: 'A=1\n  B =  two words  \nC=',
    expected: { A: '1', B: 'two words', C: '' },
  },
  { name: 'an export prefix', text: 'export A=1\nexport\tB=2', expected: { A: '1', B: '2' } },
  { name: 'a name that only begins with export', text: 'exported=1', expected: { exported: '1' } },
  { name: 'the form with a colon', text: 'A: 1\nB:2\nC: "x: y"', expected: { A: '1', B: '2', C: 'x: y' } },
  {
    name: 'comments need a space before them',
    text: '# A=0\nA=1 # one\nB=x#y',
    expected: { A: '1', B: 'x#y' },
  },
  { name: 'a comment behind quotes', text: 'A="x # y" # z\nB=2', expected: { A: 'x # y', B: '2' } },
  {
    name: 'quotes over several lines',
    text: 'A="one\ntwo"\nB=\'1\n2\'',
    expected: { A: 'one\ntwo', B: '1\n2' },
  },
  {
    name: 'escapes in double quotes',
    text: 'A="a\\tb\\"c\\\\d\\$e\\qf"',
    expected: { A: 'a\tb"c\\d$e\\qf' },
  },
  { name: 'an octal escape', text: 'A="\\0101"', expected: { A: 'A' } },
  { name: 'no escapes in single quotes but the quote', text: "A='a\\nb\\'c'", expected: { A: "a\\nb'c" } },
  { name: 'references as written', text: 'A=$B\nC="${D:-x}"', expected: { A: '$B', C: '${D:-x}' } },
  { name: 'the last of two', text: 'A=1\nA=2', expected: { A: '2' } },
  { name: 'names with dots, dashes and brackets', text: 'a.b-c[0]=1', expected: { 'a.b-c[0]': '1' } },
  { name: 'a byte order mark', text: '\ufeffA=1', expected: { A: '1' } },
];

for (const { name, text, expected } of forms) {
  test(`reads ${name}`, () => {
    assert.deepEqual(values(text), expected);
    assert.deepEqual(read(text).problems, []);
  });
  test(`reads ${name}, with CRLF`, () => {
    assert.deepEqual(values(text.replaceAll('\n', '\r\n')), expected);
  });
}

test('names without a value are kept apart: Compose takes them from its environment', () => {
  const file = read('A\nexport B\r\nC=1\nD');
  assert.deepEqual(
    file.inherited.map(({ value }) => value),
    ['A', 'B', 'D'],
  );
  assert.deepEqual(
    file.entries.map(({ name }) => name),
    ['C'],
  );
});

test('spans cover the name and the value with its quotes', () => {
  const { entries } = read('export A = "x y" # c\nB=z  # c\nC=\n');
  assert.deepEqual(
    entries.map(({ nameSpan, valueSpan }) => [textOf(nameSpan), textOf(valueSpan)]),
    [
      ['A', '"x y"'],
      ['B', 'z'],
      ['C', ''],
    ],
  );
});

const broken: readonly { readonly text: string; readonly message: string; readonly at: string }[] = [
  { text: 'A="x\nB=1', message: 'The closing " is missing', at: '"x' },
  { text: 'A B=1\nC=2', message: 'The variable name "A B" contains a space', at: 'A B' },
  { text: 'A/B=1', message: '"/" cannot stand in a variable name', at: 'A/B' },
  { text: '=1', message: 'A variable name is missing here', at: '=' },
];

for (const { text, message, at } of broken) {
  test(`says: ${message}`, () => {
    const { problems } = read(text);
    assert.deepEqual(
      problems.map((problem) => [problem.message, textOf(problem.span)]),
      [[message, at]],
    );
  });
}

test('what stands behind a broken line is still read', () => {
  assert.deepEqual(values('A B=1\nC="x\nD=2'), { C: '"x', D: '2' });
});

test('any text is read, with every span inside of it', () => {
  const piece = fc.constantFrom(
    'A',
    '=',
    ':',
    '"',
    "'",
    '\\',
    '#',
    ' ',
    '\n',
    '\r\n',
    'export ',
    '\0',
    '$',
    'é',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
      const text = pieces.join('');
      const file = read(text);
      const spans = file.entries.flatMap(({ nameSpan, valueSpan }) => [nameSpan, valueSpan]);
      for (const { start, end } of [...spans, ...file.problems.map((problem) => problem.span)]) {
        assert.ok(0 <= start && start <= end && end <= text.length);
      }
    }),
  );
});

test('a value written in double quotes reads back', () => {
  fc.assert(
    fc.property(fc.string(), (value) => {
      const quoted = value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('$', '\\$');
      assert.equal(read(`A="${quoted}"`).entries[0]?.value, value.replaceAll('\r\n', '\n'));
    }),
  );
});

test('unclosed quotes on many lines take linear time', () => {
  const started = performance.now();
  read(`A='x\\'\n`.repeat(200_000));
  assert.ok(performance.now() - started < 5_000);
});
