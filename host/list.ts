import { type Dirent, readdirSync } from 'node:fs';
import { isInside } from '../core/text/index.ts';
import { failureText } from './failure.ts';
import { factsOf, outermost, realPath } from './path.ts';

/** Something on the disk that could not be looked at. */
export interface HostProblem {
  readonly path: string;
  readonly message: string;
}

export interface Listing {
  /** Folders that were listed whole. */
  readonly roots: readonly string[];
  /** Every file below them, nearest first. */
  readonly paths: readonly string[];
  /** Files reached through a linked folder that is listed at its own place too: there by name, reviewed once. */
  readonly aliases: ReadonlySet<string>;
  readonly problems: readonly HostProblem[];
}

export interface ListOptions {
  /** Files and folders looked at before the listing gives up; a file server's root would not end. */
  readonly limit?: number;
}

interface Folder {
  readonly path: string;
  /** Folders entered through links on the way here, at their own places: to notice a circle. */
  readonly trail: readonly string[];
  readonly alias: boolean;
}

/** Tools' own folders: they hold no deployment and many files. Of `.git` the name is kept: it shows where a repository begins. */
export const skippedFolders: ReadonlySet<string> = new Set(['.git', 'node_modules']);

/**
 * List every file below some folders, breadth first, so that what lies near is found before a limit is reached.
 * Links are followed; one that leads back to where it came from is not.
 * @param folders absolute paths; those inside others are listed once.
 */
export function listFiles(folders: readonly string[], options: ListOptions = {}): Listing {
  const roots = outermost(folders);
  const walk = new Walk(roots, options.limit ?? 200_000);
  const whole = roots.filter((root) => walk.list(root));
  return { roots: whole, paths: walk.paths, aliases: walk.aliases, problems: walk.problems };
}

class Walk {
  readonly paths: string[] = [];
  readonly aliases = new Set<string>();
  readonly problems: HostProblem[] = [];
  readonly #limit: number;
  readonly #rootsAtHome: readonly string[];
  #seen = 0;

  constructor(roots: readonly string[], limit: number) {
    this.#limit = limit;
    this.#rootsAtHome = roots.map((root) => realPath(root) ?? root);
  }

  /** @returns whether everything below the root was seen. */
  list(root: string): boolean {
    const queue: Folder[] = [{ path: root, trail: [realPath(root) ?? root], alias: false }];
    // Linked folders wait until the tree itself is listed: it must not fall to the limit on their account.
    const linked: Folder[] = [];
    let next = 0;
    for (;;) {
      const folder = next < queue.length ? queue[next++] : linked.shift();
      if (folder === undefined) return true;
      if (!this.#listOne(folder, queue, linked)) return this.#giveUp(root);
    }
  }

  #listOne(folder: Folder, queue: Folder[], linked: Folder[]): boolean {
    for (const entry of this.#entries(folder.path)) {
      if (++this.#seen > this.#limit) return false;
      this.#take(entry, folder, queue, linked);
    }
    return true;
  }

  #giveUp(root: string): false {
    const limit = this.#limit.toLocaleString('en-GB');
    this.problems.push({
      path: root,
      message: `It holds more than ${limit} files; those beyond were not looked at.`,
    });
    return false;
  }

  #take(entry: Dirent, folder: Folder, queue: Folder[], linked: Folder[]): void {
    const path = folder.path.endsWith('/') ? folder.path + entry.name : `${folder.path}/${entry.name}`;
    if (entry.name === '.git') this.#file(path, folder.alias);
    else if (skippedFolders.has(entry.name)) return;
    else if (entry.isDirectory()) queue.push({ ...folder, path });
    else if (entry.isFile()) this.#file(path, folder.alias);
    else if (entry.isSymbolicLink()) this.#link(path, folder, linked);
  }

  #file(path: string, alias: boolean): void {
    this.paths.push(path);
    if (alias) this.aliases.add(path);
  }

  #link(path: string, folder: Folder, linked: Folder[]): void {
    const target = factsOf(path);
    if (target?.isFile()) this.#file(path, folder.alias);
    if (!target?.isDirectory()) return;
    const home = realPath(path);
    const here = realPath(folder.path);
    if (home === undefined || here === undefined) return;
    if (isInside(home, here) || folder.trail.includes(home)) return;
    const alias = folder.alias || this.#rootsAtHome.some((root) => isInside(root, home));
    linked.push({ path, trail: [...folder.trail, home], alias });
  }

  #entries(folder: string): readonly Dirent[] {
    try {
      return readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
    } catch (error) {
      this.problems.push({ path: folder, message: `The folder cannot be listed: ${failureText(error)}.` });
      return [];
    }
  }
}
