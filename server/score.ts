import type { DeploymentReview, Finding, Review } from '../core/index.ts';
import { findingsOf, topGains } from '../core/report/report.ts';
import { rangeOf } from './diagnostics.ts';
import type { DeploymentScore, Improvement, ScoreParams } from './protocol.ts';

const improvementsShown = 3;

/** The scores of all deployments, as the client shows them. */
export function scoreParams(review: Review, uriOf: (path: string) => string): ScoreParams {
  return {
    blockers: review.findings.filter(({ priority }) => priority === 0).length,
    deployments: review.deployments.map((one) => scoreOf(one, findingsOf(one, review.findings), uriOf)),
  };
}

function scoreOf(
  deployment: DeploymentReview,
  findings: readonly Finding[],
  uriOf: (path: string) => string,
): DeploymentScore {
  const { name, environment, score, verdict, waiting } = deployment;
  return {
    name,
    environment,
    score,
    verdict,
    waiting,
    files: deployment.files.map(uriOf),
    categories: deployment.categories.map((category) => ({ title: category.title, score: category.score })),
    findings: findings.length,
    improvements: topGains(findings, improvementsShown).map(
      ({ ruleId, message, fixes, gain, priority, at }): Improvement => ({
        ruleId,
        title: fixes[0]?.title ?? message,
        gain,
        priority,
        uri: uriOf(at.source.path),
        range: rangeOf(at),
      }),
    ),
  };
}

/** The deployment that a file is reviewed in: production before development, the one with more files first. */
export function deploymentOf(review: Review, path: string): DeploymentReview | undefined {
  return review.deployments.filter(({ files }) => files.includes(path)).sort(byWeight)[0];
}

/** Production before development, then more files before fewer. */
export function byWeight(
  a: { readonly environment: string; readonly files: readonly string[] },
  b: typeof a,
): number {
  return (
    Number(b.environment === 'production') - Number(a.environment === 'production') ||
    b.files.length - a.files.length
  );
}
