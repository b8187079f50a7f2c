import assert from 'node:assert/strict';
import {
  chmodSync,
  lstatSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { writeChanges } from '../../host/write.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const read = (root: string, path: string): string => readFileSync(join(root, path), 'utf8');

test('files are replaced, their mode kept, nothing left beside them', (t) => {
  const root = temporaryFolder(t, { 'run.sh': 'old' });
  chmodSync(join(root, 'run.sh'), 0o750);
  const outcome = writeChanges([{ path: `${root}/run.sh`, before: 'old', after: 'new' }], [root]);
  assert.deepEqual(outcome, { written: [`${root}/run.sh`], refused: [] });
  assert.equal(read(root, 'run.sh'), 'new');
  assert.equal(statSync(join(root, 'run.sh')).mode & 0o777, 0o750);
  assert.deepEqual(readdirSync(root), ['run.sh']);
});

test('a new file is made with the folders above it', (t) => {
  const root = temporaryFolder(t);
  const path = `${root}/a/b/new.txt`;
  assert.deepEqual(writeChanges([{ path, before: undefined, after: 'x' }], [root]).written, [path]);
  assert.equal(read(root, 'a/b/new.txt'), 'x');
});

test('a file that changed since it was read is left, and so are the others', (t) => {
  const root = temporaryFolder(t, { a: 'old', b: 'old' });
  writeFileSync(join(root, 'b'), 'somebody else');
  const outcome = writeChanges(
    [
      { path: `${root}/a`, before: 'old', after: 'new' },
      { path: `${root}/b`, before: 'old', after: 'new' },
    ],
    [root],
  );
  assert.deepEqual(outcome, {
    written: [],
    refused: [{ path: `${root}/b`, message: 'It changed since it was read.' }],
  });
  assert.equal(read(root, 'a'), 'old');
  assert.equal(read(root, 'b'), 'somebody else');
  assert.deepEqual(readdirSync(root), ['a', 'b']);
});

test('a new file does not replace one that has come in the meantime', (t) => {
  const root = temporaryFolder(t, { a: 'theirs' });
  const { written, refused } = writeChanges(
    [{ path: `${root}/a`, before: undefined, after: 'ours' }],
    [root],
  );
  assert.deepEqual(written, []);
  assert.deepEqual(refused, [{ path: `${root}/a`, message: 'It is there already.' }]);
  assert.equal(read(root, 'a'), 'theirs');
});

test('nothing outside of what is reviewed is written, not through links either', (t) => {
  const root = temporaryFolder(t, { 'in/a': '' });
  const outside = temporaryFolder(t, { b: 'old', 'c/x': '' });
  symlinkSync(join(outside, 'b'), join(root, 'in', 'link'));
  symlinkSync(join(outside, 'c'), join(root, 'in', 'folder'));
  const changes = [
    { path: `${outside}/b`, before: 'old', after: 'new' },
    { path: `${root}/in/link`, before: 'old', after: 'new' },
    { path: `${root}/in/folder/new`, before: undefined, after: 'new' },
    { path: `${root}/beside`, before: undefined, after: 'new' },
  ];
  for (const change of changes) {
    const { written, refused } = writeChanges([change], [`${root}/in`]);
    assert.deepEqual(written, [], change.path);
    assert.match(refused[0]?.message ?? '', /outside/);
  }
  assert.equal(read(outside, 'b'), 'old');
});

test('a link inside stays a link: what it leads to is written', (t) => {
  const root = temporaryFolder(t, { real: 'old' });
  symlinkSync('real', join(root, 'link'));
  assert.deepEqual(writeChanges([{ path: `${root}/link`, before: 'old', after: 'new' }], [root]).refused, []);
  assert.ok(lstatSync(join(root, 'link')).isSymbolicLink());
  assert.equal(read(root, 'real'), 'new');
});

test('a single file may be all that is allowed', (t) => {
  const root = temporaryFolder(t, { a: 'old', b: 'old' });
  const both = ['a', 'b'].map((name) => ({ path: `${root}/${name}`, before: 'old', after: 'new' }));
  assert.equal(writeChanges(both, [`${root}/a`]).refused[0]?.path, `${root}/b`);
  assert.deepEqual(writeChanges(both.slice(0, 1), [`${root}/a`]).written, [`${root}/a`]);
});

test('a file that is gone is not brought back', (t) => {
  const root = temporaryFolder(t);
  const { refused } = writeChanges([{ path: `${root}/a`, before: 'old', after: 'new' }], [root]);
  assert.deepEqual(refused, [{ path: `${root}/a`, message: 'It is gone since it was read.' }]);
  assert.deepEqual(readdirSync(root), []);
});
