import type { Deployment } from '../model/deployment.ts';
import { firstLine } from '../text/index.ts';
import type { Configurations } from './configurations.ts';
import type { AcceptedFinding, DeploymentReview, Finding, ServiceScore, Strength } from './finding.ts';
import type { AnyRule, Observation } from './rule.ts';
import { type Answer, fixesOf, type RuleRun } from './run.ts';
import { score } from './score.ts';
import { type Suppression, suppress } from './suppress.ts';
import { type Draft, gains, type JudgedSubject, tally } from './tally.ts';

/** A deployment's run, judged: findings with their gain, what was accepted, the score. */
export interface Judged {
  readonly findings: readonly Finding[];
  readonly accepted: readonly AcceptedFinding[];
  readonly suppressions: readonly Suppression[];
  readonly review: DeploymentReview;
}

export interface JudgeInput {
  readonly deployment: Deployment;
  readonly runs: readonly RuleRun[];
  readonly configurations: Configurations;
  readonly suppressions: readonly Suppression[];
  readonly today: string;
  /** The present id of a rule by its present or old id. */
  known(id: string): string | undefined;
  /** Whether some file of it has a syntax problem. */
  readonly halfTyped: boolean;
  /** Rules that the shell named: no configuration switches them off. */
  readonly only?: readonly string[];
}

export function judge(input: JudgeInput): Judged {
  const canonical = new Map<string, Finding>();
  const drafts = input.runs.map(({ rule, answers }) => ({
    rule,
    subjects: answers.map((answer) => ({ answer, findings: findingsOf(rule, answer, input, canonical) })),
  }));
  const { open, accepted, suppressions } = suppress([...canonical.values()], input.suppressions, input.known);
  const acceptedFindings: AcceptedFinding[] = accepted.map(({ finding, reason, at }) => ({
    ...finding,
    reason,
    acceptedAt: at,
  }));
  const kept = new Set<Finding>();
  for (const finding of open) {
    const entry = input.configurations.accepted(finding, input.today);
    if (entry) acceptedFindings.push({ ...finding, reason: entry.reason, acceptedAt: entry.span });
    else kept.add(finding);
  }
  const scored = score(drafts.map(({ rule, subjects }) => tally(rule, subjects, kept)));
  const gained = gains(drafts, kept, scored);
  const final = new Map(
    [...kept].map((finding) => [finding, { ...finding, gain: gained.get(finding) ?? 0 }]),
  );
  const { deployment } = input;
  const minScore = input.configurations.minScore(deployment.span.source.path);
  const review: DeploymentReview = {
    name: deployment.name,
    environment: deployment.environment,
    files: deployment.files,
    score: scored.score,
    verdict: scored.verdict,
    categories: scored.categories,
    services: serviceScores(input, drafts, kept, final),
    strengths: drafts.flatMap(({ rule, subjects }) => strengthOf(rule, subjects)),
    waiting: input.halfTyped,
    ...(minScore !== undefined && { minScore }),
  };
  return { findings: [...final.values()], accepted: acceptedFindings, suppressions, review };
}

/** One object per defect, however many subjects see it: the subjects share it. */
function findingsOf(
  rule: AnyRule,
  answer: Answer,
  input: JudgeInput,
  canonical: Map<string, Finding>,
): readonly Finding[] {
  const findings: Finding[] = [];
  for (const observation of answer.observations) {
    const finding = toFinding(rule, observation, input.configurations, input.only?.includes(rule.id));
    if (!finding) continue;
    const { source, start, end } = finding.at;
    const key = `${rule.id}\0${source.path}\0${start}\0${end}\0${finding.message}`;
    const known = canonical.get(key);
    if (known) {
      if (!findings.includes(known)) findings.push(known);
      continue;
    }
    const service = observation.service ?? (answer.services.length === 1 ? answer.services[0] : undefined);
    const whole = {
      ...finding,
      deployment: input.deployment.name,
      ...(service !== undefined && { service }),
    };
    canonical.set(key, whole);
    findings.push(whole);
  }
  return findings;
}

/** @param asked the rule was named by the shell. @returns undefined where the configuration switches it off for that file and it was not. */
export function toFinding(
  rule: AnyRule,
  observation: Observation,
  configurations: Configurations,
  asked = false,
): Finding | undefined {
  const severity = configurations.severity(rule.id, observation.at.source.path);
  if (severity === 'off' && !asked) return undefined;
  const configured = severity === 'off' ? undefined : severity;
  return {
    ruleId: rule.id,
    category: rule.category,
    severity: configured ?? observation.severity ?? rule.severity,
    priority: observation.priority ?? rule.priority,
    at: firstLine(observation.at),
    message: observation.message,
    related: observation.related ?? [],
    fixes: fixesOf(observation),
    peers: observation.peers ?? rule.peers ?? [],
    ...(observation.tag && { tag: observation.tag }),
    gain: 0,
  };
}

/** A rule that was asked and found nothing wrong anywhere, not even something accepted. */
function strengthOf(rule: AnyRule, subjects: readonly JudgedSubject[]): readonly Strength[] {
  const first = subjects[0];
  if (!rule.strength || !first || subjects.some((subject) => subject.findings.length > 0)) return [];
  return [{ ruleId: rule.id, message: rule.strength, at: firstLine(first.answer.at) }];
}

function serviceScores(
  input: JudgeInput,
  drafts: readonly Draft[],
  open: ReadonlySet<Finding>,
  final: ReadonlyMap<Finding, Finding>,
): readonly ServiceScore[] {
  const byService = new Map<string, Draft[]>();
  const named = new Map<string, Set<Finding>>();
  for (const { rule, subjects } of drafts) {
    const own = new Map<string, JudgedSubject[]>();
    for (const subject of subjects) {
      for (const name of subject.answer.services) push(own, name, subject);
      for (const finding of subject.findings)
        if (finding.service !== undefined) add(named, finding.service, finding);
    }
    for (const [name, list] of own) push(byService, name, { rule, subjects: list });
  }
  return input.deployment.services.map((service) => {
    const own = byService.get(service.name) ?? [];
    const seen = new Set(own.flatMap((draft) => draft.subjects.flatMap((subject) => subject.findings)));
    for (const finding of named.get(service.name) ?? []) seen.add(finding);
    return {
      name: service.name,
      at: service.service.nameSpan,
      score: score(own.map((draft) => tally(draft.rule, draft.subjects, open))).score,
      findings: [...seen].flatMap((finding) => final.get(finding) ?? []),
      strengths: own.flatMap(({ rule, subjects }) => strengthOf(rule, subjects)),
    };
  });
}

function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

function add<T>(map: Map<string, Set<T>>, key: string, value: T): void {
  const set = map.get(key);
  if (set) set.add(value);
  else map.set(key, new Set([value]));
}
