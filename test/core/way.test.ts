import assert from 'node:assert/strict';
import { test } from 'node:test';
import { score } from '../../core/engine/score.ts';
import { wayUp } from '../../core/engine/way.ts';
import { Source } from '../../core/text/index.ts';
import { reviewFolder } from '../support/disk-review.ts';
import { finding, spanOf } from '../support/hand-made-review.ts';

const source = new Source('/app/compose.yaml', 'services:\n');
const at = spanOf(source, 'services');

/** Rules with one open finding each: id, category, deduction, whether it blocks. */
function wayOf(rules: readonly (readonly [string, 'security' | 'logging' | 'health', number, boolean?])[]) {
  const all = rules.map(([ruleId]) => finding(at, { ruleId, message: ruleId }));
  const tallies = rules.map(([ruleId, category, worst, blocks = false]) => {
    return { ruleId, category, asked: 1, failed: worst > 0 ? 1 : 0, worst, blocks };
  });
  const open = new Set(all.filter((_, index) => rules[index]![2] > 0));
  const found = (ruleId: string) => all.filter((one) => one.ruleId === ruleId);
  const way = wayUp(found, tallies, open);
  return { way, ids: way?.findings.map(({ ruleId }) => ruleId), now: score(tallies) };
}

test('the rules that gain most lead to the next verdict, and no more of them than it takes', () => {
  const { way, ids, now } = wayOf([
    ['a', 'security', 2],
    ['b', 'logging', 1],
    ['c', 'health', 3],
    ['d', 'security', 0],
  ]);
  assert.equal(now.verdict, 'production ready with recommendations');
  assert.equal(way?.verdict, 'production ready');
  assert.deepEqual(ids, ['a']);
});

test('blockers come first and are all of it where the rest is good', () => {
  const { way, ids } = wayOf([
    ['small', 'logging', 0.5],
    ['blocks', 'security', 6, true],
  ]);
  assert.equal(way?.verdict, 'needs work');
  assert.deepEqual(ids, ['blocks']);
});

test('a category that has lost more than all it had is worked off from the heaviest', () => {
  const { way, ids } = wayOf([
    ['x', 'security', 6],
    ['y', 'security', 5],
    ['z', 'security', 4],
  ]);
  assert.equal(way?.verdict, 'needs work');
  assert.deepEqual(ids, ['x', 'y']);
});

test('there is no way up from the best verdict', () => {
  assert.equal(wayOf([['a', 'security', 0.3]]).way, undefined);
});

test('the example needs what its way says: with it the verdict is reached', () => {
  const { review } = reviewFolder('examples/harbour');
  for (const { way, verdict, score: now } of review.deployments) {
    if (verdict === 'production ready') assert.equal(way, undefined);
    else assert.ok(way && way.score > now && way.findings.length > 0);
  }
});
