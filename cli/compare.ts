import { type Comparison, compareReports } from '../core/report/compare.ts';
import type { JsonFinding } from '../core/report/render/json.ts';
import { counted } from '../core/report/report.ts';
import type { CompareArguments } from './arguments.ts';
import { printOut } from './output.ts';
import { readReport } from './read-report.ts';
import { isAtLeast } from './verdict.ts';

/** Print what became better and worse from one report to another. @returns the exit code */
export function compare({ before, after, format, failOn }: CompareArguments): number {
  const comparison = compareReports(readReport(before), readReport(after));
  printOut(format === 'json' ? `${JSON.stringify(comparison, null, 2)}\n` : text(comparison));
  return comparison.added.some(({ severity }) => isAtLeast(severity, failOn)) ? 1 : 0;
}

function text({ deployments, added, gone }: Comparison): string {
  const scores = deployments.map(({ name, before, after }) => {
    if (before === undefined) return `${name}: ${shown(after)} (new)`;
    if (after === undefined) return `${name}: ${shown(before)} (gone)`;
    const change = after - before;
    return `${name}: ${shown(before)} → ${shown(after)}${change === 0 ? '' : ` (${change > 0 ? '+' : '−'}${Math.abs(change).toFixed(1)})`}`;
  });
  return [...scores, ...list('New', added), ...list('Gone', gone)].map((line) => `${line}\n`).join('');
}

function list(title: string, findings: readonly JsonFinding[]): readonly string[] {
  if (findings.length === 0) return ['', `${title}: nothing.`];
  const lines = findings.map(
    ({ severity, file, range, ruleId, message }) =>
      `  ${severity.padEnd(7)}  ${file}:${range.start.line + 1}  ${message} (${ruleId})`,
  );
  return ['', `${title}: ${counted(findings.length, 'finding')}`, ...lines];
}

function shown(score: number | undefined): string {
  return score === undefined ? '–' : score.toFixed(1);
}
