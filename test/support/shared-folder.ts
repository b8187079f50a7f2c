import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { repository } from '../../scripts/generate/rule-files.ts';

/**
 * A path in the folder of material beside the repository, which a plain clone does not have.
 * @returns undefined, with a diagnostic in the test's output, where it is not there: the test then has nothing to read.
 */
export function sharedPath(path: string, context?: TestContext): string | undefined {
  const full = join(repository, '..', 'shared', path);
  if (existsSync(full)) return full;
  context?.diagnostic(`../shared/${path} is not there: nothing to test against`);
  return undefined;
}

/** Every file below a folder, relative to it, with `/` separators. */
export function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll('\\', '/'),
    )
    .sort();
}
