import type { ChecklistEntry } from '../../engine/checklist.ts';
import type {
  AcceptedFinding,
  DeploymentReview,
  Finding,
  Review,
  ReviewProblem,
  Strength,
  Way,
  Wholesale,
} from '../../engine/finding.ts';
import type { Category, Fix, Priority, Related, Safety, Severity } from '../../engine/rule.ts';
import { isCreate, type Span } from '../../text/index.ts';
import { type ReportContext, shownPath } from '../report.ts';

/** 0-based; columns in UTF-16 units, as in the Language Server Protocol. */
export interface JsonPosition {
  readonly line: number;
  readonly character: number;
}

export interface JsonRange {
  readonly start: JsonPosition;
  readonly end: JsonPosition;
}

export interface JsonPlace {
  /** Relative to the working directory. */
  readonly file: string;
  readonly range: JsonRange;
}

export interface JsonEdit {
  readonly file: string;
  /** Absent where the edit creates the file. */
  readonly range?: JsonRange;
  readonly newText: string;
}

export interface JsonFix {
  readonly title: string;
  readonly safety: Safety;
  readonly edits: readonly JsonEdit[];
}

export interface JsonFinding extends JsonPlace {
  readonly ruleId: string;
  readonly category: Category;
  readonly severity: Severity;
  readonly priority: Priority;
  readonly message: string;
  readonly deployment?: string;
  readonly service?: string;
  readonly related: readonly (JsonPlace & { readonly message: string })[];
  /** Points that the deployment's score would gain. */
  readonly gain: number;
  /** The same checks of other tools, where the rule stands for several. */
  readonly peers?: readonly string[];
  readonly fixes: readonly JsonFix[];
}

export interface JsonAccepted extends JsonFinding {
  readonly reason: string;
  /** It was accepted wholesale: the score counts it all the same. */
  readonly counts?: true;
  readonly acceptedAt: JsonPlace;
}

export interface JsonStrength extends JsonPlace {
  readonly ruleId: string;
  readonly message: string;
}

export interface JsonDeployment {
  readonly name: string;
  readonly environment: 'production' | 'development';
  readonly files: readonly string[];
  readonly score: number;
  readonly verdict: string;
  /** The score without the cap, where a blocker holds it down. */
  readonly uncapped?: number;
  readonly categories: readonly {
    readonly id: Category;
    readonly title: string;
    readonly score: number;
    readonly weight: number;
    /** How many rules were asked, how many of them held and failed. */
    readonly asked: number;
    readonly held: number;
    readonly failed: number;
    /** Points that it takes from the score; before a blocker's cap all of them and the score make ten. */
    readonly cost: number;
    readonly rules: readonly { readonly ruleId: string; readonly points: number }[];
  }[];
  readonly services: readonly { readonly name: string; readonly file: string; readonly score: number }[];
  readonly strengths: readonly JsonStrength[];
  /** Of a deployment for production that all rules were asked about. */
  readonly checklist?: readonly JsonCheck[];
  /** The fewest findings that lead to the best verdict; absent where it is reached, or none do. */
  readonly wayToReady?: JsonWay;
  /** What was put away wholesale and counts all the same. */
  readonly wholesale?: readonly JsonWholesale[];
}

export interface JsonWay {
  readonly verdict: string;
  /** The score that is then reached. */
  readonly score: number;
  readonly findings: readonly (JsonPlace & { readonly ruleId: string; readonly message: string })[];
}

export interface JsonWholesale extends JsonPlace {
  readonly ruleId: string;
  readonly how: Wholesale;
  readonly findings: number;
  /** What all wholesale ignores of the rule would have given the score. */
  readonly points: number;
}

/** What is to be sure of before a deployment. */
export interface JsonCheck {
  readonly id: string;
  readonly group: string;
  readonly title: string;
  readonly state: 'proven' | 'refuted' | 'ticked' | 'open';
  /** Rules that prove or refute it. */
  readonly ruleIds: readonly string[];
  /** Who ticked it and when (`YYYY-MM-DD`), where it is ticked by hand. */
  readonly by?: string;
  readonly date?: string;
}

export interface JsonProblem {
  readonly file?: string;
  readonly range?: JsonRange;
  readonly ruleId?: string;
  readonly message: string;
}

/** What `seaworthy review --format json` prints; docs/review.schema.json is its schema. */
export interface JsonReview {
  readonly version: 1;
  readonly scoreVersion: number;
  readonly deployments: readonly JsonDeployment[];
  readonly findings: readonly JsonFinding[];
  readonly accepted: readonly JsonAccepted[];
  readonly problems: readonly JsonProblem[];
}

/** A review as JSON text, ended by a line break. */
export function renderJson(review: Review, context: ReportContext): string {
  return `${JSON.stringify(toJson(review, context), null, 2)}\n`;
}

