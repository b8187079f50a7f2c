import { readFileSync } from 'node:fs';
import type { JsonReview } from '../core/report/render/json.ts';
import { UsageError } from './arguments.ts';

/** A JSON report that `seaworthy review --format json` wrote. @throws UsageError where the file is none, or cannot be read */
export function readReport(path: string): JsonReview {
  let report: unknown;
  try {
    report = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new UsageError(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (!isReport(report))
    throw new UsageError(`${path} is no report of Seaworthy: write one with seaworthy review --format json.`);
  return report;
}

function isReport(value: unknown): value is JsonReview {
  if (typeof value !== 'object' || value === null) return false;
  const { version, findings, deployments } = value as Partial<JsonReview>;
  return version === 1 && Array.isArray(findings) && Array.isArray(deployments);
}
