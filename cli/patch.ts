import { createTwoFilesPatch } from 'diff';
import { shownPath } from '../core/report/report.ts';
import type { FileChange } from '../host/write.ts';

/** Changes as a unified diff that `git apply` and `patch -p1` take, by path. */
export function patchText(changes: readonly FileChange[], cwd: string): string {
  const sorted = [...changes].sort((a, b) => (a.path < b.path ? -1 : 1));
  return sorted
    .map(({ path, before, after }) => {
      const shown = shownPath(path, cwd);
      const from = before === undefined ? '/dev/null' : `a/${shown}`;
      // The first line is a ruler that only some tools pass over.
      return createTwoFilesPatch(from, `b/${shown}`, before ?? '', after).replace(/^=+\n/, '');
    })
    .join('');
}
