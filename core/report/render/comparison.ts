import type { Comparison } from '../compare.ts';
import { counted, points } from '../report.ts';
import type { JsonFinding, JsonPlace } from './json.ts';
import { code, plain } from './markdown-text.ts';

/** What became better and worse, as Markdown without a heading, in the words of `seaworthy compare`. */
export function renderComparison({ deployments, added, gone }: Comparison): string {
  const rows = deployments.map(
    ({ name, before, after }) =>
      `| ${plain(name)} | ${shown(before)} | ${shown(after)} | ${changed(before, after)} |`,
  );
  const scores =
    rows.length > 0
      ? ['| Deployment | Before | Now | |', '| :-- | --: | --: | :-- |', ...rows].join('\n')
      : 'There is no deployment, and there was none.';
  return [scores, ...list('New', added), ...list('Gone', gone), ''].join('\n\n');
}

function changed(before: number | undefined, after: number | undefined): string {
  if (before === undefined) return 'new';
  if (after === undefined) return 'gone';
  const change = points(Math.abs(after - before));
  if (Number(change) === 0) return '';
  return after > before ? `**+${change}**, better` : `**−${change}**, worse`;
}

function list(title: string, findings: readonly JsonFinding[]): readonly string[] {
  if (findings.length === 0) return [`**${title}: nothing.**`];
  const sorted = [...findings].sort(
    (a, b) => a.priority - b.priority || severities.indexOf(a.severity) - severities.indexOf(b.severity),
  );
  const lines = sorted.map(
    (one) => `- ${one.severity} ${code(placed(one))} ${plain(one.message)} (${code(one.ruleId)})`,
  );
  return [`## ${title}: ${counted(findings.length, 'finding')}`, lines.join('\n')];
}

const severities: readonly JsonFinding['severity'][] = ['error', 'warning', 'info'];

function placed({ file, range }: JsonPlace): string {
  return `${file}:${range.start.line + 1}`;
}

function shown(score: number | undefined): string {
  return score === undefined ? '–' : points(score);
}
