import {
  chmodSync,
  chownSync,
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { folderOf, isInside, nameOf } from '../core/text/index.ts';
import { errorCode, failureText } from './failure.ts';
import type { HostProblem } from './list.ts';
import { factsOf, realPath } from './path.ts';
import { readText } from './read.ts';

/** A file's new text. `before` is what was read; undefined creates the file. */
export interface FileChange {
  readonly path: string;
  readonly before: string | undefined;
  readonly after: string;
}

export interface WriteOutcome {
  readonly written: readonly string[];
  /** Why files were left as they are. */
  readonly refused: readonly HostProblem[];
}

interface Prepared {
  readonly change: FileChange;
  /** Where the file really lies: a link to it stays a link. */
  readonly target: string;
  readonly temporary: string;
}

/**
 * Replace files, each at once: its new text is written beside it and renamed over it, mode and owner kept.
 * Nothing is written at all where one of them lies outside the reviewed folders (followed through links),
 * changed since it was read, or cannot be written.
 * @param changes at most one a path. @param inside absolute paths of folders or single files that may be written.
 */
export function writeChanges(changes: readonly FileChange[], inside: readonly string[]): WriteOutcome {
  const prepared: Prepared[] = [];
  const refused: HostProblem[] = [];
  for (const change of changes) {
    const result = prepare(change, inside);
    if ('message' in result) refused.push(result);
    else prepared.push(result);
  }
  if (refused.length > 0) {
    for (const { temporary } of prepared) rmSync(temporary, { force: true });
    return { written: [], refused };
  }
  return commit(prepared);
}

function prepare(change: FileChange, inside: readonly string[]): Prepared | HostProblem {
  const { path } = change;
  const folder = nearestFolder(folderOf(path));
  const target = change.before === undefined ? path : realPath(path);
  if (target === undefined) return { path, message: 'It is gone since it was read.' };
  const home = change.before === undefined ? realPath(folder) : target;
  if (home === undefined || !isAllowed(change, home, inside))
    return { path, message: 'It lies outside of what is reviewed.' };
  const stale = staleness(change);
  if (stale !== undefined) return { path, message: stale };
  try {
    mkdirSync(folderOf(target), { recursive: true });
    const temporary = `${folderOf(target)}/.${nameOf(target)}.${process.pid}.seaworthy`;
    writeSafely(temporary, change, target);
    return { change, target, temporary };
  } catch (error) {
    return { path, message: `It cannot be written: ${failureText(error)}.` };
  }
}

function isAllowed(change: FileChange, home: string, inside: readonly string[]): boolean {
  return inside.some((allowed) => {
    if (allowed === change.path) return true;
    const real = realPath(allowed);
    return real !== undefined && isInside(real, home);
  });
}

/** Why a file is no longer what was read. */
function staleness({ path, before }: FileChange): string | undefined {
  const now = readText(path);
  if (before === undefined) return now === undefined ? undefined : 'It is there already.';
  if (now === undefined) return 'It is gone since it was read.';
  return 'text' in now && now.text === before ? undefined : 'It changed since it was read.';
}

function writeSafely(temporary: string, change: FileChange, target: string): void {
  const old = change.before === undefined ? undefined : statSync(target);
  const file = openSync(temporary, 'wx', old ? 0o600 : 0o666);
  try {
    writeFileSync(file, change.after);
    // Without this a crash of the machine may leave an empty file behind the rename.
    fsyncSync(file);
  } catch (error) {
    closeSync(file);
    rmSync(temporary, { force: true });
    throw error;
  }
  closeSync(file);
  if (!old) return;
  try {
    chownSync(temporary, old.uid, old.gid);
  } catch {
    // Only root may give a file away; for everybody else it is theirs already.
  }
  chmodSync(temporary, old.mode & 0o7777);
}

function commit(prepared: readonly Prepared[]): WriteOutcome {
  const written: string[] = [];
  const refused: HostProblem[] = [];
  for (const { change, target, temporary } of prepared) {
    try {
      const stale = staleness(change);
      if (stale !== undefined) throw new Error(stale);
      renameSync(temporary, target);
      written.push(change.path);
    } catch (error) {
      rmSync(temporary, { force: true });
      const message =
        errorCode(error) === undefined && error instanceof Error
          ? error.message
          : `It cannot be written: ${failureText(error)}.`;
      refused.push({ path: change.path, message });
    }
  }
  return { written, refused };
}

function nearestFolder(folder: string): string {
  let nearest = folder;
  while (factsOf(nearest) === undefined && folderOf(nearest) !== nearest) nearest = folderOf(nearest);
  return nearest;
}
