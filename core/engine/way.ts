import type { Finding, Verdict, Way } from './finding.ts';
import type { Category } from './rule.ts';
import { counted, floors, joined, lossFrom, type RuleTally, score, share, type Whole } from './score.ts';
import type { Settled } from './settle.ts';
import { type Draft, tally } from './tally.ts';

/** A rule with open findings, which are put right together: one of several gains next to nothing. */
export interface Mendable {
  readonly findings: readonly Finding[];
  readonly now: RuleTally;
  /** What is left of it then: what was put away wholesale counts on. */
  readonly mended: RuleTally;
}

export interface Ways {
  /** To the next better verdict. */
  readonly next: Way | undefined;
  /** To the best one. */
  readonly ready: Way | undefined;
}

/** The shortest ways up. @param tallies of the drafts, in their order. @param whole what is scored. */
export function waysUp(
  drafts: readonly Draft[],
  tallies: readonly RuleTally[],
  { open, counting }: Settled,
  whole: Whole,
): Ways {
  const left = new Set([...counting].filter((finding) => !open.has(finding)));
  const mendable = drafts.flatMap(({ rule, subjects }, index) => {
    const findings = [...new Set(subjects.flatMap((subject) => subject.findings))];
    const ours = findings.filter((finding) => (open as ReadonlySet<Finding>).has(finding));
    if (ours.length === 0) return [];
    return [{ findings: ours, now: tallies[index] as RuleTally, mended: tally(rule, subjects, left) }];
  });
  const at = floors.findIndex(({ verdict }) => verdict === score(tallies, whole).verdict);
  const to = (index: number) => wayTo(floors[index]!, mendable, tallies, whole);
  const next = at > 0 ? to(at - 1) : undefined;
  return { next, ready: at > 1 ? to(0) : next };
}

/** A choice of rules to put right: how many findings that are, and what is lost all the same. */
interface Choice {
  readonly findings: number;
  /** Of a category first what its rules count together, then points of the score. */
  readonly loss: number;
  /** The rule that was chosen last, and what it was added to. */
  readonly mended: Mendable | undefined;
  readonly before: Choice | undefined;
  /** A category's choice that was added to the others'. */
  readonly own?: Choice;
}

const nothing: Choice = { findings: 0, loss: 0, mended: undefined, before: undefined };

/**
 * The fewest findings whose mending reaches a verdict; of several such sets the one that scores highest. Exact, by what the
 * formula is like: a category's sum grows from its lightest rule to its heaviest, and the score is a sum over categories. So of
 * two choices of as many findings, only the one that loses less can be part of the best.
 * @param tallies of every rule. @param whole what is scored.
 * @returns undefined where no findings lead there.
 */
export function wayTo(
  { verdict, from }: { readonly verdict: Verdict; readonly from: number },
  mendables: readonly Mendable[],
  tallies: readonly RuleTally[],
  whole: Whole = 'deployment',
): Way | undefined {
  const byTally = new Map(mendables.map((one) => [one.now, one]));
  // With a blocker open, no verdict that one would want is reached.
  if (tallies.some((tally) => tally.blocks && (byTally.get(tally)?.mended.blocks ?? true))) return undefined;
  const categories = [...byCategory(tallies)].map(([id, own]) =>
    choicesIn(own, byTally).map((choice) => ({
      choice,
      points: share(id, lossFrom(id, choice.loss), whole),
    })),
  );
  let spare = 10 - from + 1e-9;
  for (const options of categories) spare -= options.at(-1)?.points ?? 0;
  let choices: readonly Choice[] = [nothing];
  for (const options of categories) {
    const least = options.at(-1)?.points ?? 0;
    const sums = choices.flatMap((before) =>
      options.map(({ choice, points }) => ({
        findings: before.findings + choice.findings,
        // What the category loses beyond the least that it has to.
        loss: before.loss + points - least,
        mended: undefined,
        before,
        own: choice,
      })),
    );
    choices = notWorse(sums.filter(({ loss }) => loss <= spare));
  }
  const [shortest] = choices;
  if (!shortest) return undefined;
  const chosen = new Set(mendedBy(shortest));
  const after = tallies.map((tally) => {
    const one = byTally.get(tally);
    return one && chosen.has(one) ? one.mended : tally;
  });
  const heaviest = [...chosen].sort((a, b) => weightOf(b, whole) - weightOf(a, whole));
  return {
    verdict,
    score: score(after, whole).score,
    findings: heaviest.flatMap(({ findings }) => findings),
  };
}

function byCategory(tallies: readonly RuleTally[]): ReadonlyMap<Category, readonly RuleTally[]> {
  const groups = new Map<Category, RuleTally[]>();
  for (const tally of tallies) {
    if (tally.failed === 0) continue;
    const group = groups.get(tally.category);
    if (group) group.push(tally);
    else groups.set(tally.category, [tally]);
  }
  return groups;
}

/** Every choice in a category that none betters, by the number of findings; the last one loses least. */
function choicesIn(
  tallies: readonly RuleTally[],
  byTally: ReadonlyMap<RuleTally, Mendable>,
): readonly Choice[] {
  const items = tallies.map((tally) => {
    const one = byTally.get(tally);
    const must = tally.blocks;
    // Where something of a rule stays whatever is done, the rest of it gains next to nothing: it is done where it has to be.
    const mended = one && (must || one.mended.failed === 0) ? one : undefined;
    return { mended, must, points: counted(must && one ? one.mended : tally) };
  });
  items.sort((a, b) => a.points - b.points);
  let choices: readonly Choice[] = [nothing];
  for (const { mended, must, points } of items) {
    const next: Choice[] = [];
    for (const before of choices) {
      const kept = joined(before.loss, points);
      if (!must) next.push({ ...before, loss: kept });
      if (!mended) continue;
      const findings = before.findings + mended.findings.length;
      next.push({ findings, loss: must ? kept : before.loss, mended, before });
    }
    choices = notWorse(next);
  }
  return choices;
}

/** Choices without those that another one betters: by the number of findings, each losing less than the one before it. */
function notWorse(choices: readonly Choice[]): readonly Choice[] {
  const sorted = [...choices].sort((a, b) => a.findings - b.findings || a.loss - b.loss);
  let least = Number.POSITIVE_INFINITY;
  return sorted.filter(({ loss }) => {
    if (loss >= least - 1e-12) return false;
    least = loss;
    return true;
  });
}

function mendedBy(choice: Choice): readonly Mendable[] {
  const found: Mendable[] = [];
  for (let at: Choice | undefined = choice; at; at = at.before) {
    if (at.own) found.push(...mendedBy(at.own));
    if (at.mended) found.push(at.mended);
  }
  return found;
}

/** What a rule weighs by itself; blockers come first. */
function weightOf({ now }: Mendable, whole: Whole): number {
  return (now.blocks ? 100 : 0) + share(now.category, lossFrom(now.category, counted(now)), whole);
}
