/** Random deployments with every fix applied: docker-compose refuses none that it took before. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { applyFix, type Files } from '../../scripts/generate/example-review.ts';
import { reviewByDefault } from '../support/fix-properties.ts';
import { anyComposeFile } from '../support/random-deployment.ts';
import { judgeCompose } from './compose-judge.ts';

/** docker-compose takes half a second a call, and there are two cores. */
const sample = 200;
const atOnce = 2;

/** More than any random deployment has findings. */
const mostFixes = 150;

test('docker-compose takes what all fixes make of what it took', { timeout: 600_000 }, async (context) => {
  const waiting = fc.sample(anyComposeFile, { numRuns: sample, seed: 20_261_124 });
  const refused: string[] = [];
  let accepted = 0;
  const work = async (): Promise<void> => {
    for (let text = waiting.pop(); text !== undefined; text = waiting.pop()) {
      const files: Files = { 'compose.yaml': text };
      const after = await judgeCompose(allFixed(files));
      if (after.errors.length === 0) {
        accepted++;
        continue;
      }
      const before = await judgeCompose(files);
      if (before.errors.length === 0) refused.push(`${after.errors.join()}\n${text}`);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  context.diagnostic(`docker-compose accepts ${accepted} of ${sample} deployments after their fixes`);
  assert.ok(accepted > sample / 2);
  assert.deepEqual(refused, []);
});

/** Each first fix in turn, until none is left. */
function allFixed(files: Files): Files {
  let fixed = files;
  for (let applied = 0; applied < mostFixes; applied++) {
    const fix = reviewByDefault(fixed).findings.find((finding) => finding.fixes.length > 0)?.fixes[0];
    if (!fix) break;
    fixed = applyFix(fixed, fix);
  }
  return fixed;
}
