import { firstLine, type Span, span } from '../text/index.ts';
import type { Configurations } from './configurations.ts';
import { toFinding } from './draft-finding.ts';
import type { AcceptedFinding, Finding, Review, ReviewProblem } from './finding.ts';
import type { Judged } from './judge.ts';
import type { AnyRule } from './rule.ts';
import type { Answer } from './run.ts';
import type { Asked } from './subjects.ts';
import type { Suppression } from './suppress.ts';

export interface AssembleInput {
  readonly judged: readonly Judged[];
  readonly problems: readonly ReviewProblem[];
  readonly configurations: Configurations;
  readonly configurationRules: readonly AnyRule[];
  readonly suppressionRules: readonly AnyRule[];
  ask(rule: AnyRule, subjects: readonly Asked[]): readonly Answer[];
}

/** One review from the deployments' parts: each finding once, sorted by path and place. */
export function assemble(input: AssembleInput): Review {
  const { configurations } = input;
  const configured = configurations.all.map((file) => {
    const at = span(file.source, 0, file.source.lineEnd(0));
    return { subject: file, at, services: [], broken: false };
  });
  const own = [
    ...answersOf(input.configurationRules, configured, input),
    ...answersOf(input.suppressionRules, merged(input.judged).map(askedOf), input),
  ];
  const shared = sharedPaths(input.judged);
  const findings = [
    ...unique(
      input.judged.flatMap((one) => one.findings),
      shared,
    ),
    ...own,
  ];
  return {
    deployments: input.judged.map((one) => one.review),
    findings: findings.filter((one) => !configurations.ignored(one.at.source.path)).sort(byPlace),
    accepted: [
      ...unique<AcceptedFinding>(
        input.judged.flatMap((one) => one.accepted),
        shared,
      ),
    ].sort(byPlace),
    problems: input.problems,
    files: [...new Set(input.judged.flatMap((one) => one.review.files))].sort(),
  };
}

function askedOf(suppression: Suppression): Asked {
  return { subject: suppression, at: suppression.span, services: [], broken: false };
}

function answersOf(
  rules: readonly AnyRule[],
  subjects: readonly Asked[],
  input: AssembleInput,
): readonly Finding[] {
  return rules.flatMap((rule) =>
    input
      .ask(rule, subjects)
      .flatMap(({ observations }) => observations)
      .filter(({ at }) => input.configurations.severity(rule.id, at.source.path) !== 'off')
      .map((observation) => toFinding(rule, observation, { configurations: input.configurations })),
  );
}

/** A file in two deployments has its comments read twice: what is used in either is used. */
function merged(judged: readonly Judged[]): readonly Suppression[] {
  const byPlace = new Map<string, Suppression>();
  for (const suppression of judged.flatMap((one) => one.suppressions)) {
    const key = placeOf(suppression.span);
    const known = byPlace.get(key);
    byPlace.set(key, known ? { ...known, used: new Set([...known.used, ...suppression.used]) } : suppression);
  }
  return [...byPlace.values()];
}

function placeOf({ source, start, end }: Span): string {
  return `${source.path}\0${start}\0${end}`;
}

/** Paths of files that belong to several deployments: only there can one finding come twice. */
function sharedPaths(judged: readonly Judged[]): ReadonlySet<string> {
  const seen = new Set<string>();
  const shared = new Set<string>();
  const paths = (one: Judged) =>
    new Set([
      ...one.review.files,
      ...[...one.findings, ...one.accepted].map((finding) => finding.at.source.path),
    ]);
  for (const path of judged.flatMap((one) => [...paths(one)])) {
    if (seen.has(path)) shared.add(path);
    seen.add(path);
  }
  return shared;
}

function unique<T extends Finding>(findings: readonly T[], shared: ReadonlySet<string>): T[] {
  const seen = new Set<string>();
  return findings.filter((finding) => {
    if (!shared.has(finding.at.source.path)) return true;
    const key = `${finding.ruleId}\0${placeOf(firstLine(finding.at))}\0${finding.message}`;
    return !seen.has(key) && seen.add(key);
  });
}

function byPlace(a: Finding, b: Finding): number {
  const [left, right] = [a.at.source.path, b.at.source.path];
  if (left !== right) return left < right ? -1 : 1;
  return a.at.start - b.at.start || (a.ruleId < b.ruleId ? -1 : 1);
}
