import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { seaworthy } from '../support/command-line.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const files = { 'compose.yaml': 'services:\n  web:\n    image: nginx\n' };

/** Review a small deployment with its compiled code kept in a folder. @returns what was printed. */
async function review(
  cwd: string,
  cache: string,
  variables: Readonly<Record<string, string>> = {},
): Promise<string> {
  const { out, error } = await seaworthy(['review'], {
    cwd,
    variables: { XDG_CACHE_HOME: cache, ...variables },
  });
  assert.equal(error, '');
  return out;
}

function codeFile(cache: string): string {
  const folder = join(cache, 'seaworthy');
  const [name, ...others] = readdirSync(folder).filter((one) => one.endsWith('.code'));
  assert.ok(name);
  assert.deepEqual(others, []);
  return join(folder, name);
}

test('compiled code is kept where only its owner may write, and used again', async (t) => {
  const root = temporaryFolder(t, files);
  const cache = temporaryFolder(t);
  const first = await review(root, cache);
  const file = codeFile(cache);
  assert.equal(statSync(file).mode & 0o077, 0);
  assert.equal(await review(root, cache), first);
  assert.equal(readFileSync(`${file}.runs`, 'utf8'), '..');
});

test('a cache that is spoilt is passed over and written anew', async (t) => {
  const root = temporaryFolder(t, files);
  const cache = temporaryFolder(t);
  const first = await review(root, cache);
  const file = codeFile(cache);
  const whole = readFileSync(file);
  for (const spoilt of [Buffer.alloc(0), Buffer.from('no code'), whole.subarray(0, 5000)]) {
    writeFileSync(file, spoilt);
    assert.equal(await review(root, cache), first);
    assert.ok(statSync(file).size > 100_000);
  }
});

test('where nothing can be kept, or is to be, it runs all the same', async (t) => {
  const root = temporaryFolder(t, { ...files, occupied: '' });
  const cache = temporaryFolder(t);
  const out = await review(root, cache, { NODE_DISABLE_COMPILE_CACHE: '1' });
  assert.deepEqual(readdirSync(cache), []);
  assert.equal(await review(root, join(root, 'occupied')), out);
});
