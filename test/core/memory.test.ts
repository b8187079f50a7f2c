import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Memory } from '../../core/model/memory.ts';

test('an answer is worked out once, also where it is undefined', () => {
  let asked = 0;
  const memory = new Memory({ size: 3 });
  const size = (of: { readonly size: number }) => {
    asked++;
    return of.size;
  };
  const nothing = () => {
    asked++;
    return undefined;
  };
  assert.deepEqual([memory.get(size), memory.get(size)], [3, 3]);
  assert.deepEqual([memory.get(nothing), memory.get(nothing)], [undefined, undefined]);
  assert.equal(asked, 2);
});

test('each thing has answers of its own', () => {
  const size = (of: { readonly size: number }) => of.size;
  assert.deepEqual([new Memory({ size: 1 }).get(size), new Memory({ size: 2 }).get(size)], [1, 2]);
});
