/** Real files of public projects: nothing in the engine may throw on them, whole or half-typed. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { looksLikeNginx } from '../../core/model/file-kind.ts';
import { rules } from '../../rules/index.ts';
import { exampleProject, settledReview } from '../../scripts/generate/example-review.ts';
import { assertNoRuleFailed } from '../support/assert-review.ts';
import { reviewFolder } from '../support/disk-review.ts';
import { filesBelow, sharedPath } from '../support/shared-folder.ts';
import { reviewPrefixes, type Step } from './prefixes.ts';

/** Into how many prefixes a file of the corpus is cut. */
const prefixesOfAFile = 20;

test('the corpus is reviewed, whole and half-typed', { timeout: 600_000 }, (context) => {
  const corpus = sharedPath('corpus', context);
  if (corpus === undefined) return;
  const folders = readdirSync(corpus).filter((name) => statSync(join(corpus, name)).isDirectory());
  let files = 0;
  let prefixes = 0;
  for (const folder of folders) {
    const { project, review, texts } = reviewFolder(join(corpus, folder), { all: true });
    assertNoRuleFailed(review, `in ${folder}`);
    for (const [path, text] of texts) {
      prefixes += reviewPrefixes(project, path, text, step(text));
      files++;
    }
  }
  context.diagnostic(`${files} files in ${folders.length} projects, ${prefixes} prefixes`);
  assert.ok(files > 0);
});

test('nginx samples, which projects name as nothing reads them, are reviewed by themselves', {
  timeout: 600_000,
}, (context) => {
  const corpus = sharedPath('corpus', context);
  if (corpus === undefined) return;
  const samples = filesBelow(corpus).filter((path) => path.endsWith('.conf.sample'));
  let prefixes = 0;
  for (const sample of samples) {
    const text = readFileSync(join(corpus, sample), 'utf8');
    if (text === '' || !looksLikeNginx(text)) continue;
    const project = exampleProject({ 'conf.d/sample.conf': text }, { rules });
    assertNoRuleFailed(settledReview(project), `in ${sample}`);
    prefixes += reviewPrefixes(project, 'conf.d/sample.conf', text, step(text));
  }
  context.diagnostic(`${samples.length} samples, ${prefixes} prefixes`);
  assert.ok(samples.length > 0);
});

function step(text: string): Step {
  return { lines: Math.max(1, Math.ceil(text.split('\n').length / prefixesOfAFile)) };
}
