import { type Deployment, folderOf, joinPath } from '../../core/rule.ts';

/** Whether a path may lie in a git submodule, which is empty until it is fetched: some folder above it has a `.gitmodules`. */
export function maybeSubmodule({ tree }: Deployment, path: string): boolean {
  let folder = folderOf(path);
  while (tree.knows(folder)) {
    if (tree.isFile(joinPath(folder, '.gitmodules'))) return true;
    const parent = folderOf(folder);
    if (parent === folder) return false;
    folder = parent;
  }
  return false;
}
