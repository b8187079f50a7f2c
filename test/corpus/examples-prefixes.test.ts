/** What typing looks like: every prefix of every file of the examples (some thousand of a long one), each in its whole project. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { repository } from '../../scripts/generate/rule-files.ts';
import { everyPrefix } from './prefixes.ts';

const folders = readdirSync(join(repository, 'examples'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);

for (const name of folders) {
  test(`examples/${name}`, { timeout: 600_000 }, (context) =>
    everyPrefix(join(repository, 'examples', name), context),
  );
}
