import type { CategoryScore, Verdict } from './finding.ts';
import type { Category, Priority, Severity } from './rule.ts';

/** Changes with the formula. */
export const scoreVersion = 1;

/** One rule's part in a score: how many subjects failed it, each with the deduction that its worst finding takes. */
export interface RuleTally {
  readonly ruleId: string;
  readonly category: Category;
  /** How many subjects it was asked about. */
  readonly asked: number;
  /** How many of them have an open finding. */
  readonly failed: number;
  /** The deduction that the worst of those findings takes, in points. */
  readonly worst: number;
  /** Some open finding of it blocks a deployment. */
  readonly blocks: boolean;
}

export const categories: Readonly<Record<Category, { readonly title: string; readonly weight: number }>> = {
  architecture: { title: 'Architecture', weight: 1.5 },
  security: { title: 'Security', weight: 2 },
  health: { title: 'Health checks', weight: 1 },
  resources: { title: 'Resource limits', weight: 1 },
  logging: { title: 'Logging', weight: 0.75 },
  backups: { title: 'Data and backups', weight: 1 },
  secrets: { title: 'Secrets management', weight: 1.5 },
  'supply-chain': { title: 'Images and supply chain', weight: 1 },
  tls: { title: 'TLS and headers', weight: 1.25 },
  performance: { title: 'Performance', weight: 0.75 },
  observability: { title: 'Monitoring', weight: 0.5 },
  correctness: { title: 'Correctness', weight: 2 },
};

/** Points that one failing subject takes from its category, by priority and severity. */
const deductions: Readonly<Record<Priority, Readonly<Record<Severity, number>>>> = {
  0: { error: 6, warning: 4, info: 2 },
  1: { error: 3.5, warning: 2.5, info: 1.2 },
  2: { error: 2.5, warning: 1.5, info: 0.7 },
  3: { error: 1.5, warning: 0.8, info: 0.3 },
};

/** No deployment with an open blocker reads better than this: just below "needs work". */
const blockedCap = 5.9;

export function deduction(priority: Priority, severity: Severity): number {
  return deductions[priority][severity];
}

/** What a rule takes off: its worst subject, times a spread that is 1 for one subject and reaches 2 at ten. */
function taken(tally: RuleTally): number {
  return tally.failed === 0 ? 0 : tally.worst * (1 + Math.min(1, Math.log10(tally.failed)));
}

interface CategorySum {
  asked: number;
  failed: number;
  taken: number;
}

/** A score that can be asked what it would be without one finding. */
export interface Scored {
  /** 0 to 10, unrounded. */
  readonly exact: number;
  readonly score: number;
  readonly verdict: Verdict;
  readonly categories: readonly CategoryScore[];
  /** The exact score with one rule's tally replaced. */
  with(tally: RuleTally): number;
}

/** Score a deployment, or a service, from its rules' tallies. */
export function score(tallies: readonly RuleTally[]): Scored {
  const sums = new Map<Category, CategorySum>();
  const byRule = new Map(tallies.map((tally) => [tally.ruleId, tally]));
  let blockers = 0;
  for (const tally of tallies) {
    if (tally.asked === 0) continue;
    const sum = sums.get(tally.category) ?? { asked: 0, failed: 0, taken: 0 };
    sum.asked++;
    if (tally.failed > 0) sum.failed++;
    sum.taken += taken(tally);
    sums.set(tally.category, sum);
    if (tally.blocks) blockers++;
  }
  const exact = overall(sums, blockers > 0);
  const shown = rounded(exact);
  return {
    exact,
    score: shown,
    verdict: verdictOf(shown),
    categories: (Object.keys(categories) as Category[]).flatMap((id) => {
      const sum = sums.get(id);
      if (!sum) return [];
      const { title, weight } = categories[id];
      return [
        {
          id,
          title,
          weight,
          score: rounded(Math.max(0, 10 - sum.taken)),
          asked: sum.asked,
          failed: sum.failed,
        },
      ];
    }),
    with: (tally) => {
      const old = byRule.get(tally.ruleId);
      const sum = sums.get(tally.category);
      if (!old || !sum) return exact;
      const changed = new Map(sums);
      changed.set(tally.category, { ...sum, taken: sum.taken - taken(old) + taken(tally) });
      return overall(changed, blockers - (old.blocks ? 1 : 0) + (tally.blocks ? 1 : 0) > 0);
    },
  };
}

function overall(sums: ReadonlyMap<Category, CategorySum>, blocked: boolean): number {
  let points = 0;
  let weights = 0;
  for (const [id, sum] of sums) {
    const { weight } = categories[id];
    points += weight * Math.max(0, 10 - sum.taken);
    weights += weight;
  }
  const mean = weights === 0 ? 10 : points / weights;
  return blocked ? Math.min(mean, blockedCap) : mean;
}

/** Rounded down to a decimal: a score never shows more than it is, so 10.0 means that nothing is open. */
function rounded(value: number): number {
  return Math.floor(value * 10 + 1e-9) / 10;
}

export function verdictOf(value: number): Verdict {
  if (value >= 9) return 'production ready';
  if (value >= 7.5) return 'production ready with recommendations';
  return value >= 6 ? 'needs work' : 'not ready';
}
