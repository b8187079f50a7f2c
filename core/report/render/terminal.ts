import type { DeploymentReview, Finding, Review } from '../../engine/finding.ts';
import type { Severity } from '../../engine/rule.ts';
import {
  byDeployment,
  byFile,
  counted,
  gainText,
  place,
  points,
  type ReportContext,
  shownPath,
  tally,
  topGains,
} from '../report.ts';
import { excerpt } from './excerpt.ts';
import { displayWidth, printable, wrap } from './width.ts';

/** What a piece of text is, for the shell to colour. */
export type Tone = Severity | 'good' | 'strong' | 'quiet' | 'file';

export interface TerminalContext extends ReportContext {
  /** Colours a piece of text; returns it as it is where there are no colours. */
  style(tone: Tone, text: string): string;
  /** Columns; undefined where lines may be as long as they like. */
  readonly width: number | undefined;
}

/** Columns of source that are shown where the width is not known. */
const sourceWidth = 160;
const gains = 3;

/**
 * A review for a terminal: findings by file with their source line, then each deployment's score and what would raise
 * it most, then the sum.
 */
export function renderTerminal(review: Review, context: TerminalContext): string {
  const parts = [...byFile(review.findings)].map(([path, findings]) => renderFile(path, findings, context));
  for (const [deployment, findings] of byDeployment(review.deployments, review.findings)) {
    parts.push(renderDeployment(deployment, findings, context));
  }
  if (review.problems.length > 0) parts.push(renderProblems(review, context));
  parts.push(renderSum(review, context));
  return `${parts.join('\n\n')}\n`;
}

function renderFile(path: string, findings: readonly Finding[], context: TerminalContext): string {
  const lastLine = Math.max(...findings.map((finding) => place(finding.at).line));
  const gutter = String(lastLine).length;
  const blocks = findings.map((finding) => renderFinding(finding, gutter, context));
  return [context.style('file', printable(shownPath(path, context.cwd))), ...blocks].join('\n');
}

function renderFinding(finding: Finding, gutter: number, context: TerminalContext): string {
  const { style, cwd } = context;
  const { line, column } = place(finding.at);
  const head = `  ${line}:${column}  ${finding.severity}  `;
  const [first, ...rest] = lines(`${finding.message}  ${finding.ruleId}`, head.length, context);
  // The rule's id is one word without blanks, so that it is whole on the last line.
  const last = rest.length === 0 ? (first ?? '') : (rest.at(-1) ?? '');
  const marked = last.slice(0, last.length - finding.ruleId.length) + style('quiet', finding.ruleId);
  const message = rest.length === 0 ? [marked] : [first, ...rest.slice(0, -1), marked];
  const severity = style(finding.severity, finding.severity);
  const out = [
    `  ${style('strong', `${line}:${column}`)}  ${severity}  ${message.join(`\n${' '.repeat(head.length)}`)}`,
    ...renderSource(finding, line, gutter, context),
  ];
  const under = ' '.repeat(gutter + 5);
  const note = (label: string, text: string) => {
    const [start, ...more] = lines(text, under.length + label.length + 2, context);
    const indent = `\n${under}${' '.repeat(label.length + 2)}`;
    out.push(`${under}${style('quiet', `${label}:`)} ${[start, ...more].join(indent)}`);
  };
  for (const related of finding.related) {
    note('see', `${shownPath(related.at.source.path, cwd)}:${place(related.at).line}: ${related.message}`);
  }
  const [fix] = finding.fixes;
  if (fix) note('fix', fix.title);
  return out.join('\n');
}

function renderSource(
  finding: Finding,
  line: number,
  gutter: number,
  context: TerminalContext,
): readonly string[] {
  const { style } = context;
  const room = Math.min(context.width ?? sourceWidth, 400) - gutter - 5;
  const shown = excerpt(finding.at, Math.max(20, room));
  const number = String(line).padStart(gutter);
  const carets = ' '.repeat(shown.before) + style(finding.severity, '^'.repeat(shown.length));
  return [
    `  ${style('quiet', `${number} |`)} ${shown.text}`.trimEnd(),
    `  ${style('quiet', `${' '.repeat(gutter)} |`)} ${carets}`,
  ];
}

