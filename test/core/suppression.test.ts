import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Comment, readSuppressions } from '../../core/engine/comments.ts';
import { Source } from '../../core/text/index.ts';

/** Every `#` begins a comment here. */
function comments(text: string): readonly Comment[] {
  const source = new Source('compose.yaml', text);
  return source.lineStarts.flatMap((start, line) => {
    const at = source.line(line).indexOf('#');
    if (at < 0) return [];
    const span = { source, start: start + at, end: source.lineEnd(line) };
    return [{ span, text: source.text.slice(span.start + 1, span.end).trim() }];
  });
}

function read(
  text: string,
): readonly { ids: readonly string[]; line: number; scope: string; reason: string | undefined }[] {
  return readSuppressions(comments(text)).map((one) => ({
    ids: one.rules.map((rule) => rule.id),
    line: one.line,
    scope: one.scope,
    reason: one.reason,
  }));
}

test('a comment of its own holds for the next line, comments between passed over', () => {
  assert.deepEqual(read('a: 1\n# seaworthy-ignore x/y -- because\n# more words\nb: 2\n'), [
    { ids: ['x/y'], line: 3, scope: 'line', reason: 'because' },
  ]);
});

test('a comment behind something holds for its own line', () => {
  assert.deepEqual(read('a: 1 # seaworthy-ignore x/y, z/w -- because\n'), [
    { ids: ['x/y', 'z/w'], line: 0, scope: 'line', reason: 'because' },
  ]);
});

test('several ids, no reason, whole file', () => {
  assert.deepEqual(read('# seaworthy-ignore-file x/y z/w\n'), [
    { ids: ['x/y', 'z/w'], line: 1, scope: 'file', reason: undefined },
  ]);
});

test('two stacked comments both hold for the line below', () => {
  assert.deepEqual(
    read('# seaworthy-ignore a/b -- one\n# seaworthy-ignore c/d -- two\nkey: 1\n').map((one) => one.line),
    [2, 2],
  );
});

test('the comments of other tools, by their own forms', () => {
  assert.deepEqual(
    read(
      [
        '# hadolint ignore=DL3006,SC2034  # legacy',
        'x',
        '# hadolint global ignore=DL3008',
        '# trivy:ignore:DS-0002',
        '#checkov:skip=CKV_DOCKER_3:no user',
        'y # nosemgrep: dockerfile.security.missing-user',
        'z # dclint disable-line no-version-field',
      ].join('\n'),
    ),
    [
      { ids: ['hadolint:DL3006', 'hadolint:SC2034'], line: 1, scope: 'line', reason: 'legacy' },
      { ids: ['hadolint:DL3008'], line: 5, scope: 'file', reason: undefined },
      { ids: ['trivy:DS-0002'], line: 5, scope: 'line', reason: undefined },
      { ids: ['checkov:CKV_DOCKER_3'], line: 5, scope: 'file', reason: 'no user' },
      { ids: ['semgrep:dockerfile.security.missing-user'], line: 5, scope: 'line', reason: undefined },
      { ids: ['dclint:no-version-field'], line: 6, scope: 'line', reason: undefined },
    ],
  );
});

test('prose about a suppression is none', () => {
  assert.deepEqual(read('# see seaworthy-ignore in the manual\n# hadolint is run in CI\n'), []);
});
