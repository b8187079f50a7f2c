import type { ChecklistEntry, ChecklistGroup } from '../engine/checklist.ts';
import type { DeploymentReview, Finding, Review, Wholesale } from '../engine/finding.ts';
import type { AnyRule, Priority, Severity } from '../engine/rule.ts';
import { isInside, relativePath, type Span } from '../text/index.ts';

/** What every renderer is told beside the review. */
export interface ReportContext {
  /** Absolute path of the folder that files are shown relative to. */
  readonly cwd: string;
  readonly rules: readonly AnyRule[];
  readonly scoreVersion: number;
}

/** A path as a reader at `cwd` would type it. */
export function shownPath(path: string, cwd: string): string {
  if (isInside(cwd, path)) return path === cwd ? '.' : path.slice(cwd === '/' ? 1 : cwd.length + 1);
  const [ours, theirs] = [cwd.split('/')[0], path.split('/')[0]];
  // On another drive there is no way from here to there.
  return ours === theirs ? relativePath(cwd, path) : path;
}

/** Line and column of a span's start as people count them, from 1. */
export function place(at: Span): { readonly line: number; readonly column: number } {
  const { line, column } = at.source.position(at.start);
  return { line: line + 1, column: column + 1 };
}

/** Lists of findings by their file, in the order they came. */
export function byFile(findings: readonly Finding[]): ReadonlyMap<string, readonly Finding[]> {
  return groupBy(findings, (finding) => finding.at.source.path);
}

/** Findings of one rule taken together: what a reader has to learn once. */
export interface RuleGroup {
  readonly ruleId: string;
  readonly title: string;
  readonly remedy: string;
  readonly priority: Priority;
  readonly severity: Severity;
  readonly findings: readonly Finding[];
}

/** Findings by rule, the most urgent first; within one urgency the rule with most to gain. */
export function byRule(findings: readonly Finding[], rules: readonly AnyRule[]): readonly RuleGroup[] {
  const known = new Map(rules.map((rule) => [rule.id, rule]));
  const groups = [...groupBy(findings, (finding) => finding.ruleId)].map(([ruleId, own]): RuleGroup => {
    const worst = [...own].sort(byUrgency)[0] as Finding;
    const rule = known.get(ruleId);
    return {
      ruleId,
      title: rule?.title ?? ruleId,
      remedy: rule?.remedy ?? '',
      priority: worst.priority,
      severity: worst.severity,
      findings: own,
    };
  });
  return groups.sort(
    (a, b) =>
      a.priority - b.priority || severityRank[a.severity] - severityRank[b.severity] || gainOf(b) - gainOf(a),
  );
}

function gainOf(group: RuleGroup): number {
  return Math.max(...group.findings.map((finding) => finding.gain));
}

const severityRank: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };

/** The most urgent first: by priority, then severity, then what the score would gain. */
export function byUrgency(a: Finding, b: Finding): number {
  return a.priority - b.priority || severityRank[a.severity] - severityRank[b.severity] || b.gain - a.gain;
}

export const priorityTitles: Readonly<Record<Priority, string>> = {
  0: 'Blocks a deployment',
  1: 'Priority 1: critical',
  2: 'Priority 2: important',
  3: 'Priority 3: nice to have',
};

/** Findings that were made in a deployment; one without a deployment belongs to those that hold its file. */
export function findingsOf<F extends Finding>(
  deployment: DeploymentReview,
  findings: readonly F[],
): readonly F[] {
  return byDeployment([deployment], findings).get(deployment) ?? [];
}

/** The same for many deployments, in one walk over the findings. */
export function byDeployment<F extends Finding>(
  deployments: readonly DeploymentReview[],
  findings: readonly F[],
): ReadonlyMap<DeploymentReview, readonly F[]> {
  const found = new Map(deployments.map((one) => [one, [] as F[]]));
  const named = new Map(deployments.map((one) => [one.name, one]));
  for (const finding of findings) {
    const { path } = finding.at.source;
    const owners =
      finding.deployment === undefined
        ? deployments.filter(({ files }) => files.includes(path))
        : [named.get(finding.deployment)];
    for (const owner of owners) if (owner) found.get(owner)?.push(finding);
  }
  return found;
}

