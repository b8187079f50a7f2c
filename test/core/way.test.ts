import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Category, Priority, Severity } from '../../core/engine/rule.ts';
import { categories, cost, floors, type RuleTally, score, verdictOf } from '../../core/engine/score.ts';
import { type Mendable, wayTo } from '../../core/engine/way.ts';
import { Source } from '../../core/text/index.ts';
import { reviewFolder } from '../support/disk-review.ts';
import '../support/fixed-seed.ts';
import { finding, spanOf } from '../support/hand-made-review.ts';

const source = new Source('/app/compose.yaml', 'services:\n');
const at = spanOf(source, 'services');
const ready = floors[0]!;

/** A rule and how many findings of it are open. */
type Wanted = Omit<RuleTally, 'asked'> & { readonly findings?: number };

function rulesOf(wanted: readonly Wanted[]) {
  const tallies = wanted.map(
    ({ findings: _, ...one }): RuleTally => ({ ...one, asked: Math.max(1, one.failed) }),
  );
  const mendables = tallies.flatMap((now, index): readonly Mendable[] => {
    if (now.failed === 0) return [];
    const findings = Array.from({ length: wanted[index]!.findings ?? now.failed }, () =>
      finding(at, { ruleId: now.ruleId }),
    );
    return [{ findings, now, mended: mendedOf(now) }];
  });
  return { tallies, mendables };
}

function mendedOf(tally: RuleTally): RuleTally {
  return { ...tally, failed: 0, worst: 0, blocks: false };
}

/** Rules with one open finding each: id, category, cost, whether it blocks. */
function readyWay(rules: readonly (readonly [string, Category, number, boolean?])[]) {
  const { tallies, mendables } = rulesOf(
    rules.map(([ruleId, category, worst, blocks = false]) => ({
      ruleId,
      category,
      failed: worst > 0 ? 1 : 0,
      worst,
      blocks,
    })),
  );
  const way = wayTo(ready, mendables, tallies);
  return { way, ids: way?.findings.map(({ ruleId }) => ruleId) };
}

test('what gains most leads there, and no more of it than it takes', () => {
  const { way, ids } = readyWay([
    ['a', 'security', 12],
    ['b', 'logging', 1],
    ['c', 'health', 8],
    ['d', 'security', 0],
  ]);
  assert.equal(way?.verdict, 'production ready');
  assert.deepEqual(ids, ['a']);
});

test('a blocker has to go, and is all of it where the rest is good', () => {
  const { ids } = readyWay([
    ['small', 'logging', 0.5],
    ['blocks', 'security', 6, true],
  ]);
  assert.deepEqual(ids, ['blocks']);
});

test('a category that has lost more than all it had is worked off from the heaviest', () => {
  const { ids } = readyWay([
    ['z', 'security', 10],
    ['x', 'security', 30],
    ['y', 'security', 20],
  ]);
  assert.deepEqual(ids, ['x', 'y']);
});

test('one finding that gains enough goes before five that gain more', () => {
  const { tallies, mendables } = rulesOf([
    { ruleId: 'wide', category: 'correctness', failed: 5, worst: 6, blocks: false },
    { ruleId: 'single', category: 'secrets', failed: 1, worst: 4, blocks: false },
    { ruleId: 'other', category: 'health', failed: 1, worst: 1, blocks: false },
  ]);
  const from = Math.ceil(score(tallies).exact * 10) / 10 + 0.1;
  const way = wayTo({ verdict: 'production ready', from }, mendables, tallies);
  assert.deepEqual(
    way?.findings.map(({ ruleId }) => ruleId),
    ['single'],
  );
});

test('where findings that were put away keep a verdict off, no way leads there', () => {
  const { tallies, mendables } = rulesOf([
    { ruleId: 'open', category: 'security', failed: 1, worst: 3, blocks: false },
    { ruleId: 'hidden', category: 'security', failed: 1, worst: 6, blocks: true },
  ]);
  const [open] = mendables;
  assert.equal(wayTo(ready, [open!], tallies), undefined);
});

const anyTally = fc.record({
  category: fc.constantFrom(...(['security', 'secrets', 'health', 'correctness'] as const)),
  priority: fc.constantFrom<Priority>(0, 1, 2, 3),
  severity: fc.constantFrom<Severity>('error', 'warning', 'info'),
  failed: fc.integer({ min: 1, max: 6 }),
  more: fc.integer({ min: 0, max: 2 }),
});

test('it is the shortest of all, by trying them all', () => {
  fc.assert(
    fc.property(
      fc.array(anyTally, { minLength: 1, maxLength: 9 }),
      fc.constantFrom(...floors),
      (list, floor) => {
        const { tallies, mendables } = rulesOf(
          list.map(({ category, priority, severity, failed, more }, index) => ({
            ruleId: `rule/${index}`,
            category,
            failed,
            worst: cost(priority, severity),
            blocks: priority === 0 && severity === 'error',
            findings: failed + more,
          })),
        );
        if (score(tallies).score >= floor.from) return;
        const way = wayTo(floor, mendables, tallies);
        let fewest = Number.POSITIVE_INFINITY;
        let highest = 0;
        for (let set = 0; set < 2 ** mendables.length; set++) {
          const chosen = new Set(mendables.filter((_, index) => set & (1 << index)).map(({ now }) => now));
          const reached = score(tallies.map((one) => (chosen.has(one) ? mendedOf(one) : one))).score;
          if (reached < floor.from) continue;
          const findings = mendables
            .filter(({ now }) => chosen.has(now))
            .reduce((sum, one) => sum + one.findings.length, 0);
          if (findings > fewest || (findings === fewest && reached <= highest)) continue;
          fewest = findings;
          highest = reached;
        }
        assert.equal(way?.findings.length, fewest);
        assert.equal(way?.score, highest);
        assert.equal(way?.verdict, floor.verdict);
      },
    ),
    { numRuns: 300 },
  );
});

test('a thousand rules in a hundred services are no work', () => {
  const ids = Object.keys(categories) as Category[];
  const { tallies, mendables } = rulesOf(
    Array.from({ length: 1000 }, (_, index) => ({
      ruleId: `rule/${index}`,
      category: ids[index % ids.length]!,
      failed: 1 + ((index * 37) % 100),
      worst: cost(((index * 7) % 4) as Priority, (['error', 'warning', 'info'] as const)[index % 3]!),
      blocks: false,
    })),
  );
  const begin = performance.now();
  const way = wayTo(ready, mendables, tallies);
  const took = performance.now() - begin;
  assert.ok(way && way.score >= 9);
  assert.ok(took < 3000, `${took.toFixed(0)} ms`);
});

test('the example reaches what its ways say', () => {
  const { review } = reviewFolder('examples/harbour');
  for (const { way, wayToReady, verdict, score: now } of review.deployments) {
    if (verdict === 'production ready') assert.equal(wayToReady, undefined);
    else {
      assert.ok(way && way.score > now && way.findings.length > 0);
      assert.ok(wayToReady && wayToReady.score >= 9 && verdictOf(wayToReady.score) === 'production ready');
      assert.ok(wayToReady.findings.length >= way.findings.length);
    }
  }
});
