import type { Finding, Review } from '../engine/finding.ts';
import { type Identity, keyOf } from './fingerprint.ts';
import type { JsonFinding, JsonReview } from './render/json.ts';
import { shownPath } from './report.ts';

/** What is told apart in two reports: findings by rule, file, service and message, wherever they stand. */
export interface Comparison {
  readonly deployments: readonly {
    readonly name: string;
    /** Undefined where one of the reports does not have it. */
    readonly before: number | undefined;
    readonly after: number | undefined;
  }[];
  readonly added: readonly JsonFinding[];
  readonly gone: readonly JsonFinding[];
}

export function compareReports(before: JsonReview, after: JsonReview): Comparison {
  const scoreOf = (report: JsonReview, name: string) =>
    report.deployments.find((one) => one.name === name)?.score;
  const names = new Set([...before.deployments, ...after.deployments].map(({ name }) => name));
  return {
    deployments: [...names].map((name) => ({
      name,
      before: scoreOf(before, name),
      after: scoreOf(after, name),
    })),
    added: beyond(after.findings, before.findings),
    gone: beyond(before.findings, after.findings),
  };
}

/** Those of a list that another list does not have; of several alike as many as it has fewer. */
function beyond(findings: readonly JsonFinding[], others: readonly JsonFinding[]): readonly JsonFinding[] {
  const left = counted(others);
  return findings.filter((finding) => !takeOne(left, keyOf(finding)));
}

/** A review without the findings that are known already; its score stays what it is. @param cwd that the known ones' files are relative to */
export function withoutKnown(review: Review, known: readonly Identity[], cwd: string): Review {
  const left = counted(known);
  const isNew = ({ ruleId, at, service, message }: Finding) =>
    !takeOne(left, keyOf({ ruleId, file: shownPath(at.source.path, cwd), service, message }));
  return { ...review, findings: review.findings.filter(isNew) };
}

function counted(findings: readonly Identity[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const finding of findings) {
    const key = keyOf(finding);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

function takeOne(left: Map<string, number>, key: string): boolean {
  const count = left.get(key) ?? 0;
  if (count === 0) return false;
  left.set(key, count - 1);
  return true;
}
