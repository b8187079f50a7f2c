/** Random deployments with every fix applied: docker-compose refuses none that it took before. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Edit, isCreate } from '../../core/index.ts';
import { applyFix, type Files } from '../../scripts/generate/example-review.ts';
import { reviewByDefault } from '../support/fix-properties.ts';
import { anyComposeFile } from '../support/random-deployment.ts';
import { judgeCompose } from './compose-judge.ts';

/** docker-compose takes half a second a call, and there are two cores. */
const sample = 200;
const atOnce = 2;

/** More than any random deployment has findings about one place. */
const mostRounds = 60;

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

/** First fixes, as many at once as stand apart from each other, until none is left. */
function allFixed(files: Files): Files {
  let fixed = files;
  for (let round = 0; round < mostRounds; round++) {
    const edits: Edit[] = [];
    for (const { fixes } of reviewByDefault(fixed).findings) {
      const own = fixes[0]?.edits ?? [];
      if (own.every((edit) => edits.every((other) => standApart(edit, other)))) edits.push(...own);
    }
    if (edits.length === 0) break;
    fixed = applyFix(fixed, { title: 'all of a round', safety: 'review', edits });
  }
  return fixed;
}

function standApart(a: Edit, b: Edit): boolean {
  if (isCreate(a) || isCreate(b)) return !isCreate(a) || !isCreate(b) || a.create !== b.create;
  return a.span.source !== b.span.source || a.span.end < b.span.start || b.span.end < a.span.start;
}
