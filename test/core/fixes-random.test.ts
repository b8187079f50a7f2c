/** Random deployments: whatever a fix is offered for, it mends that and nothing else. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { applyFix, type Files } from '../../scripts/generate/example-review.ts';
import '../support/fixed-seed.ts';
import { assertGoodFix, reviewByDefault } from '../support/fix-properties.ts';
import { anyDeployment } from '../support/random-deployment.ts';

/** Fixes that are tried of each deployment; which ones is drawn, too. */
const triedFixes = 6;

/** More than any random deployment has findings. */
const mostFixes = 150;

const anyPicks = fc.array(fc.nat(), { minLength: triedFixes, maxLength: triedFixes });

test('a fix closes its finding, adds none, and keeps the rest of the document', {
  timeout: 300_000,
}, (context) => {
  let tried = 0;
  fc.assert(
    fc.property(anyDeployment, anyPicks, (files, picks) => {
      const before = reviewByDefault(files);
      const offered = before.findings.flatMap((finding) => finding.fixes.map((fix) => ({ finding, fix })));
      for (const at of new Set(picks.map((pick) => pick % Math.max(1, offered.length)))) {
        const one = offered[at];
        if (!one) continue;
        tried++;
        assertGoodFix(files, before, one.finding, one.fix);
      }
    }),
    { numRuns: 150 },
  );
  context.diagnostic(`${tried} fixes`);
  assert.ok(tried > 400);
});

test('mending one finding after the other comes to an end', {
  timeout: 300_000,
}, () => {
  fc.assert(
    fc.property(anyDeployment, (drawn) => {
      let files: Files = drawn;
      let review = reviewByDefault(files);
      let applied = 0;
      for (;;) {
        const fix = review.findings.find((finding) => finding.fixes.length > 0)?.fixes[0];
        if (!fix) return;
        assert.ok(++applied <= mostFixes, `"${fix.title}" is offered again and again`);
        files = applyFix(files, fix);
        review = reviewByDefault(files);
      }
    }),
    { numRuns: 20 },
  );
});
