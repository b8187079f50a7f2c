import type { Deployment } from '../model/deployment.ts';
import { firstLine } from '../text/index.ts';
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
  WholesaleIgnore,
} from './finding.ts';
import type { ReferencePart } from './quick-reference.ts';
import type { AnyRule } from './rule.ts';
import type { Answer, RuleRun } from './run.ts';
import { score } from './score.ts';
import { type Settled, settle, wholesaleIgnores } from './settle.ts';
import { stageScores } from './stage-scores.ts';
import type { Suppression } from './suppress.ts';
import { countedTogether, type Draft, gains, type JudgedSubject, tally } from './tally.ts';
import { topologyOf } from './topology.ts';
import { type Ways, waysUp } from './way.ts';

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
  const settled = settle(all, input);
  const { open, counting } = settled;
  const whole = input.deployment.services.length > 0 ? 'deployment' : 'file';
  const together = countedTogether(drafts);
  const tallies = together.map(({ rule, subjects }) => tally(rule, subjects, counting));
  const scored = score(tallies, whole);
  const gained = gains(together, settled, scored);
  for (const finding of all) finding.gain = gained.get(finding) ?? 0;
  const { deployment } = input;
  const minScore = input.configurations.minScore(deployment.span.source.path);
  let services: readonly ServiceScore[] | undefined;
  let stages: readonly StageScore[] | undefined;
  let topology: Topology | undefined;
  let ways: Ways | undefined;
  let wholesale: readonly WholesaleIgnore[] | undefined;
  let reference: readonly ReferencePart[] | undefined;
  let checklist: readonly ChecklistEntry[] | undefined;
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
      services ??= serviceScores(input, drafts, settled);
      return services;
    },
    get stages() {
      stages ??= stageScores(deployment, drafts, settled);
      return stages;
    },
    get topology() {
      topology ??= topologyOf(deployment);
      return topology;
    },
    get checklist() {
      checklist ??= checklistFor(input, drafts, open);
      return checklist;
    },
    get reference() {
      reference ??= deployment.environment === 'production' ? input.reference(deployment) : [];
      return reference;
    },
    get way() {
      ways ??= waysUp(together, tallies, settled, whole);
      return ways.next;
    },
    get wayToReady() {
      ways ??= waysUp(together, tallies, settled, whole);
      return ways.ready;
    },
    ...(settled.wholesale.length > 0 && {
      get wholesale() {
        wholesale ??= wholesaleIgnores(settled, together, scored);
        return wholesale;
      },
    }),
    strengths: drafts.flatMap(({ rule, subjects }) => strengthOf(rule, subjects, input)),
    waiting: input.halfTyped,
    ...(minScore !== undefined && { minScore }),
  };
  return { findings: [...open], accepted: settled.accepted, suppressions: settled.suppressions, review };
}

function checklistFor(
  input: JudgeInput,
  drafts: readonly Draft[],
  open: ReadonlySet<Finding>,
): readonly ChecklistEntry[] {
  const { deployment, configurations, checklist: items } = input;
  if (input.only || deployment.environment !== 'production' || deployment.services.length === 0) return [];
  const place = `${deployment.folder}/.`;
  const tick = (id: string) => configurations.tick(id, place);
  // What is switched off proves nothing.
  const telling = drafts.filter(({ rule }) => configurations.severity(rule.id, place) !== 'off');
  return checklistOf({ items, deployment, drafts: telling, open, tick });
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
  const sole = answer.services.length === 1 ? answer.services[0] : undefined;
  const { configurations } = input;
  for (const observation of answer.observations) {
    const beside = known.get(observation.at.start);
    let finding = beside?.find((one) => one.states(observation));
    if (!finding) {
      const service = observation.service ?? sole;
      const { deployment } = input;
      const strict = deployment.derive(strictDockerfiles);
      const place = { configurations, deployment: deployment.name, service, strict };
      finding = toFinding(rule, observation, place);
      if (beside) beside.push(finding);
      else known.set(observation.at.start, [finding]);
    }
    if (!findings.includes(finding)) findings.push(finding);
  }
  return findings;
}

const none: readonly DraftFinding[] = [];

/** A rule that was asked and found nothing wrong anywhere, not even something accepted. */
function strengthOf(
  rule: AnyRule,
  subjects: readonly JudgedSubject[],
  { configurations }: JudgeInput,
): readonly Strength[] {
  const first = subjects[0];
  if (!rule.strength || !first || subjects.some((subject) => subject.findings.length > 0)) return [];
  if (configurations.severity(rule.id, first.answer.at.source.path) === 'off') return [];
  return [{ ruleId: rule.id, message: rule.strength, at: firstLine(first.answer.at) }];
}

function serviceScores(
  input: JudgeInput,
  drafts: readonly Draft[],
  { open, counting }: Settled,
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
        countedTogether(own).map((draft) => tally(draft.rule, draft.subjects, counting)),
        'service',
      ).score,
      findings: [...seen].filter((finding) => (open as ReadonlySet<Finding>).has(finding)),
      strengths: own.flatMap(({ rule, subjects }) => strengthOf(rule, subjects, input)),
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
