import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Turns } from '../../server/turns.ts';

/** An event loop by hand: `later` queues, `round` runs what is queued. */
function loop() {
  let queued: (() => void)[] = [];
  return {
    later: (callback: () => void) => void queued.push(callback),
    round: () => {
      const now = queued;
      queued = [];
      for (const callback of now) callback();
      return now.length;
    },
  };
}

test('a burst of calls is one turn, and the next call another', () => {
  const { later, round } = loop();
  let jobs = 0;
  const turns = new Turns(
    () => jobs++,
    later,
    () => 0,
  );
  for (let message = 0; message < 5; message++) {
    // A connection hands out one message each time round.
    later(() => turns.call());
    round();
  }
  assert.equal(jobs, 0);
  while (round() > 0);
  assert.equal(jobs, 1);
  turns.call();
  while (round() > 0);
  assert.equal(jobs, 2);
});

test('a flood that does not end is answered all the same', () => {
  const { later, round } = loop();
  let clock = 0;
  let jobs = 0;
  const turns = new Turns(
    () => jobs++,
    later,
    () => clock,
  );
  for (let message = 0; message < 300; message++) {
    turns.call();
    round();
    clock++;
  }
  assert.ok(jobs >= 2, `${jobs} turns in 300 ms`);
});
