import type { Finding } from '../engine/finding.ts';
import { shownPath } from './report.ts';

/**
 * What tells each finding from all others and stays when lines move: its rule, file, service and message; of several alike
 * also their number. Readable, since whoever compares two lists by hand has to read it too.
 * @param cwd the folder that files are shown relative to
 */
export function fingerprints(findings: readonly Finding[], cwd: string): ReadonlyMap<Finding, string> {
  const counts = new Map<string, number>();
  return new Map(
    findings.map((finding) => {
      const file = shownPath(finding.at.source.path, cwd);
      const key = keyOf({ ruleId: finding.ruleId, file, service: finding.service, message: finding.message });
      const count = (counts.get(key) ?? 0) + 1;
      counts.set(key, count);
      return [finding, count === 1 ? key : `${key} (${count})`];
    }),
  );
}

export interface Identity {
  readonly ruleId: string;
  readonly file: string;
  readonly service?: string | undefined;
  readonly message: string;
}

export function keyOf({ ruleId, file, service, message }: Identity): string {
  return [ruleId, file, service ?? '', message].join(' | ');
}
