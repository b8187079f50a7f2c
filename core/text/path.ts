/** Paths inside the engine: `/` separators, no trailing slash, `.` and `..` resolved where possible. */

/** A path with `\` turned into `/` and `.`/`..` segments resolved; `''` and `'.'` both become `'.'`. */
export function normalizePath(path: string): string {
  const slashed = path.replaceAll('\\', '/');
  const absolute = slashed.startsWith('/');
  const parts: string[] = [];
  for (const part of slashed.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else if (part !== '..' || !absolute) parts.push(part);
  }
  const joined = parts.join('/');
  return absolute ? `/${joined}` : joined || '.';
}

export function isAbsolutePath(path: string): boolean {
  return path.startsWith('/') || /^[A-Za-z]:[\\/]/.test(path);
}

/** `path` as seen from `base` (a folder); an absolute `path` stays as it is. */
export function joinPath(base: string, path: string): string {
  return normalizePath(isAbsolutePath(path) || base === '' || base === '.' ? path : `${base}/${path}`);
}

/** The folder that holds a path; `'.'` for a bare name. */
export function folderOf(path: string): string {
  const slash = path.lastIndexOf('/');
  if (slash < 0) return '.';
  return slash === 0 ? '/' : path.slice(0, slash);
}

/** The last segment of a path. */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Whether `path` is `folder` or lies below it. */
export function isInside(folder: string, path: string): boolean {
  if (folder === '.' || folder === '')
    return !path.startsWith('../') && path !== '..' && !path.startsWith('/');
  return path === folder || path.startsWith(folder === '/' ? '/' : `${folder}/`);
}

/** The way from a folder to a path, with `..` where needed; both of one kind (absolute or relative). */
export function relativePath(folder: string, path: string): string {
  const from = normalizePath(folder) === '.' ? [] : normalizePath(folder).split('/');
  const to = normalizePath(path) === '.' ? [] : normalizePath(path).split('/');
  let shared = 0;
  while (shared < from.length && shared < to.length && from[shared] === to[shared]) shared++;
  return [...from.slice(shared).map(() => '..'), ...to.slice(shared)].join('/') || '.';
}
