import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { largestFile, readText } from '../../host/read.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

test('text is read as it stands, its byte order mark and line ends kept', (t) => {
  const root = temporaryFolder(t, { a: '\ufeffä: 1\r\n', empty: '' });
  assert.deepEqual(readText(join(root, 'a')), { text: '\ufeffä: 1\r\n' });
  assert.deepEqual(readText(join(root, 'empty')), { text: '' });
});

test('what is no text says why', (t) => {
  const root = temporaryFolder(t, {
    binary: Uint8Array.of(0x7f, 0x45, 0, 1),
    latin: Uint8Array.of(0x61, 0xe4, 0x0a),
    utf16: Uint8Array.of(0xff, 0xfe, 0x61, 0),
    huge: Buffer.alloc(largestFile + 1, 'a'),
    large: Buffer.alloc(largestFile, 'a'),
  });
  assert.deepEqual(readText(join(root, 'binary')), { unreadable: 'It is a binary file.' });
  assert.deepEqual(readText(join(root, 'latin')), { unreadable: 'It is not UTF-8 text.' });
  assert.deepEqual(readText(join(root, 'utf16')), {
    unreadable: 'It is UTF-16, and Docker and nginx read UTF-8.',
  });
  assert.deepEqual(readText(join(root, 'huge')), { unreadable: 'It is larger than 5 MB.' });
  assert.ok('text' in (readText(join(root, 'large')) ?? {}));
});

test('what is not there, or is a folder, is nothing', (t) => {
  const root = temporaryFolder(t, { file: '' });
  mkdirSync(join(root, 'folder'));
  assert.equal(readText(join(root, 'gone')), undefined);
  assert.equal(readText(join(root, 'file', 'below')), undefined);
  assert.equal(readText(join(root, 'folder')), undefined);
});

test('a named pipe is not waited for', (t) => {
  const root = temporaryFolder(t);
  execFileSync('mkfifo', [join(root, 'pipe')]);
  assert.deepEqual(readText(join(root, 'pipe')), { unreadable: 'It is not a regular file.' });
});
