import type { Finding } from './finding.ts';
import type { AnyRule, Severity } from './rule.ts';
import type { Answer } from './run.ts';
import { cost as costOf, type RuleTally, type Scored } from './score.ts';

/** One subject that a rule was asked about, and its findings there. */
export interface JudgedSubject {
  readonly answer: Answer;
  readonly findings: readonly Finding[];
}

/** What one rule found in a deployment. */
export interface Draft {
  readonly rule: AnyRule;
  readonly subjects: readonly JudgedSubject[];
}

/** Drafts as the score counts them: a family's are one, whose subjects are the services that any of them was asked about. */
export function countedTogether(drafts: readonly Draft[]): readonly Draft[] {
  const families = new Map<string, Draft[]>();
  const alone: Draft[] = [];
  for (const draft of drafts) {
    const { family } = draft.rule;
    if (family === undefined) alone.push(draft);
    else families.set(family, [...(families.get(family) ?? []), draft]);
  }
  return [...alone, ...[...families.values()].map(asOne)];
}

function asOne(drafts: readonly Draft[]): Draft {
  const subjects = new Map<string, JudgedSubject>();
  for (const { answer, findings } of drafts.flatMap((draft) => draft.subjects)) {
    const key = answer.services.join('\0');
    const known = subjects.get(key);
    subjects.set(key, { answer, findings: [...(known?.findings ?? []), ...findings] });
  }
  // The rule that the points are told of is one that found something.
  const telling = drafts.find((draft) => draft.subjects.some(({ findings }) => findings.length > 0));
  return { rule: (telling ?? drafts[0]!).rule, subjects: [...subjects.values()] };
}

/**
 * A rule's part in the score. A defect that several subjects share costs once.
 * @param counting findings that cost points. @param severityOf by default its own, whatever a configuration made of it.
 */
export function tally(
  rule: AnyRule,
  subjects: readonly JudgedSubject[],
  counting: ReadonlySet<Finding>,
  severityOf: (finding: Finding) => Severity = ownSeverity,
): RuleTally {
  const counted = new Set<Finding>();
  let failed = 0;
  let worst = 0;
  let blocks = false;
  for (const { findings } of subjects) {
    let fails = false;
    for (const finding of findings) {
      if (!counting.has(finding) || counted.has(finding)) continue;
      counted.add(finding);
      fails = true;
      const severity = severityOf(finding);
      worst = Math.max(worst, costOf(finding.priority, severity));
      blocks ||= finding.priority === 0 && severity === 'error';
    }
    if (fails) failed++;
  }
  return { ruleId: rule.id, category: rule.category, asked: subjects.length, failed, worst, blocks };
}

function ownSeverity(finding: Finding): Severity {
  return finding.ownSeverity ?? finding.severity;
}

function isBlocker(finding: Finding): boolean {
  return finding.priority === 0 && ownSeverity(finding) === 'error';
}

function cost(finding: Finding): number {
  return costOf(finding.priority, ownSeverity(finding));
}

/** What a rule's tally is without a finding, and what the score gains by that. */
interface Without {
  readonly failed: number;
  readonly worst: number;
  readonly blocks: boolean;
  readonly gain: number;
}

/**
 * What the score would gain without each open finding: computed, not guessed; two decimals. Findings of one rule that
 * leave the same tally behind share the answer.
 */
export function gains(
  drafts: readonly Draft[],
  { open, counting }: { readonly open: ReadonlySet<Finding>; readonly counting: ReadonlySet<Finding> },
  scored: Scored,
): ReadonlyMap<Finding, number> {
  const result = new Map<Finding, number>();
  for (const { rule, subjects } of drafts) {
    const all = tally(rule, subjects, counting);
    if (all.failed === 0) continue;
    const counted = [...new Set(subjects.flatMap((subject) => subject.findings))].filter((finding) =>
      counting.has(finding),
    );
    const blockers = counted.filter(isBlocker).length;
    const costs = counted.map(cost).sort((a, b) => b - a);
    const answers: Without[] = [];
    for (const subject of subjects) {
      const own = subject.findings.filter((finding) => counting.has(finding));
      for (const finding of own) {
        if (!open.has(finding) || result.has(finding)) continue;
        const failed = own.length > 1 ? all.failed : all.failed - 1;
        const worst = (cost(finding) === costs[0] ? costs[1] : costs[0]) ?? 0;
        const blocks = blockers - (isBlocker(finding) ? 1 : 0) > 0;
        let known = answers.find(
          (one) => one.failed === failed && one.worst === worst && one.blocks === blocks,
        );
        if (!known) {
          const gain = scored.with({ ...all, failed, worst, blocks }) - scored.exact;
          known = { failed, worst, blocks, gain: Math.max(0, Math.round(gain * 100) / 100) };
          answers.push(known);
        }
        result.set(finding, known.gain);
      }
    }
  }
  return result;
}
