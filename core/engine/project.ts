import type { Environment } from '../model/deployment.ts';
import type { ImageKnowledge } from '../model/image.ts';
import type { Review } from './finding.ts';
import type { AnyRule } from './rule.ts';

export interface ProjectOptions {
  readonly rules: readonly AnyRule[];
  readonly images: ImageKnowledge;
  /** Old rule id → new one. */
  readonly renamed?: ReadonlyMap<string, string>;
  /** `YYYY-MM-DD`. */
  readonly today: string;
}

/** What the shell asks for beyond the configuration; it beats it. */
export interface ReviewOverrides {
  readonly environment?: Environment;
  /** Only these rules, switched on if they were off. */
  readonly only?: readonly string[];
  /** Also the rules that are off by default. */
  readonly all?: boolean;
}

/** Whether the engine wants a file's text: `text`, or only to know that it is there. */
export type FileWish = 'text' | 'name';

/** Everything under review. Synchronous: `set` what changed, then `review`; what did not change is remembered. */
export declare class Project {
  constructor(options: ProjectOptions);
  /** What the engine wants to know of a path, by its name (and by what other files refer to it so far). */
  wants(path: string): FileWish;
  /** Hand in a file's newest text. */
  set(path: string, text: string): void;
  /** A file is gone. */
  delete(path: string): void;
  /** A file is there but cannot be read: a problem of the review, not a crash. */
  unreadable(path: string, message: string): void;
  /** Which files exist. @param roots folders that were listed whole. @param paths every file below them. */
  setTree(roots: readonly string[], paths: Iterable<string>): void;
  override(overrides: ReviewOverrides): void;
  /** `YYYY-MM-DD`. */
  setToday(today: string): void;
  review(): Review;
  /** Paths that reviewed files refer to and whose text was not handed in yet: read them, `set` them, review again. */
  missing(): readonly string[];
  readonly rules: readonly AnyRule[];
}
