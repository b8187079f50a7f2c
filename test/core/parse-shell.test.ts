import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { JoinedText } from '../../core/parse/joined-text.ts';
import { parseShell } from '../../core/parse/shell.ts';
import type { ShellCommand, ShellScript } from '../../core/parse/shell-tree.ts';
import { Source, textOf } from '../../core/text/index.ts';

function parse(text: string): ShellScript {
  return parseShell(text, { source: new Source('script.sh', text), map: (offset) => offset });
}

/** `after NAME=value name arg >target`, with `&` behind a background command, `(…)` around a nested one, `n|` before one of a pipeline. */
function shape({
  name,
  args,
  assignments,
  redirects,
  after,
  nested,
  background,
  pipeline,
}: ShellCommand): string {
  const words = [
    ...assignments.map((one) => `${one.name}=${one.value?.text ?? ''}`),
    ...(name ? [name.text] : []),
    ...args.map(({ text, dynamic }) => (dynamic ? `~${text}` : text)),
    ...redirects.map(({ operator, target }) => `${operator}${target.text}`),
  ].join('|');
  const joined = `${pipeline.length > 1 ? `${pipeline.length}:` : ''}${words}${background ? ' &' : ''}`;
  return `${after ? `${after} ` : ''}${nested ? `(${joined})` : joined}`;
}

const rows: readonly (readonly [string, readonly string[]])[] = [
  ['', []],
  ['a b "c d" \'e\' f\\ g', ['a|b|c d|e|f g']],
  ['A=1 B= c', ['A=1|B=|c']],
  ['A=1', ['A=1']],
  ['a && b || c; d\ne', ['a', '&& b', '|| c', '; d', '; e']],
  ['a | b | c && d', ['3:a', '3:b', '3:c', '&& d']],
  ['a & b', ['a &', '& b']],
  ['a && b & c', ['a &', '&& b &', '& c']],
  ['a "$B" ${C:-$D} $(e "$F") `g` $((H+1))', ['a|~$B|~${C:-$D}|~$(e "$F")|~`g`|~$((H+1))', '(e|~$F)', '(g)']],
  ['a > b 2>> c < d 2>&1 &> e', ['a|>b|2>>c|<d|2>&1|&>e']],
  ['cat <<E > f\n$A\nE\ng', ['cat|<<E|>f', '; g']],
  ['if a; then b && c; fi; d', ['(a)', '(b)', '&& (c)', '; d']],
  ['(a; b) | c', ['(a)', '; (b)', 'c']],
  ['for x in $(a); do b; done', ['(a)', '(b)']],
  ['f() { a; }; f', ['(a)', '; f']],
  ['! a', ['a']],
  ['export A=b C', ['export|A=b|C']],
  ['a # b && c', ['a']],
  ['echo `a \\`b\\``', ['echo|~`a \\`b\\``', '(a|~`b`)', '(b)']],
];

describe('commands', () => {
  for (const [text, expected] of rows)
    test(JSON.stringify(text), () => assert.deepEqual(parse(text).commands.map(shape), expected));

  test('words name the variables that they expand', () => {
    const [command] = parse('a "$B${C:-$D}"e \'$F\' \\$G').commands;
    assert.deepEqual(
      command?.args.map(({ text, variables, dynamic, quoted }) => [text, variables, dynamic, quoted]),
      [
        ['$B${C:-$D}e', ['B', 'C', 'D'], true, true],
        ['$F', [], false, true],
        ['$G', [], false, false],
      ],
    );
  });

  test('a pipeline is the same list for all of its commands', () => {
    const [a, b] = parse('a | b').commands;
    assert.equal(a?.pipeline, b?.pipeline);
    assert.deepEqual(a?.pipeline, [a, b]);
  });
});

