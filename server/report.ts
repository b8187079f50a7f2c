import type { DeploymentReview, Review } from '../core/index.ts';
import { scoreVersion } from '../core/index.ts';
import { pageDocument } from '../core/report/page/document.ts';
import { renderPage } from '../core/report/page/page.ts';
import { renderMarkdown } from '../core/report/render/markdown.ts';
import { counted, findingsOf, points } from '../core/report/report.ts';
import type {
  PageState,
  ReportPageParams,
  ReportPageResult,
  ReportParams,
  ReportResult,
} from './protocol.ts';
import { byWeight, deploymentOf } from './score.ts';
import type { Session } from './session.ts';
import { pathOfUri } from './uri.ts';

/**
 * The readiness report of one deployment: the one that is named, or that the file belongs to, or the workspace's
 * weightiest.
 */
export function report(review: Review, asked: ReportParams, session: Session, today: string): ReportResult {
  const { deployment, part } = askedPart(review, asked);
  const markdown = renderMarkdown(part, {
    cwd: session.roots[0] ?? '/',
    rules: session.project.rules,
    scoreVersion,
    today,
    href: (path, line) => `${session.uriOf(path)}#L${line}`,
  });
  return { ...(deployment && { deployment: deployment.name }), markdown };
}

/** The same report as a page whose buttons the client answers. */
export function reportPage(review: Review, asked: ReportPageParams, session: Session): ReportPageResult {
  const { deployment, part } = askedPart(review, asked);
  const context = { cwd: session.roots[0] ?? '/', rules: session.project.rules, scoreVersion };
  const left: string[] = [];
  const onLeft = () => left.push('diagram');
  const body = renderPage(part, {
    ...context,
    interactive: true,
    opened: new Set(asked.open),
    ...(!asked.diagram && { onLeft }),
  });
  const state: PageState = { ...(deployment && { deployment: deployment.name }) };
  const title = 'Readiness report';
  return {
    ...state,
    title,
    body,
    summary: deployment
      ? `Score ${points(deployment.score)} of 10, ${counted(part.findings.length, 'finding')}.`
      : 'There is no deployment.',
    ...(left.length > 0 && { left: true }),
    ...(asked.view && {
      html: pageDocument({ title, body, view: { ...asked.view, state: JSON.stringify(state) } }),
    }),
  };
}

interface Part {
  readonly deployment: DeploymentReview | undefined;
  /** What a review of this deployment alone would say. */
  readonly part: Review;
}

function askedPart(review: Review, asked: ReportParams): Part {
  const deployment =
    review.deployments.find(({ name }) => name === asked.deployment) ??
    (asked.uri === undefined ? undefined : deploymentOf(review, pathOfUri(asked.uri))) ??
    [...review.deployments].sort(byWeight)[0];
  return { deployment, part: deployment ? deploymentPart(review, deployment) : review };
}

/** What a review of one deployment alone would say. */
export function deploymentPart(review: Review, deployment: DeploymentReview): Review {
  return {
    deployments: [deployment],
    findings: findingsOf(deployment, review.findings),
    accepted: findingsOf(deployment, review.accepted),
    problems: review.problems.filter(({ path }) => path === undefined || deployment.files.includes(path)),
    files: review.files.filter((path) => deployment.files.includes(path)),
  };
}
