/** What every fix that adds services, volumes or files keeps to, held against whole deployments. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { type Edit, type Finding, type Fix, fileKind, isCreate } from '../../core/index.ts';
import {
  applyFix,
  type ExampleReviewOptions,
  type Files,
  findingsOf,
  reviewFiles,
} from '../../scripts/generate/example-review.ts';
import { assertNothingAdded } from '../support/assert-review.ts';
import { filesBelow } from '../support/shared-folder.ts';
import { judgeCompose } from './compose-judge.ts';

export interface WholeDeployment {
  readonly files: Files;
  readonly options: ExampleReviewOptions;
}

/** The files of a folder that a review reads, and others that scaffolds look at: settings of Prometheus and Alloy, Go’s modules. */
export function readFolder(folder: string): Files {
  const paths = filesBelow(folder).filter(
    (path) => fileKind(path) !== undefined || /\.(?:ya?ml|alloy|mod)$/.test(path),
  );
  return Object.fromEntries(paths.map((path) => [path, readFileSync(join(folder, path), 'utf8')]));
}

/**
 * Apply a fix of a rule's first finding that has one, and hold the result to what every scaffold keeps to.
 * @param choose which of the finding's fixes; the first one by default.
 * @returns the files that it makes.
 */
export async function scaffold(
  { files, options }: WholeDeployment,
  ruleId: string,
  choose: (fix: Fix) => boolean = () => true,
): Promise<Files> {
  const before = reviewFiles(files, options);
  const { finding, fix } = fixable(findingsOf(before, ruleId), choose);
  assert.equal(fix.safety, 'review');
  const after = applyFix(files, fix);
  const review = reviewFiles(after, options);
  assertNothingAdded(before.findings, review.findings, `"${fix.title}"`);
  const again = findingsOf(review, ruleId).filter((one) => one.message === finding.message);
  assert.deepEqual(
    again.flatMap((one) => one.fixes.map(({ title }) => title)),
    [],
    'applied a second time it has nothing to offer',
  );
  assertLinesKept(files, after, fix);
  for (const edit of fix.edits) {
    if (isCreate(edit) && /\.ya?ml$/.test(edit.create)) assert.ok(parse(edit.text), edit.create);
  }
  await assertAccepted(files, after);
  return after;
}

function fixable(
  findings: readonly Finding[],
  choose: (fix: Fix) => boolean,
): { readonly finding: Finding; readonly fix: Fix } {
  for (const finding of findings) {
    const fix = finding.fixes.find(choose);
    if (fix) return { finding, fix };
  }
  assert.fail('nothing is offered');
}

async function assertAccepted(before: Files, after: Files): Promise<void> {
  const said = (await judgeCompose(before)).errors;
  const { errors, output } = await judgeCompose(after);
  // Some files need values that only their owner has.
  if (said.length === 0) assert.match(output, /^services:/m, 'docker-compose is asked about something');
  assert.deepEqual(
    errors.filter((error) => !said.includes(error)),
    [],
    'docker-compose config',
  );
}

/** Every line that no edit is in is there still, in its order. */
function assertLinesKept(before: Files, after: Files, { edits }: Fix): void {
  for (const [path, text] of Object.entries(before)) {
    const changed = new Set(edits.flatMap((edit) => linesOf(edit, path)));
    const lines = after[path]?.split('\n') ?? [];
    let from = 0;
    for (const [index, line] of text.split('\n').entries()) {
      if (changed.has(index)) continue;
      const found = lines.indexOf(line, from);
      assert.ok(found >= 0, `${path}:${index + 1} is gone, or stands elsewhere: ${line}`);
      from = found + 1;
    }
  }
}

/** The lines of a file that an edit is in; an insertion at a line's begin or end leaves the line as it is. */
function linesOf(edit: Edit, path: string): readonly number[] {
  if (isCreate(edit) || edit.span.source.path !== path) return [];
  const { source, start, end } = edit.span;
  const first = source.position(start);
  const last = source.position(end);
  const atRim = first.column === 0 || start === source.lineEnd(first.line);
  if (start === end && atRim) return [];
  const lines = last.column === 0 && last.line > first.line ? last.line - 1 : last.line;
  return Array.from({ length: lines - first.line + 1 }, (_, index) => first.line + index);
}
