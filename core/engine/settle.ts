import type { Span } from '../text/index.ts';
import type { AcceptedEntry } from './config.ts';
import type { Configurations } from './configurations.ts';
import type { DraftFinding } from './draft-finding.ts';
import type { AcceptedFinding, Wholesale, WholesaleIgnore } from './finding.ts';
import type { Scored } from './score.ts';
import { type Suppression, suppress } from './suppress.ts';
import { type Draft, tally } from './tally.ts';

export interface SettleInput {
  readonly configurations: Configurations;
  readonly suppressions: readonly Suppression[];
  /** `YYYY-MM-DD`. */
  readonly today: string;
  /** The present id of a rule by its present or old id. */
  known(id: string): string | undefined;
  /** Rules that the shell named: no configuration switches them off. */
  readonly only?: readonly string[];
}

/** What becomes of a deployment's findings. */
export interface Settled {
  readonly open: ReadonlySet<DraftFinding>;
  readonly accepted: readonly AcceptedFinding[];
  /** What costs points: open findings, and those that were put away wholesale. */
  readonly counting: ReadonlySet<DraftFinding>;
  readonly wholesale: readonly PutAway[];
  readonly suppressions: readonly Suppression[];
}

/** A finding that was put away without being looked at. */
export interface PutAway {
  readonly finding: DraftFinding;
  readonly how: Wholesale;
  readonly at: Span;
}

interface Acceptance {
  readonly finding: DraftFinding;
  readonly reason: string;
  readonly at: Span;
  /** The comment or entry. */
  readonly by: Suppression | AcceptedEntry;
  /** It holds for more than a line or a service. */
  readonly wide: boolean;
  readonly reasoned: boolean;
}

/** Tell which findings are open, which are accepted, and which of those were looked at. docs/score.md gives the rules. */
export function settle(findings: readonly DraftFinding[], input: SettleInput): Settled {
  const { configurations } = input;
  const { open: rest, accepted, suppressions } = suppress(findings, input.suppressions, input.known);
  const acceptances = accepted.map(({ finding, reason, by }): Acceptance => {
    // Other tools' comments at a line have no place for a reason.
    const reasoned = by.reason !== undefined || (by.origin === 'peer' && by.scope === 'line');
    return { finding, reason, at: by.span, by, wide: by.scope === 'file', reasoned };
  });
  const open = new Set<DraftFinding>();
  for (const finding of rest) {
    const by = configurations.accepted(finding, input.today);
    if (!by) open.add(finding);
    else {
      const { reason, span: at } = by;
      acceptances.push({ finding, reason, at, by, wide: by.service === undefined, reasoned: true });
    }
  }
  const uses = new Map<Acceptance['by'], number>();
  for (const { by } of acceptances) uses.set(by, (uses.get(by) ?? 0) + 1);
  const counting = new Set(open);
  const wholesale: PutAway[] = [];
  const putAway = (finding: DraftFinding, how: Wholesale, at: Span) => {
    counting.add(finding);
    wholesale.push({ finding, how, at });
  };
  const shown: AcceptedFinding[] = [];
  for (const { finding, reason, at, by, wide, reasoned } of acceptances) {
    const counts = !reasoned || (wide && (uses.get(by) ?? 0) > 1);
    if (counts) putAway(finding, reasoned ? 'wide' : 'no reason', at);
    if (!silence(finding, input))
      shown.push({
        ...finding,
        fixes: finding.fixes,
        reason,
        acceptedAt: at,
        ...(counts && { counts }),
      });
  }
  for (const finding of open) {
    const silent = silence(finding, input);
    if (silent) {
      open.delete(finding);
      putAway(finding, silent.how, silent.at);
    } else if (finding.ownSeverity !== undefined) {
      const setting = configurations.severitySetting(finding.ruleId, finding.at.source.path);
      if (setting) putAway(finding, 'lowered', setting.span);
    }
  }
  return { open, accepted: shown, counting, wholesale, suppressions };
}

/** Why the configuration tells nothing of a finding. */
function silence(
  { ruleId, at }: DraftFinding,
  { configurations, only }: SettleInput,
): { readonly how: Wholesale; readonly at: Span } | undefined {
  const { path } = at.source;
  const setting = configurations.severitySetting(ruleId, path);
  if (setting?.severity === 'off' && !only?.includes(ruleId)) return { how: 'off', at: setting.span };
  const file = configurations.leavesOut(path);
  return file && { how: 'left out', at: { source: file.source, start: 0, end: file.source.lineEnd(0) } };
}

/** What was put away wholesale, rule by rule, and what that would have given. */
export function wholesaleIgnores(
  settled: Settled,
  drafts: readonly Draft[],
  scored: Scored,
): readonly WholesaleIgnore[] {
  const points = new Map<string, number>();
  for (const { rule, subjects } of drafts) {
    const shown = tally(rule, subjects, settled.open, ({ severity }) => severity);
    const gained = Math.round((scored.with(shown) - scored.exact) * 100) / 100;
    for (const { findings } of subjects) for (const { ruleId } of findings) points.set(ruleId, gained);
  }
  const groups = new Map<string, { how: Wholesale; ruleId: string; at: Span; findings: number }>();
  for (const { finding, how, at } of settled.wholesale) {
    const key = `${finding.ruleId}\0${how}\0${at.source.path}\0${at.start}`;
    const group = groups.get(key);
    if (group) group.findings++;
    else groups.set(key, { how, ruleId: finding.ruleId, at, findings: 1 });
  }
  return [...groups.values()].map((group) => ({ ...group, points: points.get(group.ruleId) ?? 0 }));
}
