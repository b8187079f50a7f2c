import type { Finding, Verdict, Way } from './finding.ts';
import { type RuleTally, type Scored, score } from './score.ts';

const ladder: readonly Verdict[] = [
  'not ready',
  'needs work',
  'production ready with recommendations',
  'production ready',
];

/**
 * What leads to the next better verdict: rules whose findings are all put right, blockers first, then what gains most
 * while something is missing; what turns out not to be needed is left out again.
 * @param findingsOf every finding of a rule. @param tallies of every rule. @param open findings that are not accepted.
 * @returns undefined where there is no better verdict.
 */
export function wayUp(
  findingsOf: (ruleId: string) => readonly Finding[],
  tallies: readonly RuleTally[],
  open: ReadonlySet<Finding>,
): Way | undefined {
  const now = score(tallies);
  const verdict = ladder[ladder.indexOf(now.verdict) + 1];
  if (verdict === undefined) return undefined;
  const reaches = (scored: Scored) => ladder.indexOf(scored.verdict) >= ladder.indexOf(verdict);
  const left = tallies.filter((tally) => tally.failed > 0);
  const chosen = left.filter((tally) => tally.blocks);
  const rest = new Set(left.filter((tally) => !tally.blocks));
  let reached = without(tallies, chosen);
  while (!reaches(reached) && rest.size > 0) {
    const best = bestOf(rest, reached);
    rest.delete(best);
    chosen.push(best);
    reached = without(tallies, chosen);
  }
  for (const tally of [...chosen].reverse()) {
    const fewer = chosen.filter((one) => one !== tally);
    if (!reaches(without(tallies, fewer))) continue;
    chosen.splice(chosen.indexOf(tally), 1);
  }
  const findings = chosen.flatMap(({ ruleId }) =>
    [...new Set(findingsOf(ruleId))].filter((finding) => open.has(finding)),
  );
  return { verdict, score: without(tallies, chosen).score, findings };
}

function bestOf(rest: ReadonlySet<RuleTally>, reached: Scored): RuleTally {
  const ranked = [...rest].map((tally) => ({ tally, exact: reached.with(mended(tally)) }));
  // In a category that lost more than all it has, a single rule gains nothing: the heaviest goes first.
  ranked.sort(
    (a, b) => b.exact - a.exact || b.tally.worst - a.tally.worst || a.tally.failed - b.tally.failed,
  );
  return ranked[0]!.tally;
}

function without(tallies: readonly RuleTally[], mendedOnes: readonly RuleTally[]): Scored {
  const gone = new Set(mendedOnes);
  return score(tallies.map((tally) => (gone.has(tally) ? mended(tally) : tally)));
}

function mended(tally: RuleTally): RuleTally {
  return { ...tally, failed: 0, worst: 0, blocks: false };
}
