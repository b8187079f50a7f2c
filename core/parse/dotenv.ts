import type { Problem, Source, Span } from '../text/index.ts';

export interface DotenvEntry {
  readonly name: string;
  readonly nameSpan: Span;
  /** After unquoting; `$` references as written. */
  readonly value: string;
  readonly valueSpan: Span;
}

export interface DotenvFile {
  readonly source: Source;
  readonly entries: readonly DotenvEntry[];
  readonly problems: readonly Problem[];
}
