import { realpathSync, type Stats, statSync } from 'node:fs';
import { resolve, sep } from 'node:path';
import { isInside } from '../core/text/index.ts';

/** A path of this machine as the engine writes it: absolute, with `/` separators (`/home/x/compose.yaml`, `C:/x/compose.yaml`). */
export function enginePath(path: string): string {
  const absolute = resolve(path);
  return sep === '/' ? absolute : absolute.replaceAll(sep, '/');
}

/** Where a path leads when every link on the way is followed; undefined where it leads nowhere. */
export function realPath(path: string): string | undefined {
  try {
    return enginePath(realpathSync.native(path));
  } catch {
    return undefined;
  }
}

/** What lies at a path, links followed; undefined where nothing does or it cannot be told. */
export function factsOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

/** Folders without those that lie inside another of them. */
export function outermost(folders: readonly string[]): readonly string[] {
  const unique = [...new Set(folders)];
  return unique.filter((folder) => !unique.some((other) => other !== folder && isInside(other, folder)));
}
