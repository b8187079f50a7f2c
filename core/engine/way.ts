import type { Category } from './rule.ts';
import { categories, counted, lossOf, type RuleTally, rounded, score, share, type Whole } from './score.ts';

/** Where "production ready" begins. */
export const wayTarget = 9;

/** One step: everything that a rule found put right, and the score from there. */
export interface RuleStep {
  readonly ruleId: string;
  readonly score: number;
}

/** Some rules to put right, and the points of the score that this wins back. */
interface Choice {
  readonly gain: number;
  readonly picked: readonly RuleTally[];
}

/**
 * The fewest rules to put right for a score of `target`; of several such sets one that gains most. Exact: categories
 * add up, and within one the costliest rules gain most, so that only how many to take of each is open.
 * @returns undefined where the target is reached already, else the steps in the order in which they gain most, blockers first.
 */
export function shortestWay(
  tallies: readonly RuleTally[],
  whole: Whole,
  target = wayTarget,
): readonly RuleStep[] | undefined {
  const start = score(tallies, whole);
  if (start.score >= target) return undefined;
  const failing = tallies.filter((one) => one.failed > 0);
  const forced = failing.filter((one) => one.blocks);
  const left = failing.filter((one) => !one.blocks);
  const free = score(without(tallies, forced), whole);
  let choices: readonly Choice[] = [{ gain: 0, picked: [] }];
  for (const id of Object.keys(categories) as Category[]) {
    const own = left.filter((one) => one.category === id).sort((a, b) => counted(b) - counted(a));
    if (own.length > 0)
      choices = joined(
        choices,
        own.map((_, at) => choiceOf(id, own, at + 1, whole)),
      );
  }
  const enough = choices.find(({ gain }) => rounded(free.exact + gain) >= target);
  return inOrder(tallies, [...forced, ...(enough ?? choices.at(-1))!.picked], whole);
}

/** Putting right the costliest `count` of a category's rules. @param own sorted, the costliest first */
function choiceOf(id: Category, own: readonly RuleTally[], count: number, whole: Whole): Choice {
  const gain = share(id, lossOf(own), whole) - share(id, lossOf(own.slice(count)), whole);
  return { gain, picked: own.slice(0, count) };
}

/** By how many rules are taken in all, the best of both lists together. @param more of one category, of one rule upwards */
function joined(before: readonly Choice[], more: readonly Choice[]): readonly Choice[] {
  const best: Choice[] = [...before];
  more.forEach((added, at) => {
    before.forEach((one, count) => {
      const total = count + at + 1;
      const gain = one.gain + added.gain;
      if (gain > (best[total]?.gain ?? -1)) best[total] = { gain, picked: [...one.picked, ...added.picked] };
    });
  });
  return best;
}

function inOrder(
  tallies: readonly RuleTally[],
  picked: readonly RuleTally[],
  whole: Whole,
): readonly RuleStep[] {
  const steps: RuleStep[] = [];
  let now = tallies;
  let rest = picked;
  while (rest.length > 0) {
    const blocking = rest.filter((one) => one.blocks);
    const from = score(now, whole);
    const next = (blocking.length > 0 ? blocking : rest)
      .map((one) => ({ one, exact: from.with(clean(one)) }))
      .reduce((a, b) => (b.exact > a.exact ? b : a)).one;
    now = without(now, [next]);
    rest = rest.filter((one) => one !== next);
    steps.push({ ruleId: next.ruleId, score: score(now, whole).score });
  }
  return steps;
}

function clean(tally: RuleTally): RuleTally {
  return { ...tally, failed: 0, worst: 0, blocks: false };
}

function without(tallies: readonly RuleTally[], gone: readonly RuleTally[]): readonly RuleTally[] {
  return tallies.map((one) => (gone.includes(one) ? clean(one) : one));
}
