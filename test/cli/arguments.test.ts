import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseArguments, UsageError } from '../../cli/arguments.ts';

function refuses(argv: readonly string[], message: RegExp): void {
  assert.throws(
    () => parseArguments(argv),
    (error) => error instanceof UsageError && message.test(error.message),
    argv.join(' '),
  );
}

test('a review has defaults', () => {
  assert.deepEqual(parseArguments(['review']), {
    command: 'review',
    paths: ['.'],
    format: 'terminal',
    fix: undefined,
    dryRun: false,
    failOn: 'error',
    minScore: undefined,
    baseline: undefined,
    since: undefined,
    environment: undefined,
    rules: [],
    all: false,
    color: true,
  });
});

test('every option is read, before and behind the paths', () => {
  const argv =
    'review a --format json --fix=all --dry-run --fail-on never --min-score 7.5 --environment development b --rule x/y --rule z/w --all --no-color';
  assert.deepEqual(parseArguments(argv.split(' ')), {
    command: 'review',
    paths: ['a', 'b'],
    format: 'json',
    fix: 'all',
    dryRun: true,
    failOn: 'never',
    minScore: 7.5,
    baseline: undefined,
    since: undefined,
    environment: 'development',
    rules: ['x/y', 'z/w'],
    all: true,
    color: false,
  });
});

test('--fix alone means the safe ones and takes no path for its value', () => {
  const read = (...argv: string[]) => {
    const asked = parseArguments(['review', ...argv]);
    return asked.command === 'review' ? [asked.fix, ...asked.paths] : [];
  };
  assert.deepEqual(read('--fix', 'all'), ['safe', 'all']);
  assert.deepEqual(read('--fix=safe'), ['safe', '.']);
  assert.deepEqual(read('--', '--fix'), [undefined, '--fix']);
});

test('rules, help and version', () => {
  assert.deepEqual(parseArguments(['rules', '--format', 'json']), { command: 'rules', format: 'json' });
  assert.deepEqual(parseArguments(['rules']), { command: 'rules', format: 'text' });
  assert.deepEqual(parseArguments(['--help']), { command: 'help', wrong: false });
  assert.deepEqual(parseArguments(['review', '-h']), { command: 'help', wrong: false });
  assert.deepEqual(parseArguments(['-v']), { command: 'version' });
  assert.deepEqual(parseArguments([]), { command: 'help', wrong: true });
});

test('what means nothing says what is wrong and what may be meant', () => {
  refuses(['review', '--formt', 'json'], /no option --formt\. Did you mean --format\?/);
  refuses(
    ['review', '--format', 'xml'],
    /--format takes terminal, json, markdown, html, sarif, junit, github, gitlab, badge; "xml" is none/,
  );
  refuses(['review', '--fix=everything'], /--fix takes safe, all/);
  refuses(['review', '--fail-on', 'errors'], /--fail-on takes error, warning, info, never/);
  refuses(['review', '--min-score', '11'], /from 0 to 10/);
  refuses(['review', '--min-score', 'high'], /from 0 to 10/);
  refuses(['review', '--min-score='], /from 0 to 10/);
  refuses(['review', '--environment', 'prod'], /--environment takes production, development/);
  refuses(['review', '--dry-run'], /--fix/);
  refuses(['revew'], /Did you mean "review"\?/);
  refuses(['deployment/compose.yaml'], /seaworthy review deployment\/compose\.yaml/);
  refuses(['--all'], /seaworthy review/);
  refuses(['rules', 'x'], /takes no path/);
  refuses(['review', '--format'], /format/);
});
