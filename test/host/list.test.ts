import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { listFiles } from '../../host/list.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

test('every file is listed but those of tools, near ones first; of .git the name', (t) => {
  const root = temporaryFolder(t, {
    'z.txt': '',
    '.env': '',
    'a/b/c.txt': '',
    '.git/config': '',
    'node_modules/x/index.js': '',
    'a/node_modules/y.js': '',
  });
  const listing = listFiles([root]);
  assert.deepEqual(listing.paths, [`${root}/.env`, `${root}/.git`, `${root}/z.txt`, `${root}/a/b/c.txt`]);
  assert.deepEqual(listing.roots, [root]);
  assert.deepEqual(listing.problems, []);
});

test('a folder inside another is listed once', (t) => {
  const root = temporaryFolder(t, { 'a/x': '', y: '' });
  const listing = listFiles([`${root}/a`, root, root]);
  assert.deepEqual(listing.roots, [root]);
  assert.deepEqual(listing.paths, [`${root}/y`, `${root}/a/x`]);
});

test('links that lead in a circle end', (t) => {
  const root = temporaryFolder(t, { 'a/x': '', 'b/y': '' });
  symlinkSync('.', join(root, 'self'));
  symlinkSync('..', join(root, 'a', 'up'));
  symlinkSync('../b', join(root, 'a', 'other'));
  symlinkSync('../a', join(root, 'b', 'other'));
  const listing = listFiles([root]);
  assert.deepEqual(listing.problems, []);
  assert.ok(listing.paths.includes(`${root}/a/other/y`));
  assert.ok(listing.paths.length < 20, listing.paths.join('\n'));
});

test('a linked file is a file, a link to nothing is nothing', (t) => {
  const root = temporaryFolder(t, { 'available/site.conf': '', 'enabled/.keep': '' });
  symlinkSync('../available/site.conf', join(root, 'enabled', 'site.conf'));
  symlinkSync('gone', join(root, 'enabled', 'gone.conf'));
  const listing = listFiles([root]);
  assert.ok(listing.paths.includes(`${root}/enabled/site.conf`));
  assert.ok(!listing.paths.some((path) => path.endsWith('gone.conf')));
  assert.equal(listing.aliases.size, 0);
});

test('what a linked folder shows a second time is marked', (t) => {
  const root = temporaryFolder(t, { 'releases/5/compose.yaml': '' });
  const outside = temporaryFolder(t, { 'extra.conf': '' });
  symlinkSync('releases/5', join(root, 'current'));
  symlinkSync(outside, join(root, 'outside'));
  const listing = listFiles([root]);
  assert.deepEqual([...listing.aliases], [`${root}/current/compose.yaml`]);
  assert.ok(listing.paths.includes(`${root}/outside/extra.conf`));
});

test('beyond the limit the listing says that it is not whole', (t) => {
  const root = temporaryFolder(t, { 'near.txt': '' });
  mkdirSync(join(root, 'far'));
  for (let i = 0; i < 20; i++) writeFileSync(join(root, 'far', `${i}.txt`), '');
  const listing = listFiles([root], { limit: 10 });
  assert.deepEqual(listing.roots, []);
  assert.ok(listing.paths.includes(`${root}/near.txt`));
  assert.equal(listing.problems.length, 1);
  assert.match(listing.problems[0]?.message ?? '', /more than 10 files/);
});