/** A review as plain data. Fields that do not apply are absent, never null. */
export function toJson(review: Review, context: ReportContext): JsonReview {
  const { cwd } = context;
  const several = new Set(
    context.rules.filter((rule) => (rule.peers?.length ?? 0) > 1).map((rule) => rule.id),
  );
  const finding = (one: Finding): JsonFinding => findingJson(one, cwd, several.has(one.ruleId));
  return {
    version: 1,
    scoreVersion: context.scoreVersion,
    deployments: review.deployments.map((one) => deploymentJson(one, cwd)),
    findings: review.findings.map(finding),
    accepted: review.accepted.map(
      (one: AcceptedFinding): JsonAccepted => ({
        ...finding(one),
        reason: one.reason,
        ...(one.counts && { counts: one.counts }),
        acceptedAt: placeJson(one.acceptedAt, cwd),
      }),
    ),
    problems: review.problems.map((one) => problemJson(one, cwd)),
  };
}

function findingJson(finding: Finding, cwd: string, withPeers: boolean): JsonFinding {
  const { ruleId, category, severity, priority, message, deployment, service, gain } = finding;
  return {
    ruleId,
    category,
    severity,
    priority,
    ...placeJson(finding.at, cwd),
    message,
    ...(deployment !== undefined && { deployment }),
    ...(service !== undefined && { service }),
    related: finding.related.map((one: Related) => ({ ...placeJson(one.at, cwd), message: one.message })),
    gain,
    ...(withPeers && { peers: finding.peers }),
    fixes: finding.fixes.map((one) => fixJson(one, cwd)),
  };
}

function fixJson(fix: Fix, cwd: string): JsonFix {
  return {
    title: fix.title,
    safety: fix.safety,
    edits: fix.edits.map((edit) =>
      isCreate(edit)
        ? { file: shownPath(edit.create, cwd), newText: edit.text }
        : { ...placeJson(edit.span, cwd), newText: edit.text },
    ),
  };
}

function deploymentJson(deployment: DeploymentReview, cwd: string): JsonDeployment {
  const { name, environment, score, verdict } = deployment;
  const checklist = (deployment.checklist ?? []).map(checkJson);
  return {
    name,
    environment,
    files: deployment.files.map((file) => shownPath(file, cwd)),
    score,
    verdict,
    ...(deployment.uncapped !== undefined && { uncapped: deployment.uncapped }),
    categories: deployment.categories.map((one) => ({
      id: one.id,
      title: one.title,
      score: one.score,
      weight: one.weight,
      asked: one.asked,
      held: one.asked - one.failed,
      failed: one.failed,
      cost: thousandths(one.cost),
      rules: one.rules.map(({ ruleId, points }) => ({ ruleId, points: thousandths(points) })),
    })),
    services: deployment.services.map((one) => ({
      name: one.name,
      file: shownPath(one.at.source.path, cwd),
      score: one.score,
    })),
    strengths: deployment.strengths.map(({ ruleId, message, at }: Strength) => ({
      ruleId,
      message,
      ...placeJson(at, cwd),
    })),
    ...(checklist.length > 0 && { checklist }),
    ...(deployment.wayToReady && { wayToReady: wayJson(deployment.wayToReady, cwd) }),
    ...(deployment.wholesale && {
      wholesale: deployment.wholesale.map(({ at, ...rest }) => ({ ...rest, ...placeJson(at, cwd) })),
    }),
  };
}

function wayJson({ verdict, score, findings }: Way, cwd: string): JsonWay {
  return {
    verdict,
    score,
    findings: findings.map(({ ruleId, message, at }) => ({ ruleId, message, ...placeJson(at, cwd) })),
  };
}

function checkJson({ id, group, title, state, proofs, findings, tick }: ChecklistEntry): JsonCheck {
  const telling = state === 'refuted' ? findings : proofs;
  const ruleIds = [...new Set(telling.map(({ ruleId }) => ruleId))];
  return { id, group, title, state, ruleIds, ...(tick && { by: tick.by, date: tick.date }) };
}

function thousandths(points: number): number {
  return Math.round(points * 1000) / 1000;
}

function problemJson({ path, at, ruleId, message }: ReviewProblem, cwd: string): JsonProblem {
  return {
    ...(path !== undefined && { file: shownPath(path, cwd) }),
    ...(at !== undefined && placeJson(at, cwd)),
    ...(ruleId !== undefined && { ruleId }),
    message,
  };
}

function placeJson(at: Span, cwd: string): JsonPlace {
  return { file: shownPath(at.source.path, cwd), range: rangeOf(at) };
}

/** A span as the Language Server Protocol counts it. */
export function rangeOf(at: Span): JsonRange {
  const start = at.source.position(at.start);
  const end = at.source.position(at.end);
  return {
    start: { line: start.line, character: start.column },
    end: { line: end.line, character: end.column },
  };
}
