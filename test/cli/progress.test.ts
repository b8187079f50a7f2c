import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { test } from 'node:test';
import { createProgress } from '../../cli/progress.ts';

/** A stream that looks like a terminal, and what was written to it. */
function terminal() {
  const stream = Object.assign(new PassThrough(), { isTTY: true }) as unknown as NodeJS.WriteStream;
  return { stream, written: (): string => String(stream.read() ?? '') };
}

test('nothing is said in the first second', () => {
  const { stream, written } = terminal();
  let now = 0;
  const progress = createProgress(stream, () => now);
  progress.step({ doing: 'reading', files: 1 });
  now = 999;
  progress.step({ doing: 'reading', files: 2 });
  progress.done();
  assert.equal(written(), '');
});

test('afterwards one line says what is being done, and is taken away', () => {
  const { stream, written } = terminal();
  let now = 0;
  const progress = createProgress(stream, () => now);
  now = 1500;
  progress.step({ doing: 'reading', files: 7 });
  now = 1550;
  progress.step({ doing: 'reading', files: 8 });
  progress.step({ doing: 'reviewing', files: 9 });
  assert.equal(written(), '\r\u001b[2KReading files: 7 …\r\u001b[2KReviewing 9 files …');
  progress.done();
  assert.equal(written(), '\r\u001b[2K');
});

test('before many files are reviewed it is said at once', () => {
  const { stream, written } = terminal();
  createProgress(stream, () => 0).step({ doing: 'reviewing', files: 5000 });
  assert.match(written(), /Reviewing 5000 files/);
});

test('without a terminal nothing is said', () => {
  let now = 0;
  const progress = createProgress(undefined, () => now);
  now = 5000;
  assert.doesNotThrow(() => progress.step({ doing: 'reviewing', files: 5000 }));
  progress.done();
});
