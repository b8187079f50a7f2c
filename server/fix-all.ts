import { diffArrays } from 'diff';
import type { TextEdit } from 'vscode-languageserver-protocol';
import { applyEdits, type Finding, type Fix, isCreate, type Review } from '../core/index.ts';

/** No file has more findings to mend one after the other than this. */
const roundsAtMost = 1000;

/**
 * A file's text with every safe fix applied that touches this file alone. After each round of fixes the text is
 * reviewed again, so a fix is never applied to a text that it was not made for; a round holds at most one fix of each
 * service, and no two that touch.
 * @param review reviews the deployment with another text of the file.
 */
export function fixAllSafe(
  path: string,
  text: string,
  first: Review,
  review: (text: string) => Review,
): string {
  let fixed = text;
  let latest = first;
  const seen = new Set([text]);
  for (let round = 0; round < roundsAtMost; round++) {
    const fixes = fixesOfRound(path, latest.findings);
    if (fixes.length === 0) break;
    const next = applyEdits(
      path,
      fixed,
      fixes.flatMap((fix) => fix.edits),
    );
    if (next === undefined || seen.has(next)) break;
    seen.add(next);
    fixed = next;
    latest = review(fixed);
  }
  return fixed;
}

/** The first safe fix of a finding, where it changes nothing but this file. */
export function safeFix(path: string, finding: Finding): Fix | undefined {
  if (finding.at.source.path !== path) return undefined;
  const fix = finding.fixes[0];
  if (fix?.safety !== 'safe') return undefined;
  return fix.edits.every((edit) => !isCreate(edit) && edit.span.source.path === path) ? fix : undefined;
}

function fixesOfRound(path: string, findings: readonly Finding[]): readonly Fix[] {
  const round: Fix[] = [];
  const services = new Set<string>();
  for (const finding of findings) {
    const fix = safeFix(path, finding);
    const service = finding.service ?? '';
    if (!fix || services.has(service) || round.some((other) => touch(other, fix))) continue;
    services.add(service);
    round.push(fix);
  }
  return round;
}

/** Whether two fixes change the same place, an insert at the other's edge included. */
export function touch(a: Fix, b: Fix): boolean {
  return a.edits.some(
    (one) =>
      !isCreate(one) &&
      b.edits.some(
        (two) => !isCreate(two) && one.span.start <= two.span.end && two.span.start <= one.span.end,
      ),
  );
}

/** The edits of whole lines that make one text of another. */
export function lineEdits(before: string, after: string): readonly TextEdit[] {
  const edits: TextEdit[] = [];
  let line = 0;
  let end = 0;
  let newText = '';
  const flush = () => {
    if (end > line || newText !== '')
      edits.push({ range: { start: { line, character: 0 }, end: { line: end, character: 0 } }, newText });
    line = end;
    newText = '';
  };
  for (const part of diffArrays(linesOf(before), linesOf(after))) {
    if (part.added) newText += part.value.join('');
    else if (part.removed) end += part.value.length;
    else {
      flush();
      line = end + part.value.length;
      end = line;
    }
  }
  flush();
  return edits;
}

/** Lines with their line breaks. */
function linesOf(text: string): string[] {
  return text.match(/[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$/g) ?? [];
}
