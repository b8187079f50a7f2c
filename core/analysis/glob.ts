import picomatch from 'picomatch/posix.js';

/** Whether a path matches a glob as `.gitignore` users expect: without a `/` it matches a name at any depth. */
export function matchesGlob(glob: string, path: string): boolean {
  const pattern = glob.startsWith('/') ? glob.slice(1) : glob.includes('/') ? glob : `**/${glob}`;
  const trimmed = pattern.replace(/\/$/, '');
  return picomatch.isMatch(path, [trimmed, `${trimmed}/**`], { dot: true });
}
