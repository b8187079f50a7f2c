import type { Span } from '../text/index.ts';

/** One comment that accepts findings: ours or a peer's (`# hadolint ignore=…`). */
export interface Suppression {
  /** Our rule ids, or peers' ids (`hadolint:DL3002`); `*` for all of a peer's. */
  readonly rules: readonly { readonly id: string; readonly span: Span }[];
  readonly reason: string | undefined;
  readonly scope: 'line' | 'file';
  /** For `line`: the line (0-based) whose findings it accepts. */
  readonly line: number;
  readonly span: Span;
  readonly origin: 'seaworthy' | 'peer';
  /** Filled in after the run: ids in it that accepted something, and ids that no rule has. */
  readonly used: ReadonlySet<string>;
  readonly unknown: ReadonlySet<string>;
}
