import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import '../support/fixed-seed.ts';
import type { Category } from '../../core/engine/rule.ts';
import { categories, cost, type RuleTally, score, verdictOf } from '../../core/engine/score.ts';

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

test('ten services with one flaw cost at most half as much again as one', () => {
  const failing = (failed: number) =>
    score([{ ruleId: 'a/b', category: 'resources', asked: 100, failed, worst: 2, blocks: false }]);
  const lost = (failed: number) => 10 - failing(failed).exact;
  assert.ok(lost(10) > lost(1));
  assert.ok(Math.abs(lost(10) - lost(1) * 1.5) < 1e-9);
  assert.equal(lost(100), lost(10));
});

test('what the categories cost, and their rules, makes up what is missing to ten', () => {
  fc.assert(
    fc.property(tallies, (list) => {
      const free = score(list.map((one) => ({ ...one, blocks: false })));
      const sum = free.categories.reduce((total, one) => total + one.cost, 0);
      assert.ok(Math.abs(free.exact - (10 - sum)) < 1e-9);
      for (const one of free.categories) {
        const parts = one.rules.reduce((total, { points }) => total + points, 0);
        assert.ok(Math.abs(parts - one.cost) < 1e-9);
        assert.equal(one.rules.length, one.failed);
      }
    }),
  );
});

test('something clean never raises the score, in whatever category', () => {
  fc.assert(
    fc.property(tallies, fc.constantFrom(...ids), (list, category) => {
      const clean: RuleTally = { ruleId: 'x/clean', category, asked: 3, failed: 0, worst: 0, blocks: false };
      assert.ok(Math.abs(score([...list, clean]).exact - score(list).exact) < 1e-9);
    }),
  );
});

test('many small things in one category count little beside a grave one', () => {
  const small = Array.from(
    { length: 40 },
    (_, at): RuleTally => ({
      ruleId: `small/${at}`,
      category: 'security',
      asked: 5,
      failed: 5,
      worst: cost(3, 'info'),
      blocks: false,
    }),
  );
  const grave: RuleTally = { ...small[0]!, ruleId: 'grave/one', worst: cost(1, 'error') };
  assert.ok(score(small).exact > score([grave]).exact);
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
  assert.equal(score([tally, ...rest]).uncapped, 9.9);
});

test('a score is rounded down, so ten means that nothing is open', () => {
  const scored = score([
    { ruleId: 'a/b', category: 'logging', asked: 1, failed: 1, worst: 0.01, blocks: false },
    { ruleId: 'a/c', category: 'security', asked: 1, failed: 0, worst: 0, blocks: false },
  ]);
  assert.equal(scored.score, 9.9);
  assert.equal(scored.uncapped, undefined);
});

test('graver and more urgent findings cost more', () => {
  assert.ok(cost(0, 'error') > cost(1, 'error'));
  assert.ok(cost(1, 'error') > cost(1, 'warning'));
  assert.ok(cost(1, 'warning') > cost(1, 'info'));
  assert.deepEqual([9, 7.5, 6, 5.9].map(verdictOf), [
    'production ready',
    'production ready with recommendations',
    'needs work',
    'not ready',
  ]);
});
