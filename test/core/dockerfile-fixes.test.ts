/** Every first fix that is offered in a Dockerfile of the examples and of the rules' cases, by itself. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { type Fix, isCreate } from '../../core/index.ts';
import { applyFix, type Files } from '../../scripts/generate/example-review.ts';
import { repository } from '../../scripts/generate/rule-files.ts';
import { parseCaseFile } from '../support/case-file.ts';
import { assertGoodFix, reviewByDefault } from '../support/fix-properties.ts';
import { filesBelow } from '../support/shared-folder.ts';

const cases = join(repository, 'test', 'cases', 'dockerfile');
const examples = join(repository, 'examples');

test('fixes of the example files leave all else as it was, parse, and add nothing', () => {
  let tried = 0;
  for (const path of filesBelow(examples).filter((one) => one.endsWith('Dockerfile')))
    tried += tryFixes({ Dockerfile: readFileSync(join(examples, path), 'utf8') });
  assert.ok(tried > 0, 'the examples offer fixes');
});

for (const path of filesBelow(cases))
  test(`fixes in the cases of ${path} leave all else as it was, parse, and add nothing`, () => {
    for (const one of parseCaseFile(readFileSync(join(cases, path), 'utf8'))) {
      for (const [name, text] of Object.entries(one.files))
        if (/(?:^|\/)Dockerfile$/.test(name)) tryFixes({ Dockerfile: text });
    }
  });

/** How many fixes were tried. */
function tryFixes(files: Files): number {
  const before = reviewByDefault(files);
  // What is not understood hides what is behind it.
  if (before.findings.some(({ ruleId }) => ruleId === 'dockerfile/syntax')) return 0;
  // With its base image known, a stage can be judged at all.
  const offered = before.findings
    .filter(({ ruleId }) => ruleId !== 'dockerfile/undefined-base-argument')
    .flatMap((finding) => finding.fixes.slice(0, 1).map((fix) => ({ finding, fix })));
  for (const { finding, fix } of offered) {
    assertGoodFix(files, before, finding, fix);
    assert.equal(applyFix(files, fix).Dockerfile, pieced(files.Dockerfile!, fix), fix.title);
  }
  return offered.length;
}

/** The text with the edits put between what they leave alone. */
function pieced(text: string, { edits }: Fix): string {
  let result = '';
  let done = 0;
  const spans = edits.flatMap((edit) => (isCreate(edit) ? [] : [edit]));
  for (const { span, text: written } of spans.toSorted((one, other) => one.span.start - other.span.start)) {
    assert.ok(span.start >= done, 'edits do not overlap');
    result += text.slice(done, span.start) + written;
    done = span.end;
  }
  return result + text.slice(done);
}
