import type { Span } from '../core/index.ts';

export interface IgnoreComment {
  /** The line (0-based) that it goes above. */
  readonly line: number;
  /** Up to its reason, indentation included. */
  readonly comment: string;
  readonly eol: string;
}

/** The comment that accepts a rule's findings on the line below it; its reason is left to the author. */
export function ignoreComment(at: Span, ruleId: string): IgnoreComment {
  const { line } = at.source.position(at.start);
  const indentation = /^[ \t]*/.exec(at.source.line(line))![0];
  return { line, comment: `${indentation}# seaworthy-ignore ${ruleId} -- `, eol: at.source.eol };
}
