import type { Deployment } from '../model/deployment.ts';
import { firstLine, type Span } from '../text/index.ts';
import { type ChecklistEntry, type ChecklistItem, checklistOf } from './checklist.ts';
import { strictDockerfiles } from './comments.ts';
import type { Configurations } from './configurations.ts';
import { type DraftFinding, toFinding } from './draft-finding.ts';
import type {
  AcceptedFinding,
  DeploymentReview,
  Finding,
  ServiceScore,
  StageScore,
  Strength,
  Topology,
  Way,
} from './finding.ts';
import type { ReferencePart } from './quick-reference.ts';
import type { AnyRule } from './rule.ts';
import type { Answer, RuleRun } from './run.ts';
import { score } from './score.ts';
import { stageScores } from './stage-scores.ts';
import { type Suppression, suppress } from './suppress.ts';
import { type Draft, gains, type JudgedSubject, tally } from './tally.ts';
import { topologyOf } from './topology.ts';
import { wayUp } from './way.ts';

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
  /** What the checklist asks of a deployment for production. */
  readonly checklist: readonly ChecklistItem[];
  /** The commands for a deployment. */
  reference(deployment: Deployment): readonly ReferencePart[];
  /** Rules that the shell named: no configuration switches them off. */
  readonly only?: readonly string[];
}

export function judge(input: JudgeInput): Judged {
  const all: DraftFinding[] = [];
  const drafts = input.runs.map(({ rule, answers }) => {
    const known: FindingsByPlace = new Map();
    const subjects = answers.map((answer) => ({ answer, findings: findingsOf(rule, answer, input, known) }));
    for (const found of known.values()) all.push(...found);
    return { rule, subjects };
  });
  const { open, accepted, suppressions } = suppress(all, input.suppressions, input.known);
  const acceptedFindings = accepted.map(({ finding, reason, at }) => acceptedAs(finding, reason, at));
  const kept = new Set<Finding>();
  for (const finding of open) {
    const entry = input.configurations.accepted(finding, input.today);
    if (entry) acceptedFindings.push(acceptedAs(finding, entry.reason, entry.span));
    else kept.add(finding);
  }
  const whole = input.deployment.services.length > 0 ? 'deployment' : 'file';
  const tallies = drafts.map(({ rule, subjects }) => tally(rule, subjects, kept));
  const scored = score(tallies, whole);
  const gained = gains(drafts, kept, scored);
  for (const finding of all) finding.gain = gained.get(finding) ?? 0;
  const { deployment } = input;
  const minScore = input.configurations.minScore(deployment.span.source.path);
  let services: readonly ServiceScore[] | undefined;
  let stages: readonly StageScore[] | undefined;
  let topology: Topology | undefined;
  let reference: readonly ReferencePart[] | undefined;
  let checklist: readonly ChecklistEntry[] | undefined;
  let way: { readonly found: Way | undefined } | undefined;
  const review: DeploymentReview = {
    name: deployment.name,
    environment: deployment.environment,
    files: deployment.files,
    folder: deployment.folder,
    score: scored.score,
    verdict: scored.verdict,
    categories: scored.categories,
    ...(scored.uncapped !== undefined && { uncapped: scored.uncapped }),
    // Asked for by a report, not by a keystroke.
    get services() {
      services ??= serviceScores(input, drafts, kept);
      return services;
    },
    get stages() {
      stages ??= stageScores(deployment, drafts, kept);
      return stages;
    },
    get topology() {
      topology ??= topologyOf(deployment);
      return topology;
    },
    get checklist() {
      checklist ??= checklistFor(input, drafts, kept);
      return checklist;
    },
    get reference() {
      reference ??= deployment.environment === 'production' ? input.reference(deployment) : [];
      return reference;
    },
    get way() {
      way ??= { found: wayUp((id) => findingsOfRule(drafts, id), tallies, kept, whole) };
      return way.found;
    },
    strengths: drafts.flatMap(({ rule, subjects }) => strengthOf(rule, subjects)),
    waiting: input.halfTyped,
    ...(minScore !== undefined && { minScore }),
  };
  return { findings: [...kept], accepted: acceptedFindings, suppressions, review };
}

function checklistFor(
  input: JudgeInput,
  drafts: readonly Draft[],
  open: ReadonlySet<Finding>,
): readonly ChecklistEntry[] {
  const { deployment, configurations, checklist: items } = input;
  if (input.only || deployment.environment !== 'production' || deployment.services.length === 0) return [];
  const tick = (id: string) => configurations.tick(id, `${deployment.folder}/.`);
  return checklistOf({ items, deployment, drafts, open, tick });
}

function findingsOfRule(drafts: readonly Draft[], ruleId: string): readonly Finding[] {
  const own = drafts.filter(({ rule }) => rule.id === ruleId);
  return own.flatMap(({ subjects }) => subjects.flatMap((subject) => subject.findings));
}

function acceptedAs(finding: Finding, reason: string, acceptedAt: Span): AcceptedFinding {
  return { ...finding, fixes: finding.fixes, reason, acceptedAt };
}

/** A rule's findings by the offset where they begin. */
type FindingsByPlace = Map<number, DraftFinding[]>;

/** One object per defect, however many subjects see it: the subjects share it. @param known the rule's findings so far */
function findingsOf(
  rule: AnyRule,
  answer: Answer,
  input: JudgeInput,
  known: FindingsByPlace,
): readonly DraftFinding[] {
  if (answer.observations.length === 0) return none;
  const findings: DraftFinding[] = [];
  const asked = input.only?.includes(rule.id) ?? false;
  const sole = answer.services.length === 1 ? answer.services[0] : undefined;
  const { configurations } = input;
  for (const observation of answer.observations) {
    const beside = known.get(observation.at.start);
    let finding = beside?.find((one) => one.states(observation));
    if (!finding) {
      const service = observation.service ?? sole;
      const { deployment } = input;
      const strict = deployment.derive(strictDockerfiles);
      const place = { configurations, asked, deployment: deployment.name, service, strict };
      finding = toFinding(rule, observation, place);
      if (!finding) continue;
      if (beside) beside.push(finding);
      else known.set(observation.at.start, [finding]);
    }
    if (!findings.includes(finding)) findings.push(finding);
  }
  return findings;
}

const none: readonly DraftFinding[] = [];

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
      score: score(
        own.map((draft) => tally(draft.rule, draft.subjects, open)),
        'service',
      ).score,
      findings: [...seen].filter((finding) => open.has(finding)),
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
