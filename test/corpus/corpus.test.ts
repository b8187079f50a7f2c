/** Real files of public projects: nothing in the engine may throw on them, whole or half-typed. */
import assert from 'node:assert/strict';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { assertNoRuleFailed } from '../support/assert-review.ts';
import { reviewFolder } from '../support/disk-review.ts';
import { sharedPath } from '../support/shared-folder.ts';
import { reviewPrefixes } from './prefixes.ts';

/** Prefixes of a file of the corpus are reviewed about this often. */
const prefixesOfAFile = 12;

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
      const lines = Math.max(1, Math.ceil(text.split('\n').length / prefixesOfAFile));
      prefixes += reviewPrefixes(project, path, text, { lines });
      files++;
    }
  }
  context.diagnostic(`${files} files in ${folders.length} projects, ${prefixes} prefixes`);
  assert.ok(files > 0);
});
