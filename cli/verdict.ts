import type { DeploymentReview, Review, Severity } from '../core/index.ts';
import type { FailOn } from './arguments.ts';

const rank: Readonly<Record<Severity, number>> = { info: 0, warning: 1, error: 2 };

/** Whether a finding is at or above the bar. */
export function hasFailures(review: Review, failOn: FailOn): boolean {
  return review.findings.some((finding) => isAtLeast(finding.severity, failOn));
}

export function isAtLeast(severity: Severity, bar: FailOn): boolean {
  return bar !== 'never' && rank[severity] >= rank[bar];
}

/** Deployments below the minimum: the command line's where it gives one, the configuration's otherwise. */
export function belowMinimum(
  review: Review,
  minScore: number | undefined,
): readonly { readonly deployment: DeploymentReview; readonly minimum: number }[] {
  return review.deployments.flatMap((deployment) => {
    const minimum = minScore ?? deployment.minScore;
    return minimum !== undefined && deployment.score < minimum ? [{ deployment, minimum }] : [];
  });
}
