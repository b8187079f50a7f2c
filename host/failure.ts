/** Why the disk refused, in words a reader can act on: `permission denied`. */
export function failureText(error: unknown): string {
  const code = errorCode(error);
  if (code !== undefined && code in reasons) return reasons[code] as string;
  return error instanceof Error ? error.message : String(error);
}

/** The system's code of a file error (`ENOENT`), where it has one. */
export function errorCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  ENOSPC: 'no space is left on the disk',
  ELOOP: 'its links lead in a circle',
  EMFILE: 'too many files are open',
  EIO: 'the disk reports an error',
  ENOENT: 'it is not there',
  EEXIST: 'it is there already',
};
