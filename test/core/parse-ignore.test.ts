import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { parseDockerignore, parseGitignore } from '../../core/parse/ignore.ts';
import { Source, textOf } from '../../core/text/index.ts';

const gitignore = (text: string) => parseGitignore(new Source('.gitignore', text));
const dockerignore = (text: string) => parseDockerignore(new Source('.dockerignore', text));

/** Files, so that every folder above them is one too. */
const paths = [
  '.env',
  '.env.example',
  'a',
  'ab',
  'a b',
  'a ',
  'a\\b',
  '#a',
  '!a',
  'a*',
  'abc.def',
  'abcdef',
  'b/a',
  'b/ab',
  'b/c/a',
  'b/c/d/a',
  'c/b/a',
  'docs/README.md',
  'docs/a/README.md',
  'logs/debug.log',
  'logs/keep.log',
  'node_modules/x/index.js',
  'src/node_modules/y',
  'dist/a.js',
  'dist/b/a.js',
  'foo/bar',
  'foo/baz/bar',
  'x.foo',
  'z]',
  'z-',
  'zz',
  '[z]',
  'A',
  'é',
  'secret.pem',
  'k/secret.pem',
];

/** What git itself ignores of the paths. */
function ignoredByGit(folder: string, patterns: string): string[] {
  writeFileSync(join(folder, '.gitignore'), patterns);
  const { stdout } = spawnSync('git', ['check-ignore', '--no-index', '-z', '--stdin'], {
    cwd: folder,
    input: paths.join('\0'),
    encoding: 'utf8',
  });
  return stdout.split('\0').filter(Boolean).sort();
}

