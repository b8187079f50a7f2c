import type { Review } from '../../engine/finding.ts';
import type { Severity } from '../../engine/rule.ts';
import { place, type ReportContext, shownPath } from '../report.ts';

const commands: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'notice' };

/**
 * A review as GitHub's workflow commands, a line each: annotations at the files of a pull request.
 * Source of the form: https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands
 */
export function renderGithub(review: Review, { cwd, rules }: ReportContext): string {
  const titles = new Map(rules.map((rule) => [rule.id, rule.title]));
  const lines = review.findings.map((finding) => {
    const { at, severity, ruleId, message } = finding;
    const { line, column } = place(at);
    const end = at.source.position(at.end);
    const properties = {
      file: shownPath(at.source.path, cwd),
      line,
      endLine: end.line + 1,
      col: column,
      endColumn: end.column + 1,
      title: `${titles.get(ruleId) ?? ruleId} (${ruleId})`,
    };
    const written = Object.entries(properties).map(([name, value]) => `${name}=${property(String(value))}`);
    return `::${commands[severity]} ${written.join(',')}::${data(message)}`;
  });
  const problems = review.problems.map(({ message }) => `::warning title=Seaworthy::${data(message)}`);
  const scores = review.deployments.map(
    ({ name, score, verdict }) =>
      `::notice title=Seaworthy::${data(`${name}: ${score.toFixed(1)} of 10, ${verdict}.`)}`,
  );
  return [...lines, ...problems, ...scores].map((line) => `${line}\n`).join('');
}

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
