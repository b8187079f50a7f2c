import type { CategoryScore, Verdict } from './finding.ts';
import type { Category, Priority, Severity } from './rule.ts';

/** Changes with the formula; docs/score.md tells what each version changed. */
export const scoreVersion = 3;

/** One rule's part in a score: how many subjects failed it, and what the worst finding costs. */
export interface RuleTally {
  readonly ruleId: string;
  readonly category: Category;
  /** How many subjects it was asked about. */
  readonly asked: number;
  /** How many of them have an open finding. */
  readonly failed: number;
  /** What the worst of those findings costs, in points of its category. */
  readonly worst: number;
  /** Some open finding of it blocks a deployment. */
  readonly blocks: boolean;
}

interface CategoryMeasure {
  readonly title: string;
  /** Its part in the whole. */
  readonly weight: number;
  /** What a defect counts here: less where a category asks many small things, more where it asks few. */
  readonly factor: number;
}

export const categories: Readonly<Record<Category, CategoryMeasure>> = {
  architecture: { title: 'Architecture', weight: 1.5, factor: 0.5 },
  security: { title: 'Security', weight: 2, factor: 0.6 },
  health: { title: 'Health checks', weight: 1, factor: 0.8 },
  resources: { title: 'Resource limits', weight: 1, factor: 0.9 },
  logging: { title: 'Logging', weight: 0.75, factor: 0.85 },
  backups: { title: 'Data and backups', weight: 1, factor: 1.2 },
  secrets: { title: 'Secrets management', weight: 1.5, factor: 1.5 },
  'supply-chain': { title: 'Images and supply chain', weight: 1, factor: 0.65 },
  tls: { title: 'TLS and headers', weight: 1.25, factor: 0.65 },
  performance: { title: 'Performance', weight: 0.75, factor: 0.8 },
  observability: { title: 'Monitoring', weight: 0.5, factor: 1 },
  correctness: { title: 'Correctness', weight: 2, factor: 0.65 },
};

/** Points of its category that one finding costs, by priority and severity. */
const costs: Readonly<Record<Priority, Readonly<Record<Severity, number>>>> = {
  0: { error: 6, warning: 4, info: 1 },
  1: { error: 3.5, warning: 2.5, info: 0.8 },
  2: { error: 2.5, warning: 1.5, info: 0.5 },
  3: { error: 1.5, warning: 0.8, info: 0.3 },
};

/** What a rule counts that fails everywhere, over one that fails once. */
const widest = 1.5;
/** Each further rule of a category counts this much of the one before it, the costliest first. */
const fading = 0.5;
/**
 * By what the categories' weighted losses are divided: fixed, so that nothing clean can water down what is wrong. For a
 * deployment the sum of the weights; a service, or a file by itself, is asked about less.
 */
const wholes = { deployment: 14.25, service: 10, file: 6 } as const;

/** No deployment with an open blocker reads better than this: just below "needs work". */
const blockedCap = 5.9;

/** What is scored: a deployment of services, one service, or a Dockerfile or nginx configuration by itself. */
export type Whole = keyof typeof wholes;

export function cost(priority: Priority, severity: Severity): number {
  return costs[priority][severity];
}

/** What a rule counts: its worst finding, times a spread that grows with the logarithm of the failing subjects, up to ten. */
export function counted({ failed, worst }: RuleTally): number {
  return failed === 0 ? 0 : worst * (1 + (widest - 1) * Math.min(1, Math.log10(failed)));
}

/** What one rule takes from a score. */
export interface RuleCost {
  readonly ruleId: string;
  /** In points of the score, unrounded. */
  readonly points: number;
}

/** A score that can be asked what it would be with other tallies. */
export interface Scored {
  /** 0 to 10, unrounded. */
  readonly exact: number;
  readonly score: number;
  readonly verdict: Verdict;
  readonly categories: readonly CategoryScore[];
  /** What it would be without the cap, where a blocker holds it down; rounded as the score is. */
  readonly uncapped: number | undefined;
  /** The exact score with one rule's tally replaced. */
  with(tally: RuleTally): number;
}

