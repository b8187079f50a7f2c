import { folderOf, isInside } from '../text/index.ts';

/** Which files and folders exist, as the host listed them; contents are not needed for that. */
export interface FileTree {
  /** Whether the tree was listed there at all: outside of it nothing can be said to be missing. */
  knows(path: string): boolean;
  isFile(path: string): boolean;
  isFolder(path: string): boolean;
  exists(path: string): boolean;
  /** Files below a folder, any depth, sorted. */
  below(folder: string): readonly string[];
}

/** @param roots the folders that were listed whole. @param paths every file in them. */
export function createFileTree(roots: readonly string[], paths: Iterable<string>): FileTree {
  const files = new Set(paths);
  const folders = new Set<string>(roots);
  for (const file of files) {
    let folder = folderOf(file);
    while (!folders.has(folder)) {
      folders.add(folder);
      const parent = folderOf(folder);
      if (parent === folder) break;
      folder = parent;
    }
  }
  let sorted: readonly string[] | undefined;
  return {
    knows: (path) => roots.some((root) => isInside(root, path)),
    isFile: (path) => files.has(path),
    isFolder: (path) => folders.has(path),
    exists: (path) => files.has(path) || folders.has(path),
    below: (folder) => {
      sorted ??= [...files].sort();
      return pathsBelow(sorted, folder);
    },
  };
}

/** The paths of a sorted list that lie in a folder; found without walking the list. */
export function pathsBelow(sorted: readonly string[], folder: string): readonly string[] {
  if (folder === '.' || folder === '') return sorted.filter((file) => isInside(folder, file));
  const prefix = folder === '/' ? '/' : `${folder}/`;
  const from = firstNotBelow(sorted, prefix);
  let to = from;
  while (sorted[to]?.startsWith(prefix)) to++;
  return sorted.slice(from, to);
}

/** Index of the first path of a sorted list that does not sort before `prefix`. */
function firstNotBelow(sorted: readonly string[], prefix: string): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < prefix) low = middle + 1;
    else high = middle;
  }
  return low;
}
