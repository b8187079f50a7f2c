import type { Finding, Fix, Project, Review } from '../core/index.ts';
import { applyEdits, isCreate, isInside } from '../core/text/index.ts';
import type { FileChange } from '../host/write.ts';
import type { FixMode } from './arguments.ts';

export interface FixInput {
  readonly project: Pick<Project, 'set'>;
  readonly review: Review;
  /** Texts as they were read, by path. */
  readonly texts: ReadonlyMap<string, string>;
  readonly mode: FixMode;
  /** Folders and files that may be changed. */
  readonly inside: readonly string[];
  /** Review again after texts were changed in the project. */
  again(): Review;
}

export interface FixRun {
  /** In the order they were applied. */
  readonly applied: readonly Fix[];
  /** Fixes that were left out, each with the reason; the reason is a sentence. */
  readonly skipped: readonly { readonly fix: Fix; readonly reason: string }[];
  readonly changes: readonly FileChange[];
  readonly review: Review;
}

/** More than any deployment has findings; a rule whose fix brings up another's for ever ends here. */
const mostFixes = 20_000;

/**
 * Apply one fix, review again, and so on until nothing is left to apply; all in memory.
 * A fix that does not make its finding go is not applied again.
 */
export function fixAll(input: FixInput): FixRun {
  return new Fixing(input).run();
}

class Fixing {
  readonly #input: FixInput;
  readonly #texts: Map<string, string>;
  readonly #applied: Fix[] = [];
  readonly #skipped = new Map<string, { readonly fix: Fix; readonly reason: string }>();
  /** Fixes that were applied in vain. */
  readonly #useless = new Set<string>();
  readonly #attempts = new Map<string, number>();
  /** How many findings asked for the same fix at once, at most. */
  readonly #wanted = new Map<string, number>();

  constructor(input: FixInput) {
    this.#input = input;
    this.#texts = new Map(input.texts);
  }

  run(): FixRun {
    let review = this.#input.review;
    while (this.#applied.length < mostFixes) {
      const counts = this.#count(review);
      const next = this.#applyNext(review);
      if (next === undefined) break;
      review = this.#input.again();
      if ((this.#count(review).get(next) ?? 0) >= (counts.get(next) ?? 0)) this.#useless.add(next);
    }
    return { applied: this.#applied, skipped: [...this.#skipped.values()], changes: this.#changes(), review };
  }

  #count(review: Review): ReadonlyMap<string, number> {
    const counts = new Map<string, number>();
    for (const finding of review.findings) {
      const fix = chosen(finding, this.#input.mode);
      if (!fix) continue;
      const key = keyOf(finding, fix);
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    for (const [key, count] of counts) this.#wanted.set(key, Math.max(count, this.#wanted.get(key) ?? 0));
    return counts;
  }

  /** @returns the key of the fix that was applied. */
  #applyNext(review: Review): string | undefined {
    for (const finding of blockersFirst(review.findings)) {
      const fix = chosen(finding, this.#input.mode);
      if (!fix) continue;
      const key = keyOf(finding, fix);
      if (this.#useless.has(key) || this.#skipped.has(key)) continue;
      if ((this.#attempts.get(key) ?? 0) >= (this.#wanted.get(key) ?? 0)) continue;
      const reason = this.#apply(fix);
      if (reason !== undefined) {
        this.#skipped.set(key, { fix, reason });
        continue;
      }
      this.#attempts.set(key, (this.#attempts.get(key) ?? 0) + 1);
      this.#applied.push(fix);
      return key;
    }
    return undefined;
  }

  /** @returns why the fix cannot be applied. */
  #apply(fix: Fix): string | undefined {
    const results = new Map<string, string>();
    for (const edit of fix.edits) {
      const path = isCreate(edit) ? edit.create : edit.span.source.path;
      if (!this.#input.inside.some((allowed) => isInside(allowed, path))) {
        return `It would change ${path}, which lies outside of what is reviewed.`;
      }
      const text = this.#texts.get(path);
      if (isCreate(edit)) {
        if (text !== undefined || results.has(path))
          return `It would create ${path}, which is there already.`;
        results.set(path, edit.text);
      } else if (!results.has(path)) {
        const edited = text === undefined ? undefined : applyEdits(path, text, fix.edits);
        if (edited === undefined) return `Its edits do not fit ${path}.`;
        results.set(path, edited);
      }
    }
    for (const [path, text] of results) {
      this.#texts.set(path, text);
      this.#input.project.set(path, text);
    }
    return undefined;
  }

  #changes(): readonly FileChange[] {
    return [...this.#texts]
      .map(([path, after]): FileChange => ({ path, before: this.#input.texts.get(path), after }))
      .filter(({ before, after }) => before !== after);
  }
}

/** What is known of a service (and so the size of its limits) may depend on what does not even build now. */
function blockersFirst(findings: readonly Finding[]): readonly Finding[] {
  const blockers = findings.filter(({ priority }) => priority === 0);
  return [...blockers, ...findings.filter(({ priority }) => priority !== 0)];
}

/** The fix that a mode takes: the first safe one, or the first of all. */
function chosen(finding: Finding, mode: FixMode): Fix | undefined {
  return mode === 'all' ? finding.fixes[0] : finding.fixes.find((fix) => fix.safety === 'safe');
}

/** Offsets move with every fix: what stays is the rule, the file, and what is said. */
function keyOf(finding: Finding, fix: Fix): string {
  return [finding.ruleId, finding.at.source.path, finding.message, fix.title].join('\0');
}
