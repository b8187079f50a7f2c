import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Category } from '../../core/engine/rule.ts';
import { categories, deduction, type RuleTally, score, verdictOf } from '../../core/engine/score.ts';

const ids = Object.keys(categories) as Category[];

const tallyOf = fc
  .record({
    category: fc.constantFrom(...ids),
    asked: fc.integer({ min: 1, max: 30 }),
    failed: fc.integer({ min: 0, max: 30 }),
    worst: fc.constantFrom(0.3, 0.8, 1.5, 2.5, 3.5, 6),
    blocks: fc.boolean(),
  })
  .map(
    (one): Omit<RuleTally, 'ruleId'> => ({
      ...one,
      failed: Math.min(one.failed, one.asked),
      blocks: one.blocks && one.failed > 0,
    }),
  );

const tallies = fc
  .array(tallyOf, { maxLength: 20 })
  .map((list) => list.map((one, index): RuleTally => ({ ...one, ruleId: `rule/${index}` })));

test('nothing asked, nothing wrong: ten points', () => {
  assert.equal(score([]).score, 10);
  assert.deepEqual(score([]).categories, []);
});

test('a category that no rule could ask about is left out', () => {
  const scored = score([
    { ruleId: 'a/b', category: 'logging', asked: 3, failed: 0, worst: 0, blocks: false },
  ]);
  assert.deepEqual(
    scored.categories.map((one) => one.id),
    ['logging'],
  );
});

test('one more failing subject never raises the score', () => {
  fc.assert(
    fc.property(tallies, fc.nat(), (list, pick) => {
      if (list.length === 0) return;
      const at = pick % list.length;
      const one = list[at]!;
      if (one.failed >= one.asked) return;
      const worse = list.with(at, { ...one, failed: one.failed + 1 });
      assert.ok(score(worse).exact <= score(list).exact + 1e-9);
    }),
  );
});

test('putting a rule right never lowers the score, and `with` agrees with scoring anew', () => {
  fc.assert(
    fc.property(tallies, fc.nat(), (list, pick) => {
      if (list.length === 0) return;
      const at = pick % list.length;
      const clean: RuleTally = { ...list[at]!, failed: 0, worst: 0, blocks: false };
      const anew = score(list.with(at, clean)).exact;
      assert.ok(anew >= score(list).exact - 1e-9);
      assert.ok(Math.abs(anew - score(list).with(clean)) < 1e-9);
    }),
  );
});

test('the order of rules does not matter', () => {
  fc.assert(
    fc.property(tallies, (list) => {
      assert.ok(Math.abs(score(list).exact - score([...list].reverse()).exact) < 1e-9);
    }),
  );
});

test('ten services with one flaw cost at most twice what one costs', () => {
  const one = score([
    { ruleId: 'a/b', category: 'logging', asked: 100, failed: 1, worst: 2.5, blocks: false },
  ]);
  const many = score([
    { ruleId: 'a/b', category: 'logging', asked: 100, failed: 100, worst: 2.5, blocks: false },
  ]);
  assert.equal(one.exact, 7.5);
  assert.equal(many.exact, 5);
});

test('an open blocker keeps the verdict at "not ready"', () => {
  const tally: RuleTally = {
    ruleId: 'a/b',
    category: 'correctness',
    asked: 1,
    failed: 1,
    worst: 0.1,
    blocks: true,
  };
  const rest = ids.map(
    (category): RuleTally => ({
      ruleId: `x/${category}`,
      category,
      asked: 5,
      failed: 0,
      worst: 0,
      blocks: false,
    }),
  );
  assert.equal(score([tally, ...rest]).verdict, 'not ready');
});

test('a score is rounded down, so ten means that nothing is open', () => {
  const scored = score([
    { ruleId: 'a/b', category: 'logging', asked: 1, failed: 1, worst: 0.01, blocks: false },
    { ruleId: 'a/c', category: 'security', asked: 1, failed: 0, worst: 0, blocks: false },
  ]);
  assert.equal(scored.score, 9.9);
});

test('graver and more urgent findings cost more', () => {
  assert.ok(deduction(0, 'error') > deduction(1, 'error'));
  assert.ok(deduction(1, 'error') > deduction(1, 'warning'));
  assert.ok(deduction(1, 'warning') > deduction(1, 'info'));
  assert.deepEqual([9, 7.5, 6, 5.9].map(verdictOf), [
    'production ready',
    'production ready with recommendations',
    'needs work',
    'not ready',
  ]);
});
