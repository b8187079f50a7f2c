import type { Review } from '../core/index.ts';
import { scoreVersion } from '../core/index.ts';
import { renderMarkdown } from '../core/report/render/markdown.ts';
import { findingsOf } from '../core/report/report.ts';
import type { ReportParams, ReportResult } from './protocol.ts';
import { byWeight, deploymentOf } from './score.ts';
import type { Session } from './session.ts';
import { pathOfUri } from './uri.ts';

/**
 * The readiness report of one deployment: the one that is named, or that the file belongs to, or the workspace's
 * weightiest.
 */
export function report(review: Review, asked: ReportParams, session: Session, today: string): ReportResult {
  const deployment =
    review.deployments.find(({ name }) => name === asked.deployment) ??
    (asked.uri === undefined ? undefined : deploymentOf(review, pathOfUri(asked.uri))) ??
    [...review.deployments].sort(byWeight)[0];
  const of: Review = deployment
    ? {
        deployments: [deployment],
        findings: findingsOf(deployment, review.findings),
        accepted: findingsOf(deployment, review.accepted),
        problems: review.problems.filter(({ path }) => path === undefined || deployment.files.includes(path)),
        files: review.files.filter((path) => deployment.files.includes(path)),
      }
    : review;
  const markdown = renderMarkdown(of, {
    cwd: session.roots[0] ?? '/',
    rules: session.project.rules,
    scoreVersion,
    today,
    href: (path, line) => `${session.uriOf(path)}#L${line}`,
  });
  return { ...(deployment && { deployment: deployment.name }), markdown };
}
