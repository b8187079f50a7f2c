/** What typing looks like: every prefix of every file of the examples and of the reviewed deployment, each in its whole project. */
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { repository } from '../../scripts/generate/rule-files.ts';
import { reviewFolder } from '../support/disk-review.ts';
import { copyOfAbunfi } from './abunfi.ts';
import { reviewPrefixes } from './prefixes.ts';

for (const name of readdirSync(join(repository, 'examples'))) {
  test(`examples/${name}`, { timeout: 600_000 }, (context) =>
    everyPrefix(join(repository, 'examples', name), context),
  );
}

test('abunfi', { timeout: 600_000 }, (context) => {
  const root = copyOfAbunfi(context);
  if (root !== undefined) everyPrefix(root, context);
});

function everyPrefix(root: string, context: TestContext): void {
  const { project, texts } = reviewFolder(root, { all: true });
  let prefixes = 0;
  for (const [path, text] of texts) {
    if (path.startsWith(`${root}/`)) prefixes += reviewPrefixes(project, path, text, 'character');
  }
  context.diagnostic(`${prefixes} prefixes of ${texts.size} files`);
  assert.ok(prefixes > 0);
}
