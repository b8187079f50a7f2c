import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Source } from '../../core/index.ts';
import { ignoreComment } from '../../server/ignore-comment.ts';

/** Where the comment goes for a finding at a text, and the comment. */
function place(path: string, text: string, found: string): readonly [number, string] | undefined {
  const source = new Source(path, text);
  const start = text.indexOf(found);
  const comment = ignoreComment({ source, start, end: start + found.length }, 'a/b');
  return comment && [comment.line, comment.comment];
}

test('above the line, in its indentation', () => {
  const text = 'services:\n  a:\n    image: b\n';
  assert.deepEqual(place('compose.yaml', text, 'b\n'), [2, '    # seaworthy-ignore a/b -- ']);
  assert.deepEqual(place('nginx.conf', 'http {\n\tgzip off;\n}\n', 'off'), [
    1,
    '\t# seaworthy-ignore a/b -- ',
  ]);
});

test('above the whole instruction of a Dockerfile', () => {
  const run = 'FROM a\nRUN apt-get update && \\\n  # tools\n  apt-get install curl \\\n\n  git\nUSER b\n';
  assert.deepEqual(place('Dockerfile', run, 'curl'), [1, '# seaworthy-ignore a/b -- ']);
  assert.deepEqual(place('Dockerfile', run, 'git'), [1, '# seaworthy-ignore a/b -- ']);
  assert.deepEqual(place('Dockerfile', run, 'USER'), [6, '# seaworthy-ignore a/b -- ']);
  const document = 'FROM a\nRUN <<EOF\necho 1\nFROM b\nEOF\nUSER c\n';
  assert.deepEqual(place('Dockerfile', document, 'FROM b'), [1, '# seaworthy-ignore a/b -- ']);
  assert.deepEqual(place('Dockerfile', document, 'USER'), [5, '# seaworthy-ignore a/b -- ']);
  const windows = '# escape=`\nFROM a\nRUN dir `\n  c:\\\nUSER b\n';
  assert.deepEqual(place('Dockerfile', windows, 'c:'), [2, '# seaworthy-ignore a/b -- ']);
  assert.deepEqual(place('Dockerfile', windows, 'USER'), [4, '# seaworthy-ignore a/b -- ']);
  assert.deepEqual(place('Dockerfile', 'FROM a\nRUN <<EOF\necho', 'echo'), [1, '# seaworthy-ignore a/b -- ']);
});

test('at the top where the line is part of a text', () => {
  const text = 'services:\n  db:\n    command: >-\n      postgres\n        -c a=1\n    image: b\n';
  assert.deepEqual(place('compose.yaml', text, 'a=1'), [0, '# seaworthy-ignore-file a/b -- ']);
  assert.deepEqual(place('compose.yaml', text, 'b\n'), [5, '    # seaworthy-ignore a/b -- ']);
});

test('at the start of a line where comments are read there alone, and nowhere where there are none', () => {
  assert.deepEqual(place('deploy.sh', 'if x; then\n  docker run a\nfi\n', 'docker'), [
    1,
    '# seaworthy-ignore a/b -- ',
  ]);
  assert.equal(place('package.json', '{ "a": 1 }', 'a'), undefined);
});
