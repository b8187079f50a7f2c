import type { Finding, Review } from '../../engine/finding.ts';
import { fingerprints } from '../fingerprint.ts';
import { place, type ReportContext, shownPath } from '../report.ts';

/**
 * A review as GitLab's code quality report, ended by a line break.
 * Source of the form: https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
 */
export function renderGitlab(review: Review, { cwd }: ReportContext): string {
  const marks = fingerprints(review.findings, cwd);
  const issues = review.findings.map((finding) => ({
    description: finding.message,
    check_name: finding.ruleId,
    fingerprint: marks.get(finding),
    severity: severityOf(finding),
    location: {
      path: shownPath(finding.at.source.path, cwd),
      lines: { begin: place(finding.at).line },
    },
  }));
  return `${JSON.stringify(issues, null, 2)}\n`;
}

function severityOf({ severity, priority }: Finding): 'blocker' | 'critical' | 'major' | 'minor' | 'info' {
  if (severity === 'error') return priority === 0 ? 'blocker' : 'critical';
  if (severity === 'warning') return priority <= 1 ? 'major' : 'minor';
  return 'info';
}