function renderDeployment(
  deployment: DeploymentReview,
  findings: readonly Finding[],
  context: TerminalContext,
): string {
  const { style } = context;
  const tone = verdictTone(deployment.score);
  const out = [
    `${style('strong', printable(deployment.name))} ${style('quiet', `(${deployment.environment})`)}`,
    `  ${style(tone, `${points(deployment.score)} / 10`)}  ${style(tone, verdictText(deployment))}${deployment.waiting ? '  (a file has a syntax error: the score waits for it)' : ''}`,
    ...renderCategories(deployment, context),
  ];
  const { length } = deployment.strengths;
  if (length > 0)
    out.push(
      `  ${style('good', counted(length, 'strength'))} ${style('quiet', '(--format markdown lists them)')}`,
    );
  const best = topGains(findings, gains);
  const raising = best.some((finding) => finding.gain > 0);
  if (best.length > 0) out.push(raising ? '  What would raise the score most:' : '  What to do first:');
  for (const finding of best) {
    const gain = finding.gain > 0 ? gainText(finding.gain) : `P${finding.priority}`;
    const where = `${shownPath(finding.at.source.path, context.cwd)}:${place(finding.at).line}`;
    const [first, ...more] = lines(`${finding.message}  ${where}`, 11, context);
    out.push([`    ${style('good', gain.padStart(5))}  ${first}`, ...more].join(`\n${' '.repeat(11)}`));
  }
  const { wayToReady, wholesale } = deployment;
  if (wayToReady && deployment.environment === 'production')
    out.push(
      `  The shortest way to 9.0: ${counted(wayToReady.findings.length, 'finding')} ${style('quiet', '(--format markdown lists them)')}`,
    );
  if (wholesale) {
    const count = wholesale.reduce((sum, { findings }) => sum + findings, 0);
    const text = `${counted(count, 'finding is', 'findings are')} ignored wholesale and counted all the same`;
    out.push(`  ${text} ${style('quiet', '(--format markdown lists them)')}`);
  }
  return out.join('\n');
}

function renderCategories(deployment: DeploymentReview, { style }: TerminalContext): readonly string[] {
  const widest = Math.max(0, ...deployment.categories.map(({ title }) => displayWidth(title)));
  return deployment.categories.map(({ title, score }) => {
    const pad = ' '.repeat(widest - displayWidth(title));
    return `  ${title}${pad}  ${style(verdictTone(score), points(score).padStart(4))}`;
  });
}

/** Nobody asked of a development deployment whether it is ready for production. */
function verdictText({ environment, verdict }: DeploymentReview): string {
  return environment === 'production' ? verdict : 'as a development deployment';
}

/** The verdicts' own bounds: green is what may go to production. */
function verdictTone(score: number): Tone {
  if (score >= 7.5) return 'good';
  return score >= 6 ? 'warning' : 'error';
}

function renderProblems(review: Review, context: TerminalContext): string {
  const { style, cwd } = context;
  const out = [style('strong', 'What could not be reviewed')];
  for (const { path, at, message } of review.problems) {
    const where = path === undefined ? '' : `${shownPath(path, cwd)}${at ? `:${place(at).line}` : ''}: `;
    out.push(`  ${lines(`${where}${message}`, 2, context).join('\n  ')}`);
  }
  return out.join('\n');
}

function renderSum(review: Review, { style }: TerminalContext): string {
  const { findings, accepted } = review;
  const notes: string[] = [];
  if (accepted.length > 0) notes.push(`${counted(accepted.length, 'finding')} accepted`);
  if (findings.length === 0) {
    return (
      [style('good', `Nothing to report in ${counted(review.files.length, 'file')}`), ...notes].join(', ') +
      '.'
    );
  }
  const counts = tally(findings);
  const sum = (['error', 'warning', 'info'] as const)
    .filter((severity) => counts[severity] > 0)
    .map((severity) =>
      style(severity, severity === 'info' ? `${counts.info} info` : counted(counts[severity], severity)),
    );
  const safe = findings.filter((one) => one.fixes.some((fix) => fix.safety === 'safe')).length;
  const any = findings.filter((one) => one.fixes.length > 0).length;
  const fixes = any > 0 ? ` ${safe} can be fixed with --fix, ${any} with --fix=all.` : '';
  return `${[`${counted(findings.length, 'finding')}: ${sum.join(', ')}`, ...notes].join('; ')}.${fixes}`;
}

function lines(text: string, indent: number, { width }: TerminalContext): readonly string[] {
  return wrap(printable(text), width === undefined ? undefined : Math.max(30, width - indent));
}