describe('what runs the same without a shell', () => {
  const plain = [
    'node server.js',
    'node "a b" \'c\'',
    'nginx -g "daemon off;"',
    'a\\ b --c=d',
    'env A=b c',
    'node x # why',
    '',
  ];
  const shell = [
    'a && b',
    'a | b',
    'a $B',
    'a "$B"',
    'a > b',
    'a &',
    'A=b c',
    'exec a',
    'cd /a',
    'a *.js',
    'a ~/b',
    'a {b,c}',
    '(a)',
    'a; b',
    'if a; then b; fi',
    '. a',
    'a $(b)',
    '~/a',
  ];
  for (const text of plain) test(JSON.stringify(text), () => assert.equal(parse(text).usesShell, false));
  for (const text of shell) test(JSON.stringify(text), () => assert.equal(parse(text).usesShell, true));
});

test('what is cut off or crossed is broken, and what stands before is there', () => {
  for (const text of ['a "b', 'a &&', 'if a', 'a $(b', 'a; fi']) assert.equal(parse(text).broken, true, text);
  for (const text of ['a', 'a "b"', 'if a; then b; fi']) assert.equal(parse(text).broken, false, text);
  assert.deepEqual(
    parse('a b && c "').commands.map(({ name }) => name?.text),
    ['a', 'c'],
  );
});

test('spans lie in the file, past what was taken out between the pieces', () => {
  const lines = ['RUN apt-get update \\\n  # why\n', '  && echo "$(dat', '\\\n', 'e)" ', '\\\n\n', '  | cat'];
  const file = lines.join('');
  const source = new Source('Dockerfile', file);
  const at = lines.map((_, index) => lines.slice(0, index).join('').length);
  const joined = JoinedText.from(source, [
    [4, 19],
    [at[1]!, at[2]!],
    [at[3]!, at[4]!],
    [at[5]!, file.length],
  ]);
  assert.equal(joined.text, 'apt-get update   && echo "$(date)"   | cat');
  const { commands } = parseShell(joined.text, { source, map: joined.offset });
  assert.deepEqual(
    commands.map(({ span }) => textOf(span)),
    ['apt-get update', 'echo "$(dat\\\ne)"', 'dat\\\ne', 'cat'],
  );
  assert.deepEqual(
    commands[1]?.args.map(({ span }) => textOf(span)),
    ['"$(dat\\\ne)"'],
  );
});

test('a slice of a joined text keeps its places', () => {
  const source = new Source('Dockerfile', 'ab\\\ncd\\\nef');
  const joined = JoinedText.from(source, [
    [0, 2],
    [4, 6],
    [8, 10],
  ]);
  for (let from = 0; from <= 6; from++) {
    const slice = joined.slice(from);
    assert.equal(slice.text, 'abcdef'.slice(from));
    for (let index = 0; index < slice.text.length; index++)
      assert.equal(source.text[slice.offset(index)], slice.text[index]);
  }
  assert.equal(textOf(joined.span(1, 5)), 'b\\\ncd\\\ne');
  assert.equal(textOf(joined.span(0, 2)), 'ab');
});

describe('any text', () => {
  test('every prefix and junk are read without throwing, with spans inside', () => {
    const everything = rows.map(([text]) => text).join('\n');
    for (let end = 0; end <= everything.length; end++) parse(everything.slice(0, end));
    const piece = fc.constantFrom(
      'a',
      ' ',
      '"',
      "'",
      '`',
      '$(',
      ')',
      '${',
      '}',
      '((',
      '))',
      '\\',
      '\n',
      '<<E',
      'E',
      '|',
      '&',
      ';',
      'if',
      'then',
      'fi',
      'for',
      'do',
      'done',
      'case',
      'esac',
      '[[',
      ']]',
      '{',
      '=',
      '$',
      '#',
      '*',
      '\0',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 50 }), (pieces) => {
        const text = pieces.join('');
        for (const { span } of parse(text).commands)
          assert.ok(span.start >= 0 && span.start <= span.end && span.end <= text.length);
      }),
      { numRuns: 3000 },
    );
  });

  test('what nests or repeats without end is read in time', () => {
    for (const piece of [
      'a && ',
      '$(',
      '`',
      '"$(',
      '$((',
      '{ ',
      '(',
      'if ',
      '<<A ',
      'a <<A\n',
      '${a:-',
      '`\\`',
      'a|',
    ]) {
      const start = performance.now();
      parse(piece.repeat(200_000 / piece.length));
      assert.ok(performance.now() - start < 5000, piece);
    }
  });
});
