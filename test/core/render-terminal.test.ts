import assert from 'node:assert/strict';
import { test } from 'node:test';
import { excerpt } from '../../core/report/render/excerpt.ts';
import { renderTerminal, type TerminalContext } from '../../core/report/render/terminal.ts';
import { displayWidth, printable, wrap } from '../../core/report/render/width.ts';
import { Source } from '../../core/text/index.ts';
import { deployment, finding, review, spanOf, wholeReview } from '../support/hand-made-review.ts';

const plain: TerminalContext = {
  cwd: '/app',
  rules: [],
  scoreVersion: 1,
  width: undefined,
  style: (_tone, text) => text,
};

/** The two lines of an excerpt as they stand on a terminal. */
function shown(text: string, piece: string, width = 80): readonly string[] {
  const source = new Source('/app/x', text);
  const part = excerpt(spanOf(source, piece), width);
  return [part.text, ' '.repeat(part.before) + '^'.repeat(part.length)];
}

test('a review is shown by file, then scored, then summed up', () => {
  const { review: whole, rules } = wholeReview();
  assert.equal(
    renderTerminal(whole, { ...plain, rules }),
    `compose.yaml
  2:3  warning  "db" has no memory limit.  compose/memory-limit
  2 |   db:
    |   ^^
      fix: Limit "db" to 2 GiB of memory

web/Dockerfile
  2:5  error  CMD runs in a shell, which keeps "npm" from its signals.  dockerfile/shell-form
  2 | CMD npm start
    |     ^^^^^^^^^
      see: compose.yaml:5: It is built here.
      fix: Write CMD in exec form

compose.yaml (production)
  5.9 / 10  not ready
  Resource limits   7.5
  Correctness       4.0
  1 strength (--format markdown lists them)
  What would raise the score most:
     +1.3  CMD runs in a shell, which keeps "npm" from its signals.  web/Dockerfile:2
     +0.4  "db" has no memory limit.  compose.yaml:2

What could not be reviewed
  huge.conf: It is larger than 5 MB.

2 findings: 1 error, 1 warning; 1 finding accepted. 1 can be fixed with --fix, 2 with --fix=all.
`,
  );
});

test('where nothing raises the score alone, the most urgent come first with their priority', () => {
  const { review: whole, rules } = wholeReview();
  const findings = whole.findings.map((one) => ({ ...one, gain: 0 }));
  const out = renderTerminal({ ...whole, findings }, { ...plain, rules });
  assert.match(out, /What to do first:\n {7}P0 {2}CMD runs[^\n]*\n {7}P1 {2}"db" has/);
});

test('a development deployment gets no verdict on production', () => {
  const out = renderTerminal(review({ deployments: [deployment({ environment: 'development' })] }), plain);
  assert.match(out, /10\.0 \/ 10 {2}as a development deployment\n/);
});

test('a clean review says so', () => {
  assert.equal(renderTerminal(review(), plain), 'Nothing to report in 1 file.\n');
});

test('long messages are wrapped under themselves and the rule stays whole', () => {
  const source = new Source('/app/compose.yaml', 'services:\n');
  const one = finding(spanOf(source, 'services'), { message: 'word '.repeat(30).trim() });
  const out = renderTerminal(review({ findings: [one] }), { ...plain, width: 60 });
  for (const line of out.split('\n').slice(0, -2)) assert.ok(line.length <= 60, line);
  assert.match(out, /\n {16}word.* compose\/memory-limit\n/);
});

test('only the tones are handed to the style', () => {
  const { review: whole, rules } = wholeReview();
  const styled = renderTerminal(whole, { ...plain, rules, style: (tone, text) => `<${tone}>${text}</>` });
  assert.equal(styled.replace(/<\/?\w*>/g, ''), renderTerminal(whole, { ...plain, rules }));
  assert.match(styled, /<warning>\^\^<\/>/);
});

test('carets stand under what they mean', () => {
  assert.deepEqual(shown('image: nginx', 'nginx'), ['image: nginx', '       ^^^^^']);
});

test('tabs are spread to columns of four', () => {
  assert.deepEqual(shown('\tlisten\t80;', '80'), ['    listen  80;', '            ^^']);
});

test('wide characters and emoji take two columns, combining marks none', () => {
  assert.deepEqual(shown('名: 港 x', 'x'), ['名: 港 x', '       ^']);
  assert.deepEqual(shown('a🚢b', 'b'), ['a🚢b', '   ^']);
  assert.deepEqual(shown('e\u0301x', 'x'), ['e\u0301x', ' ^']);
  assert.deepEqual(shown('# 港', '港'), ['# 港', '  ^^']);
});

test('a span without width has one caret, one beyond its line ends with it', () => {
  const source = new Source('/app/x', 'abc\ndef');
  assert.deepEqual(excerpt({ source, start: 1, end: 1 }, 80), { text: 'abc', before: 1, length: 1 });
  assert.deepEqual(excerpt({ source, start: 1, end: 7 }, 80), { text: 'abc', before: 1, length: 2 });
  assert.deepEqual(excerpt({ source, start: 3, end: 3 }, 80), { text: 'abc', before: 3, length: 1 });
});

test('a line that is too wide is cut around the span', () => {
  assert.deepEqual(shown(`${'a'.repeat(50)}X${'b'.repeat(50)}`, 'X', 20), [
    '…aaaaaaXbbbbbbbbbbb…',
    '       ^',
  ]);
  assert.deepEqual(shown(`X${'b'.repeat(50)}`, 'X', 20), [`X${'b'.repeat(17)}…`, '^']);
  assert.deepEqual(shown(`${'a'.repeat(50)}X`, 'X', 20), ['…aaaaaaX', '       ^']);
});

test('a line of megabytes is cut in no time', () => {
  const source = new Source('/app/x', `${'a'.repeat(2_000_000)}X${'b'.repeat(2_000_000)}`);
  const part = excerpt(spanOf(source, 'X'), 80);
  assert.equal(part.text[part.before], 'X');
  assert.equal(part.text.length, 80);
});

test('what would steer the terminal is shown, not sent', () => {
  assert.deepEqual(shown('a\u001b[31mb', 'b'), ['a␛[31mb', '      ^']);
  assert.equal(printable('a\u202eb\u0085\u007f'), 'a\ufffdb\ufffd\u2421');
  const source = new Source('/app/x\u0007', 'services:\n');
  const out = renderTerminal(
    review({ findings: [finding(spanOf(source, 'services'), { message: 'a\u001b]0;title\u0007' })] }),
    plain,
  );
  // biome-ignore lint/suspicious/noControlCharactersInRegex: their absence is what is tested
  assert.doesNotMatch(out, /[\u0000-\u0009\u000b-\u001f]/);
});

test('wrapping breaks at blanks only', () => {
  assert.deepEqual(wrap('one two three', 7), ['one two', 'three']);
  assert.deepEqual(wrap('averylongword x', 4), ['averylongword', 'x']);
  assert.equal(displayWidth('港🚢e\u0301'), 5);
});
