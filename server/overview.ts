import type { DeploymentReview, Finding, Review, ServiceScore, Span, StageScore } from '../core/index.ts';
import { isTarget, placeTarget } from '../core/report/page/target.ts';
import { byDeployment, byUrgency } from '../core/report/report.ts';
import { ignoreComment } from './ignore-comment.ts';
import type {
  FindingActions,
  FindingActionsParams,
  Overview,
  OverviewDeployment,
  OverviewFinding,
  OverviewPart,
} from './protocol-overview.ts';
import { byWeight } from './score.ts';
import type { Session } from './session.ts';

/** Every deployment with its scores and findings. */
export function overview(review: Review, session: Session): Overview {
  const list = new FindingList();
  const owned = byDeployment(review.deployments, review.findings);
  const deployments = [...review.deployments]
    .sort(byWeight)
    .map((one) => deploymentOf(one, owned.get(one) ?? [], list));
  const placed = new Set([...owned.values()].flat());
  const loose = list.add(review.findings.filter((one) => !placed.has(one)));
  const named = new Set(list.findings.map(({ ruleId }) => ruleId));
  const rules = session.project.rules.filter(({ id }) => named.has(id));
  return {
    findings: list.findings,
    deployments,
    loose,
    rules: Object.fromEntries(rules.map(({ id, title, remedy }) => [id, { title, remedy }])),
  };
}

/** What can be done about each of some findings. */
export function findingActions(
  { findings }: FindingActionsParams,
  review: Review,
): readonly FindingActions[] {
  return findings.map((target) => {
    const finding = review.findings.find((one) => isTarget(one, target));
    if (!finding) return { fixes: [], ignorable: false };
    return {
      fixes: finding.fixes.map(({ title }) => title),
      ignorable: ignoreComment(finding.at, finding.ruleId) !== undefined,
    };
  });
}

function deploymentOf(
  deployment: DeploymentReview,
  findings: readonly Finding[],
  list: FindingList,
): OverviewDeployment {
  const { name, environment, score, verdict, waiting, categories, services, stages = [] } = deployment;
  const part = (name: string, { at, score, findings }: ServiceScore | StageScore): OverviewPart => ({
    name,
    score,
    at: placeTarget(at),
    findings: list.add(findings),
  });
  return {
    name,
    environment,
    score,
    verdict,
    waiting,
    findings: list.add(findings),
    categories: categories.map(({ id, title, score }) => ({ id, title, score })),
    services: services.map((one) => part(one.name, one)),
    stages: stages.map((one) => part(one.name ?? `stage ${one.number}`, one)),
  };
}

/** Findings by number. What two deployments find in one file is one finding, though each has an object for it. */
class FindingList {
  readonly findings: OverviewFinding[] = [];
  readonly #numbers = new Map<string, number>();

  /** Their numbers, the most urgent first. */
  add(findings: readonly Finding[]): readonly number[] {
    return [...findings].sort(byUrgency).map((finding) => this.#number(finding));
  }

  #number(finding: Finding): number {
    const key = keyOf(finding.ruleId, finding.message, finding.at);
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const number = this.findings.push(wire(finding)) - 1;
    this.#numbers.set(key, number);
    return number;
  }
}

function keyOf(ruleId: string, message: string, { source, start }: Span): string {
  return [ruleId, source.path, start, message].join('\0');
}

function wire(finding: Finding): OverviewFinding {
  const { ruleId, message, category, severity, priority, service, gain, at } = finding;
  return {
    ...placeTarget(at),
    ruleId,
    message,
    category,
    severity,
    priority,
    ...(service !== undefined && { service }),
    gain,
  };
}