/** Score a deployment, or a part of one, from its rules' tallies. */
export function score(tallies: readonly RuleTally[], whole: Whole = 'deployment'): Scored {
  const asked = tallies.filter((tally) => tally.asked > 0);
  const byCategory = new Map<Category, RuleTally[]>();
  for (const tally of asked) {
    const own = byCategory.get(tally.category);
    if (own) own.push(tally);
    else byCategory.set(tally.category, [tally]);
  }
  const blockers = asked.filter((tally) => tally.blocks).length;
  const losses = new Map([...byCategory].map(([id, own]) => [id, lossOf(own)]));
  let lost = 0;
  for (const [id, loss] of losses) lost += share(id, loss, whole);
  const exact = capped(10 - lost, blockers > 0);
  const free = rounded(capped(10 - lost, false));
  const shown = rounded(exact);
  return {
    exact,
    score: shown,
    verdict: verdictOf(shown),
    uncapped: free > shown ? free : undefined,
    categories: (Object.keys(categories) as Category[]).flatMap((id) => {
      const own = byCategory.get(id);
      return own ? [categoryScore(id, own, whole)] : [];
    }),
    with: (tally) => {
      const { category, ruleId } = tally;
      const own = byCategory.get(category) ?? [];
      const old = own.find((one) => one.ruleId === ruleId);
      if (!old) return exact;
      const loss = lossOf(own.map((one) => (one === old ? tally : one)));
      const changed = lost - share(category, losses.get(category) ?? 0, whole) + share(category, loss, whole);
      return capped(10 - changed, blockers - Number(old.blocks) + Number(tally.blocks) > 0);
    },
  };
}

/** Points that a category loses to its rules, 0 to 10. */
export function lossOf(tallies: readonly RuleTally[]): number {
  const [first] = tallies;
  if (!first) return 0;
  const ascending = tallies.map(counted).sort((a, b) => a - b);
  return lossFrom(first.category, ascending.reduce(joined, 0));
}

/** The sum of what rules count, once one more joins them that counts no less than each of them. */
export function joined(sum: number, points: number): number {
  return points > 0 ? points + fading * sum : sum;
}

/** What a category loses by the sum of what its rules count. */
export function lossFrom(id: Category, sum: number): number {
  return Math.min(10, categories[id].factor * sum);
}

/** Points of the score that a category's loss takes. */
export function share(id: Category, loss: number, whole: Whole): number {
  return (categories[id].weight * loss) / wholes[whole];
}

function categoryScore(id: Category, own: readonly RuleTally[], whole: Whole): CategoryScore {
  const { title, weight } = categories[id];
  const failing = own.filter((one) => one.failed > 0);
  const loss = lossOf(own);
  const lost = share(id, loss, whole);
  return {
    id,
    title,
    weight,
    score: rounded(10 - loss),
    asked: own.length,
    failed: failing.length,
    cost: lost,
    rules: costsOf(failing, lost),
  };
}

/** What each rule takes of what its category takes: in the proportions in which they count. */
function costsOf(failing: readonly RuleTally[], lost: number): readonly RuleCost[] {
  const sorted = [...failing].sort((a, b) => counted(b) - counted(a) || (a.ruleId < b.ruleId ? -1 : 1));
  const parts = sorted.map((one, at) => counted(one) * fading ** at);
  const sum = parts.reduce((a, b) => a + b, 0);
  return sorted.map(({ ruleId }, at) => ({ ruleId, points: (lost * (parts[at] ?? 0)) / sum }));
}

function capped(value: number, blocked: boolean): number {
  const floored = Math.max(0, value);
  return blocked ? Math.min(floored, blockedCap) : floored;
}

/** Rounded down to a decimal: a score never shows more than it is, so 10.0 means that nothing is open. */
export function rounded(value: number): number {
  return Math.floor(value * 10 + 1e-9) / 10;
}

/** Where each verdict begins, the best first. */
export const floors: readonly { readonly verdict: Verdict; readonly from: number }[] = [
  { verdict: 'production ready', from: 9 },
  { verdict: 'production ready with recommendations', from: 7.5 },
  { verdict: 'needs work', from: 6 },
  { verdict: 'not ready', from: 0 },
];

export function verdictOf(value: number): Verdict {
  return floors.find(({ from }) => value >= from)?.verdict ?? 'not ready';
}
