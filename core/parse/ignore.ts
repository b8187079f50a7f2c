import type { Source, Span } from '../text/index.ts';

export interface IgnorePattern {
  /** As written, `!` included. */
  readonly text: string;
  readonly negated: boolean;
  readonly span: Span;
}

/** A `.gitignore` or `.dockerignore`. */
export interface IgnoreFile {
  readonly source: Source;
  readonly patterns: readonly IgnorePattern[];
  /**
   * Whether a path is ignored, by the rules of the file's kind (git's or Docker's: they differ).
   * @param path relative to the file's folder (git) or to the context (Docker), `/` separators, no leading slash.
   * @returns the pattern that decides, or undefined where nothing ignores it.
   */
  ignores(path: string): IgnorePattern | undefined;
}
