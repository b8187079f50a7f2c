import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Category } from '../../core/engine/rule.ts';
import { categories, type RuleTally, score } from '../../core/engine/score.ts';
import { shortestWay } from '../../core/engine/way.ts';
import '../support/fixed-seed.ts';

const tallies = fc
  .array(
    fc.record({
      category: fc.constantFrom(...(Object.keys(categories) as Category[]).slice(0, 5)),
      failed: fc.integer({ min: 0, max: 12 }),
      worst: fc.constantFrom(0.3, 0.8, 1.5, 2.5, 3.5, 6),
      blocks: fc.nat(5).map((drawn) => drawn === 0),
    }),
    { maxLength: 9 },
  )
  .map((list) =>
    list.map(
      (one, at): RuleTally => ({
        ...one,
        blocks: one.blocks && one.failed > 0,
        ruleId: `a/${at}`,
        asked: 12,
      }),
    ),
  );

function putRight(list: readonly RuleTally[], ids: ReadonlySet<string>): readonly RuleTally[] {
  return list.map((one) => (ids.has(one.ruleId) ? { ...one, failed: 0, worst: 0, blocks: false } : one));
}

/** How many rules the smallest set has that reaches nine points: every set is tried. */
function fewest(list: readonly RuleTally[]): number {
  let least = list.length;
  for (let mask = 0; mask < 2 ** list.length; mask++) {
    const ids = new Set(list.filter((_, at) => mask & (1 << at)).map(({ ruleId }) => ruleId));
    if (ids.size < least && score(putRight(list, ids), 'file').score >= 9) least = ids.size;
  }
  return least;
}

test('no set of fixes that reaches nine points is smaller than the way', () => {
  fc.assert(
    fc.property(tallies, (list) => {
      const way = shortestWay(list, 'file');
      if (!way) return assert.ok(score(list, 'file').score >= 9);
      const reached = score(putRight(list, new Set(way.map(({ ruleId }) => ruleId))), 'file').score;
      assert.ok(reached >= 9);
      assert.equal(way.at(-1)?.score, reached);
      assert.equal(way.length, fewest(list));
    }),
    { numRuns: 60 },
  );
});

test('the way goes up, past the blockers first', () => {
  fc.assert(
    fc.property(tallies, (list) => {
      const way = shortestWay(list, 'file') ?? [];
      const scores = [score(list, 'file').score, ...way.map((step) => step.score)];
      assert.deepEqual(
        scores,
        [...scores].sort((a, b) => a - b),
      );
      const blocking = way.map(({ ruleId }) => list.find((one) => one.ruleId === ruleId)?.blocks);
      assert.equal(blocking.lastIndexOf(true) < blocking.indexOf(false) || !blocking.includes(false), true);
    }),
  );
});
