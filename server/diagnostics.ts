import type { Diagnostic, DiagnosticRelatedInformation, Range } from 'vscode-languageserver-protocol';
import { DiagnosticSeverity, DiagnosticTag } from 'vscode-languageserver-protocol';
import type { Finding, Review, ReviewProblem, Span } from '../core/index.ts';
import { groupBy } from './group-by.ts';

export const diagnosticSource = 'seaworthy';

export interface DiagnosticContext {
  uriOf(path: string): string;
  /** The page that explains a rule; undefined where the client has no way to show one. */
  ruleLink(ruleId: string): string | undefined;
}

/** A span as the LSP writes it: 0-based lines, columns in UTF-16 units. */
export function rangeOf(at: Span): Range {
  const start = at.source.position(at.start);
  const end = at.source.position(at.end);
  return {
    start: { line: start.line, character: start.column },
    end: { line: end.line, character: end.column },
  };
}

export function toDiagnostic(finding: Finding, context: DiagnosticContext): Diagnostic {
  const href = context.ruleLink(finding.ruleId);
  const related = finding.related.map(
    (other): DiagnosticRelatedInformation => ({
      location: { uri: context.uriOf(other.at.source.path), range: rangeOf(other.at) },
      message: other.message,
    }),
  );
  return {
    range: rangeOf(finding.at),
    severity: severities[finding.severity],
    source: diagnosticSource,
    code: finding.ruleId,
    message: finding.message,
    ...(href !== undefined && { codeDescription: { href } }),
    ...(finding.tag && { tags: [tags[finding.tag]] }),
    ...(related.length > 0 && { relatedInformation: related }),
  };
}

const severities = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
} as const;

const tags = { deprecated: DiagnosticTag.Deprecated, unnecessary: DiagnosticTag.Unnecessary } as const;

function toProblemDiagnostic(problem: ReviewProblem & { readonly at: Span }): Diagnostic {
  return {
    range: rangeOf(problem.at),
    severity: DiagnosticSeverity.Information,
    source: diagnosticSource,
    message: problem.message,
  };
}

type Entry = Finding | (ReviewProblem & { readonly at: Span });

/** What was published for each file, so that only files whose list changed are published again. */
export class DiagnosticLists {
  readonly #entries = new Map<string, readonly Entry[]>();
  readonly #diagnostics = new Map<string, readonly Diagnostic[]>();

  /** The lists that differ from those of the last call, by path; an empty list for a file that has none any more. */
  update(review: Review, context: DiagnosticContext): ReadonlyMap<string, readonly Diagnostic[]> {
    const changed = new Map<string, readonly Diagnostic[]>();
    const byPath = entriesByPath(review);
    for (const path of this.#entries.keys()) if (!byPath.has(path)) byPath.set(path, []);
    for (const [path, entries] of byPath) {
      if (sameItems(entries, this.#entries.get(path))) continue;
      this.#entries.set(path, entries);
      const diagnostics = entries.map((entry) =>
        'category' in entry ? toDiagnostic(entry, context) : toProblemDiagnostic(entry),
      );
      if (!sameJson(diagnostics, this.#diagnostics.get(path) ?? [])) changed.set(path, diagnostics);
      this.#diagnostics.set(path, diagnostics);
      if (entries.length > 0) continue;
      this.#entries.delete(path);
      this.#diagnostics.delete(path);
    }
    return changed;
  }

  /** A file's list is new to the client again. @returns whether there was one. */
  forget(path: string): boolean {
    this.#diagnostics.delete(path);
    return this.#entries.delete(path);
  }
}

function entriesByPath(review: Review): Map<string, readonly Entry[]> {
  const placed = review.problems.flatMap((problem) => (problem.at ? [{ ...problem, at: problem.at }] : []));
  const entries: readonly Entry[] = [...review.findings, ...placed];
  return new Map(groupBy(entries, (entry) => entry.at.source.path));
}

function sameItems(a: readonly unknown[], b: readonly unknown[] | undefined): boolean {
  return a.length === b?.length && a.every((item, index) => item === b[index]);
}

/** Whether two plain values hold the same. */
function sameJson(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || !a || !b) return false;
  const entries = Object.entries(a);
  return (
    entries.length === Object.keys(b).length &&
    entries.every(([key, value]) => sameJson(value, (b as Record<string, unknown>)[key]))
  );
}
