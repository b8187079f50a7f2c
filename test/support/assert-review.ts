import assert from 'node:assert/strict';
import type { Finding, Review } from '../../core/index.ts';

/** Fails where a rule threw. */
export function assertNoRuleFailed(review: Review, when: string): void {
  const failed = review.problems.filter((problem) => problem.ruleId !== undefined);
  assert.deepEqual(
    failed.map((problem) => problem.message),
    [],
    `No rule may throw ${when}.`,
  );
}

/** How many findings there are of each rule. */
export function counts(findings: readonly Finding[]): ReadonlyMap<string, number> {
  const result = new Map<string, number>();
  for (const { ruleId } of findings) result.set(ruleId, (result.get(ruleId) ?? 0) + 1);
  return result;
}

/** Fails where some rule has more findings than before. */
export function assertNothingAdded(
  before: readonly Finding[],
  after: readonly Finding[],
  when: string,
): void {
  const had = counts(before);
  const added = [...counts(after)].filter(([id, count]) => count > (had.get(id) ?? 0)).map(([id]) => id);
  const messages = after
    .filter((finding) => added.includes(finding.ruleId))
    .map((finding) => `${finding.ruleId}: ${finding.message}`);
  assert.deepEqual(messages, [], `${when} adds findings.`);
}

/** A finding as text, without the objects that it points into. */
export function plain(finding: Finding): object {
  const { at, related, fixes, ...rest } = finding;
  const place = (span: Finding['at']) => `${span.source.path}:${span.start}-${span.end}`;
  return {
    ...rest,
    at: place(at),
    related: related.map((one) => `${place(one.at)} ${one.message}`),
    fixes: fixes.map(({ title, safety, edits }) => ({
      title,
      safety,
      edits: edits.map((edit) =>
        'create' in edit
          ? { create: edit.create, text: edit.text }
          : { at: place(edit.span), text: edit.text },
      ),
    })),
  };
}