/**
 * The findings to begin with, one of each rule: those whose fixing would raise the score most, the best first, then the
 * most urgent ones. While something blocks a deployment, nothing else can raise its score.
 */
export function topGains(findings: readonly Finding[], count: number): readonly Finding[] {
  const seen = new Set<string>();
  return [...findings]
    .sort((a, b) => b.gain - a.gain || byUrgency(a, b))
    .filter(({ ruleId }) => !seen.has(ruleId) && seen.add(ruleId))
    .slice(0, count);
}

/** How many findings there are of each severity. */
export function tally(findings: readonly Finding[]): Readonly<Record<Severity, number>> {
  const counts = { error: 0, warning: 0, info: 0 };
  for (const { severity } of findings) counts[severity]++;
  return counts;
}

/** The part of a review that some files take part in: the deployments that hold them, whole. */
export function narrow(review: Review, paths: readonly string[]): Review {
  const named = new Set(paths);
  const deployments = review.deployments.filter((one) => one.files.some((file) => named.has(file)));
  const files = new Set([...named, ...deployments.flatMap((one) => one.files)]);
  const names = new Set(deployments.map((one) => one.name));
  const kept = (finding: Finding): boolean =>
    finding.deployment === undefined ? files.has(finding.at.source.path) : names.has(finding.deployment);
  return {
    deployments,
    findings: review.findings.filter(kept),
    accepted: review.accepted.filter(kept),
    problems: review.problems.filter((problem) => problem.path === undefined || files.has(problem.path)),
    files: review.files.filter((file) => files.has(file)),
  };
}

/** Entries of a checklist by their group, in the order they came. */
export function checklistGroups(
  entries: readonly ChecklistEntry[],
): readonly (readonly [ChecklistGroup, readonly ChecklistEntry[]])[] {
  return [...groupBy(entries, ({ group }) => group)] as [ChecklistGroup, readonly ChecklistEntry[]][];
}

/** What the files say for an item of the checklist, as sentences with code between backticks; empty where they say nothing. */
export function proofText({ proofs, unproven, accepted }: ChecklistEntry): string {
  const rules = proofs.map(({ ruleId, services }) =>
    services.length === 0 ? `\`${ruleId}\`` : `\`${ruleId}\` of ${named(services)}`,
  );
  const sentences = rules.length > 0 ? [`Nothing was found by ${rules.join(', ')}.`] : [];
  if (unproven.length > 0) sentences.push(`Of ${named(unproven)} the files say nothing.`);
  if (accepted > 0)
    sentences.push(`${counted(accepted, 'finding')} about it ${accepted === 1 ? 'was' : 'were'} accepted.`);
  return sentences.join(' ');
}

/** Names, or how many there are. */
function named(services: readonly string[]): string {
  return services.length > 4 ? `${services.length} services` : services.map((one) => `\`${one}\``).join(', ');
}

/** `1 finding`, `12 findings`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** A score or a gain as it is shown: one decimal. */
export function points(value: number): string {
  return value.toFixed(1);
}

/** A gain with its sign; one that rounds to nothing is still one. */
export function gainText(gain: number): string {
  return gain < 0.05 ? '+<0.1' : `+${points(gain)}`;
}

/** How findings were put away wholesale, in words behind a rule's id. */
export const wholesaleWords: Readonly<Record<Wholesale, string>> = {
  off: 'is switched off',
  lowered: 'is made less grave than it is',
  'left out': 'is about a file that is left out',
  wide: 'is ignored in several places at once',
  'no reason': 'is ignored without a reason',
};

function groupBy<T>(items: readonly T[], key: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group) group.push(item);
    else groups.set(key(item), [item]);
  }
  return groups;
}
