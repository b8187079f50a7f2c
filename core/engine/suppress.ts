import type { Span } from '../text/index.ts';
import type { Finding } from './finding.ts';

/** One comment that accepts findings: ours or a peer's (`# hadolint ignore=…`). */
export interface Suppression {
  /** Our rule ids, or peers' ids (`hadolint:DL3002`); `hadolint:*` for all of a peer's. */
  readonly rules: readonly { readonly id: string; readonly span: Span }[];
  readonly reason: string | undefined;
  readonly scope: 'line' | 'file';
  /** For `line`: the first line (0-based) whose findings it accepts. */
  readonly line: number;
  /** Last such line: a comment above a Dockerfile instruction covers all of it. */
  readonly lastLine: number;
  readonly path: string;
  readonly span: Span;
  readonly origin: 'seaworthy' | 'peer';
  /** Filled in after the run: ids in it that accepted something, and ids that no rule has. */
  readonly used: ReadonlySet<string>;
  readonly unknown: ReadonlySet<string>;
}

/** A finding and the suppression that accepts it. */
export interface Accepted<F extends Finding = Finding> {
  readonly finding: F;
  readonly reason: string;
  readonly by: Suppression;
}

export interface SuppressionResult<F extends Finding = Finding> {
  readonly open: readonly F[];
  readonly accepted: readonly Accepted<F>[];
  /** The suppressions with `used` and `unknown` filled in. */
  readonly suppressions: readonly Suppression[];
}

/** Take out the findings that comments accept. @param known every id that a rule has, old ones included. */
export function suppress<F extends Finding>(
  findings: readonly F[],
  suppressions: readonly Suppression[],
  known: (id: string) => string | undefined,
): SuppressionResult<F> {
  const byPath = new Map<string, Suppression[]>();
  for (const one of suppressions) byPath.set(one.path, [...(byPath.get(one.path) ?? []), one]);
  const used = new Map<Suppression, Set<string>>();
  const open: F[] = [];
  const accepted: Accepted<F>[] = [];
  for (const finding of findings) {
    const hit = byPath.size > 0 ? find(finding, byPath.get(finding.at.source.path) ?? [], known) : undefined;
    if (!hit) {
      open.push(finding);
      continue;
    }
    const ids = used.get(hit.suppression) ?? new Set<string>();
    used.set(hit.suppression, ids.add(hit.id));
    const { reason, origin } = hit.suppression;
    accepted.push({
      finding,
      reason: reason ?? (origin === 'peer' ? `ignored for ${hit.id}` : ''),
      by: hit.suppression,
    });
  }
  return {
    open,
    accepted,
    suppressions: suppressions.map((one) => ({
      ...one,
      used: used.get(one) ?? new Set(),
      unknown: new Set(
        one.origin === 'seaworthy'
          ? one.rules.map((rule) => rule.id).filter((id) => known(id) === undefined)
          : [],
      ),
    })),
  };
}

function find(
  finding: Finding,
  suppressions: readonly Suppression[],
  known: (id: string) => string | undefined,
): { readonly suppression: Suppression; readonly id: string } | undefined {
  const line = finding.at.source.position(finding.at.start).line;
  for (const suppression of suppressions) {
    if (suppression.scope === 'line' && (line < suppression.line || line > suppression.lastLine)) continue;
    const hit = suppression.rules.find(({ id }) => matches(id, finding, known));
    if (hit) return { suppression, id: hit.id };
  }
  return undefined;
}

function matches(id: string, finding: Finding, known: (id: string) => string | undefined): boolean {
  if (known(id) === finding.ruleId) return true;
  const colon = id.indexOf(':');
  if (colon < 0) return false;
  return id.endsWith(':*')
    ? finding.peers.some((peer) => peer.startsWith(id.slice(0, colon + 1)))
    : finding.peers.includes(id);
}
