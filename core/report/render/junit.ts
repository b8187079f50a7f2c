import type { DeploymentReview, Finding, Review } from '../../engine/finding.ts';
import { place, type ReportContext, shownPath } from '../report.ts';

/**
 * A review as JUnit XML: a suite a deployment, a case a rule that held or a finding. Errors and warnings are failures,
 * accepted findings are skipped with their reason, hints pass with their text as output.
 * Source of the form: https://github.com/testmoapp/junitxml; the reason is text, since Jenkins' schema gives `skipped` no attribute.
 */
export function renderJunit(review: Review, context: ReportContext): string {
  const named = new Set(review.deployments.map(({ name }) => name));
  const suites = review.deployments.map((deployment) =>
    suite(
      deployment,
      inDeployment(review, (name) => name === deployment.name),
      context,
    ),
  );
  const rest = inDeployment(review, (name) => name === undefined || !named.has(name));
  if (rest.open.length + rest.accepted.length > 0) suites.push(suite(undefined, rest, context));
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="Seaworthy">\n${suites.join('')}</testsuites>\n`;
}

interface Cases {
  readonly open: readonly Finding[];
  readonly accepted: Review['accepted'];
}

function inDeployment(review: Review, holds: (name: string | undefined) => boolean): Cases {
  return {
    open: review.findings.filter(({ deployment }) => holds(deployment)),
    accepted: review.accepted.filter(({ deployment }) => holds(deployment)),
  };
}

function suite(
  deployment: DeploymentReview | undefined,
  { open, accepted }: Cases,
  context: ReportContext,
): string {
  const where = (finding: Finding) =>
    `${shownPath(finding.at.source.path, context.cwd)}:${place(finding.at).line}`;
  const cases = [
    ...(deployment?.strengths ?? []).map(({ ruleId, message }) => testcase(ruleId, message, '')),
    ...open.map((finding) => testcase(finding.ruleId, where(finding), outcome(finding, where(finding)))),
    ...accepted.map((finding) =>
      testcase(finding.ruleId, where(finding), `<skipped>${text(finding.reason)}</skipped>`),
    ),
  ];
  const failures = open.filter(({ severity }) => severity !== 'info').length;
  const name = deployment?.name ?? 'configuration';
  return `  <testsuite name="${attribute(name)}" tests="${cases.length}" failures="${failures}" errors="0" skipped="${accepted.length}">\n${cases.join('')}  </testsuite>\n`;
}

function testcase(ruleId: string, name: string, inner: string): string {
  const opening = `    <testcase classname="${attribute(ruleId)}" name="${attribute(name)}"`;
  return inner === '' ? `${opening}/>\n` : `${opening}>${inner}</testcase>\n`;
}

function outcome({ severity, message }: Finding, where: string): string {
  if (severity === 'info') return `<system-out>${text(message)}</system-out>`;
  return `<failure type="${severity}" message="${attribute(message)}">${text(`${where} ${message}`)}</failure>`;
}

/** Characters that XML 1.0 does not know, however they are written, are left out. */
function text(value: string): string {
  return value
    .replaceAll(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}

function attribute(value: string): string {
  return text(value).replaceAll('"', '&quot;').replaceAll('\n', '&#10;');
}