function inRepository(work: (folder: string) => void): void {
  const folder = mkdtempSync(join(tmpdir(), 'ignore-'));
  try {
    spawnSync('git', ['init', '-q'], { cwd: folder });
    for (const path of paths) {
      mkdirSync(join(folder, dirname(path)), { recursive: true });
      writeFileSync(join(folder, path), '');
    }
    work(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const gitTexts = [
  'a',
  '/a',
  'a/',
  'b/',
  'b/a',
  '/b/a',
  'b/*',
  'b/**',
  '**/a',
  '**/b/a',
  'b/**/a',
  'b/**/',
  '**',
  '*',
  '*/',
  'a*',
  '*a',
  '?',
  'a?',
  '[ab]',
  '[!a]',
  '[^a]',
  '[a-z]b',
  '[]z]',
  '[z-]',
  'z[]-]',
  '[[:alpha:]]',
  '[[:upper:]]',
  '\\#a',
  '#a',
  '\\!a',
  '!a',
  'a\\*',
  'a\\b',
  'a\\\\b',
  'a ',
  'a\\ ',
  'a  \n',
  'a b',
  'é',
  '.env',
  '.env*\n!.env.example',
  '*.log\n!keep.log',
  'logs/\n!logs/keep.log',
  'logs/*\n!logs/keep.log',
  'docs\n!docs/README.md',
  '/*\n!/b\n/b/*\n!/b/c',
  'node_modules',
  'node_modules/',
  '/node_modules',
  'foo/**/bar',
  'foo/*/bar',
  'foo**bar',
  'dist/**/*.js',
  'a\r\n!ab\r\n',
  '\uFEFFa',
  '\n\n',
  'a//',
  '/',
  '//',
  '!',
  '[',
  '[a',
  'a[',
  '\\',
  'abc.def',
  'abc?def',
  '*.pem',
  '**/*.pem',
  '/**',
  '**/',
  '/**/a',
  '***',
  'b/***/a',
  'b**/a',
  '[[:foo:]]',
  'secret.*\n\n# c\n!k/secret.pem',
];

describe('.gitignore', () => {
  test('git ignores the same', () => {
    inRepository((folder) => {
      for (const text of gitTexts) {
        const file = gitignore(text);
        assert.deepEqual(
          paths.filter((path) => file.ignores(path)).sort(),
          ignoredByGit(folder, text),
          JSON.stringify(text),
        );
      }
    });
  });

  test('git ignores the same by patterns nobody would write', () => {
    const piece = fc.constantFrom(
      'a',
      'b',
      'c',
      'z',
      '/',
      '/',
      '*',
      '**',
      '?',
      '!',
      '[ab]',
      '[!z]',
      '\\',
      ' ',
      '\n',
      '\n',
      '.',
      '#',
      'docs',
      'README.md',
      'logs',
      'foo',
      'bar',
      'node_modules',
    );
    const texts = fc
      .sample(fc.array(piece, { minLength: 1, maxLength: 12 }), { numRuns: 150, seed: 7 })
      .map((pieces) => pieces.join(''));
    inRepository((folder) => {
      for (const text of texts) {
        const file = gitignore(text);
        assert.deepEqual(
          paths.filter((path) => file.ignores(path)).sort(),
          ignoredByGit(folder, text),
          JSON.stringify(text),
        );
      }
    });
  });

  test('tells which pattern decides, and where it stands', () => {
    const file = gitignore('# secrets\n.env*\n!.env.example  \n');
    assert.deepEqual(
      file.patterns.map(({ text, negated, span }) => [text, negated, textOf(span)]),
      [
        ['.env*', false, '.env*'],
        ['!.env.example', true, '!.env.example'],
      ],
    );
    assert.equal(file.ignores('.env'), file.patterns[0]);
    assert.equal(file.ignores('.env.example'), undefined);
  });

  test('a folder is asked for with a slash at its end', () => {
    const file = gitignore('build/');
    assert.ok(file.ignores('build/'));
    assert.equal(file.ignores('build'), undefined);
    assert.ok(file.ignores('build/x'));
  });
});

/** The tables of Docker's documentation and of moby/patternmatcher's own tests: pattern lines, path, ignored. */
const dockerRows: readonly (readonly [string, string, boolean])[] = [
  ['*/temp*', 'somedir/temporary.txt', true],
  ['*/temp*', 'somedir/temp/x', true],
  ['*/temp*', 'temp', false],
  ['*/*/temp*', 'somedir/subdir/temporary.txt', true],
  ['*/*/temp*', 'somedir/temp', false],
  ['temp?', 'tempa', true],
  ['temp?', 'tempb/x', true],
  ['temp?', 'temp', false],
  ['temp?', 'a/tempa', false],
  ['**/*.go', 'a.go', true],
  ['**/*.go', 'a/b/c.go', true],
  ['**/*.go', 'a/b/c.god', false],
  ['*.md\n!README.md', 'README.md', false],
  ['*.md\n!README.md', 'a.md', true],
  ['*.md\n!README.md', 'docs/a.md', false],
  ['*.md\n!README*.md\nREADME-secret.md', 'README-secret.md', true],
  ['*.md\nREADME-secret.md\n!README*.md', 'README-secret.md', false],
  ['docs\n!docs/README.md', 'docs/README.md', false],
  ['docs\n!docs/README.md', 'docs/a', true],
  ['docs/\n!docs/README.md', 'docs/README.md', false],
  ['*\n!src', 'src/a/b', false],
  ['*\n!src', 'lib/a', true],
  ['*\n!src\nsrc/a', 'src/a/b', true],
  ['**\n!util/docker/web', 'util/docker/web/foo', false],
  ['**\n!util/docker/web\nutil/docker/web/foo', 'util/docker/web/foo', true],
  ['/foo', 'foo', true],
  ['/foo', 'a/foo', false],
  ['foo/', 'foo/a', true],
  ['./foo', 'foo', true],
  ['a/../foo', 'foo', true],
  ['!/foo\nfoo', 'foo', true],
  ['foo\n! /foo', 'foo', false],
  ['node_modules', 'node_modules/x', true],
  ['node_modules', 'a/node_modules/x', false],
  ['**/node_modules', 'a/node_modules/x', true],
  ['**/node_modules', 'node_modules', true],
  ['# a', '# a', false],
  [' # a', '# a', true],
  ['  foo  ', 'foo', true],
  ['', 'a', false],
  ['.', 'a', false],
  ['..', 'a', false],
  ['!', 'a', false],
  ['**', 'dir/file', true],
  ['**/', 'file', true],
  ['**/**', 'dir/file', true],
  ['dir/**', 'dir/dir2/file', true],
  ['abc/**', 'abc', false],
  ['**/dir', 'dir/file', true],
  ['**/dir2/*', 'dir/dir2/file', true],
  ['**/dir2/**', 'dir/dir2/dir3/file', true],
  ['**file', 'file', true],
  ['**file', 'dir/file', true],
  ['**file', 'dir/xfile', true],
  ['**/file*txt', 'dir/dir/file.txt', true],
  ['**/**/*.txt', 'file.txt', true],
  ['**/**/*.txt2', 'file.txt', false],
  ['a**/*.txt', 'a/dir/dir/file.txt', true],
  ['a/*.txt', 'a/dir/file.txt', false],
  ['a/*.txt**', 'a/file.txt', true],
  ['a[b-d]e', 'ace', true],
  ['a[b-d]e', 'aae', false],
  ['a[^b-d]e', 'aze', true],
  ['.*', '.foo', true],
  ['.*', 'foo', false],
  ['abc.def', 'abcZdef', false],
  ['abc?def', 'abcZdef', true],
  ['**/foo/bar', 'dir/dir2/foo/bar', true],
  ['**/.foo', 'bar.foo', false],
  ['a(b)c/def', 'a(b)c/def', true],
  ['a.|)$(}+{bc', 'a.|)$(}+{bc', true],
  ['a\\*b', 'a*b', true],
  ['a\\*b', 'ab', false],
  ['dist/*.whl', 'dist/proxy.py-2.4.0rc3.dev36+g08acad9-py3-none-any.whl', true],
  ['a?b', 'a☺b', true],
  ['a?b', 'a/b', false],
  ['a*b', 'a/b', false],
  ['ab[^c]', 'abc', false],
  ['[a-ζ]*', 'α', true],
  ['[\\]a]', ']', true],
  ['[', 'a', false],
  ['[a', 'a', false],
  ['[-x]', 'x', false],
  ['foo\r\n!bar\r\n', 'foo', true],
  ['\uFEFFfoo', 'foo', true],
];

describe('.dockerignore', () => {
  for (const [text, path, ignored] of dockerRows) {
    test(`${JSON.stringify(text)} ${ignored ? 'excludes' : 'keeps'} ${path}`, () =>
      assert.equal(dockerignore(text).ignores(path) !== undefined, ignored));
  }

  test('tells which pattern decides', () => {
    const file = dockerignore('# c\n *.md \n!README.md\nREADME.md');
    assert.deepEqual(
      file.patterns.map(({ text, span }) => [text, textOf(span)]),
      [
        ['*.md', '*.md'],
        ['!README.md', '!README.md'],
        ['README.md', 'README.md'],
      ],
    );
    assert.equal(file.ignores('a.md'), file.patterns[0]);
    assert.equal(file.ignores('README.md'), file.patterns[2]);
  });
});

test('patterns made to be slow are not', () => {
  const pattern = `${'a*'.repeat(200)}b\n${'**/'.repeat(200)}x\n`;
  const path = `${'a'.repeat(2000)}/${'a/'.repeat(50)}c`;
  const start = performance.now();
  gitignore(pattern).ignores(path);
  dockerignore(pattern).ignores(path);
  assert.ok(performance.now() - start < 5_000);
});
