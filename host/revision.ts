import { folderOf, isInside, joinPath, nameOf, normalizePath, relativePath } from '../core/text/index.ts';
import { GitError, git } from './git.ts';
import { type Listing, type ListOptions, skippedFolders } from './list.ts';
import { disk, type FileSource } from './load.ts';
import { enginePath, factsOf, realPath } from './path.ts';
import { decode, largestFile, type ReadResult } from './read.ts';

/** One file or link of a revision. */
interface Entry {
  readonly id: string;
  readonly kind: 'file' | 'link' | 'submodule';
}

/** Links that lead to links end somewhere. */
const mostLinks = 10;

/**
 * The repositories' files as they were at a revision. What git does not keep is as it is on the disk: ignored files, files
 * outside of the repositories, submodules; and so is our own configuration, by today's wording of which both are judged.
 */
export class Revision implements FileSource {
  readonly #trees: readonly Tree[];

  /** @param paths absolute paths of what is reviewed. @throws GitError */
  constructor(reference: string, paths: readonly string[]) {
    const trees = new Map<string, Tree>();
    for (const path of paths) {
      const folder = factsOf(path)?.isDirectory() ? path : folderOf(path);
      if ([...trees.values()].some((tree) => tree.holds(folder))) continue;
      const tree = new Tree(folder, reference);
      trees.set(tree.top, tree);
    }
    this.#trees = [...trees.values()];
  }

  list(folders: readonly string[], options: ListOptions): Listing {
    const now = disk.list(folders, options);
    const kept = now.paths.filter((path) => !this.#treeOf(path));
    const paths: string[] = [];
    for (const tree of this.#trees) {
      kept.push(...tree.unkept(now.paths.filter((path) => this.#treeOf(path) === tree)));
      paths.push(...tree.below(folders));
    }
    const all = [...new Set([...kept, ...paths])];
    // As the disk lists them: what lies near comes first.
    all.sort((a, b) => depthOf(a) - depthOf(b) || (a < b ? -1 : 1));
    return { ...now, paths: all };
  }

  ahead(paths: readonly string[]): void {
    for (const tree of this.#trees) tree.fetch(paths.filter((path) => this.#treeOf(path) === tree));
  }

  read(path: string): ReadResult {
    const tree = this.#treeOf(path);
    return tree && !isConfiguration(path) ? tree.read(path) : disk.read(path);
  }

  kind(path: string): 'folder' | 'file' | undefined {
    const tree = this.#treeOf(path);
    return tree ? tree.kind(path) : disk.kind(path);
  }

  #treeOf(path: string): Tree | undefined {
    return this.#trees.find((tree) => tree.holds(path));
  }
}

/** A repository at a revision. */
class Tree {
  /** Its folder on the disk, as the paths that are asked for begin. */
  readonly top: string;
  readonly #commit: string;
  readonly #entries = new Map<string, Entry>();
  readonly #folders = new Set<string>();
  readonly #texts = new Map<string, ReadResult>();
  /** Files that git ignores or does not reach: as they are now. */
  readonly #unkept = new Set<string>();
  readonly #real = new Map<string, boolean>();

  constructor(folder: string, reference: string) {
    this.top = topOf(folder);
    this.#commit = commitOf(folder, reference);
    this.#list();
  }

  holds(path: string): boolean {
    return isInside(this.top, path);
  }

  /** Every file at or below some folders. */
  below(folders: readonly string[]): readonly string[] {
    return [...this.#entries]
      .filter(([path, { kind }]) => kind !== 'submodule' && !isConfiguration(path) && !isSkipped(path))
      .map(([path]) => path)
      .filter((path) => folders.some((folder) => isInside(folder, path)));
  }

  /** Those of the disk's files that no revision says anything of. */
  unkept(paths: readonly string[]): readonly string[] {
    const unknown = paths.filter((path) => !this.#entries.has(path) || isKeptByName(path));
    const [asked, outside] = [[] as string[], [] as string[]];
    for (const path of unknown) (this.#isPlain(path) ? asked : outside).push(path);
    const relative = asked.map((path) => relativePath(this.top, path));
    const { status, out, error } = git(this.top, ['check-ignore', '-z', '--stdin'], relative.join('\0'));
    if (status > 1) throw new GitError(`git does not say which files it ignores: ${firstLine(error)}`);
    const ignored = textsOf(out).map((path) => joinPath(this.top, path));
    for (const path of [...ignored, ...outside, ...asked.filter(isKeptByName)]) this.#unkept.add(path);
    return [...this.#unkept];
  }

  fetch(paths: readonly string[]): void {
    const ids = new Map<string, string>();
    for (const path of paths) {
      const entry = this.#resolve(path);
      if (entry && !this.#texts.has(entry.id)) ids.set(entry.id, path);
    }
    if (ids.size === 0) return;
    const { out } = git(this.top, ['cat-file', '--batch'], [...ids.keys()].map((id) => `${id}\n`).join(''));
    for (const { id, bytes } of objectsOf(out)) {
      if (!bytes) continue;
      this.#texts.set(
        id,
        bytes.length > largestFile ? { unreadable: 'It is larger than 5 MB.' } : decode(bytes),
      );
    }
    for (const [id, path] of ids) {
      if (this.#texts.has(id)) continue;
      const name = relativePath(this.top, path);
      throw new GitError(`This clone lacks ${name} of that revision: fetch it first.`);
    }
  }

  read(path: string): ReadResult {
    const entry = this.#resolve(path);
    if (!entry) return this.#unkept.has(path) || this.#inSubmodule(path) ? disk.read(path) : undefined;
    if (!this.#texts.has(entry.id)) this.fetch([path]);
    return this.#texts.get(entry.id);
  }

  kind(path: string): 'folder' | 'file' | undefined {
    if (path === this.top || this.#folders.has(path)) return 'folder';
    if (this.#resolve(path)) return 'file';
    return this.#unkept.has(path) || this.#inSubmodule(path) ? disk.kind(path) : undefined;
  }

  #list(): void {
    const { status, out, error } = git(this.top, ['ls-tree', '-r', '-z', '--full-tree', this.#commit]);
    if (status !== 0) throw new GitError(`git does not list that revision: ${firstLine(error)}`);
    for (const line of textsOf(out)) {
      // `100644 blob <id>\t<path>`
      const tab = line.indexOf('\t');
      const [mode, , id] = line.slice(0, tab).split(' ');
      const path = joinPath(this.top, line.slice(tab + 1));
      this.#entries.set(path, { id: id ?? '', kind: kinds.get(mode ?? '') ?? 'file' });
      for (let at = folderOf(path); at !== this.top && !this.#folders.has(at); at = folderOf(at))
        this.#folders.add(at);
    }
  }

  /** The file at a path, links on the way and at its end followed, as far as they stay in the repository. */
  #resolve(path: string, links = 0): Entry | undefined {
    const entry = this.#entries.get(path);
    if (entry?.kind === 'file') return entry;
    if (links === mostLinks) return undefined;
    for (let at = path; at !== this.top && this.holds(at); at = folderOf(at)) {
      const link = this.#entries.get(at);
      if (link?.kind !== 'link') continue;
      const target = this.#targetOf(link);
      if (target === undefined) return undefined;
      return this.#resolve(
        normalizePath(joinPath(joinPath(folderOf(at), target), path.slice(at.length + 1))),
        links + 1,
      );
    }
    return undefined;
  }

  #targetOf({ id }: Entry): string | undefined {
    const [object] = objectsOf(git(this.top, ['cat-file', '--batch'], `${id}\n`).out);
    return object?.bytes?.toString();
  }

  #inSubmodule(path: string): boolean {
    for (let at = path; at !== this.top && this.holds(at); at = folderOf(at))
      if (this.#entries.get(at)?.kind === 'submodule') return true;
    return false;
  }

  /** Whether git can be asked about a file: it cannot behind a link, nor in a submodule. */
  #isPlain(path: string): boolean {
    if (this.#inSubmodule(path)) return false;
    const folder = folderOf(path);
    const known = this.#real.get(folder);
    if (known !== undefined) return known;
    const plain =
      realPath(folder) === joinPath(realPath(this.top) ?? this.top, relativePath(this.top, folder));
    this.#real.set(folder, plain);
    return plain;
  }
}

const kinds: ReadonlyMap<string, Entry['kind']> = new Map([
  ['120000', 'link'],
  ['160000', 'submodule'],
]);

/** @throws GitError */
function topOf(folder: string): string {
  const { status, out, error } = git(folder, ['rev-parse', '--show-prefix', '--show-toplevel']);
  if (status !== 0) throw new GitError(noRepository(folder, error));
  const [prefix = '', top = ''] = out.toString().split('\n');
  // What is reviewed may be named through a link: paths begin as the person wrote them.
  const inner = prefix.replace(/\/$/, '');
  if (inner === '') return folder;
  return folder.endsWith(`/${inner}`) ? folder.slice(0, -inner.length - 1) : enginePath(top);
}

function noRepository(folder: string, error: string): string {
  if (error.includes('not a git repository'))
    return `--since needs a git repository, and ${folder} is in none.`;
  return `git does not read the repository of ${folder}: ${firstLine(error)}`;
}

/** @throws GitError */
function commitOf(folder: string, reference: string): string {
  const asked = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${reference}^{commit}`];
  const { status, out } = git(folder, asked);
  if (status === 0) return out.toString().trim();
  const shallow = git(folder, ['rev-parse', '--is-shallow-repository']).out.toString().trim() === 'true';
  throw new GitError(
    `git knows no commit "${reference}" here.${shallow ? ' This clone is shallow: fetch more of its history (git fetch --unshallow; fetch-depth: 0 for actions/checkout).' : ''}`,
  );
}

/** What `cat-file --batch` wrote: `<id> <type> <size>\n<bytes>\n`, or `<id> missing\n`. */
function objectsOf(out: Buffer): readonly { readonly id: string; readonly bytes: Buffer | undefined }[] {
  const objects: { id: string; bytes: Buffer | undefined }[] = [];
  let at = 0;
  while (at < out.length) {
    const end = out.indexOf('\n', at);
    if (end < 0) break;
    const [id = '', , size] = out.toString('latin1', at, end).split(' ');
    const length = size === undefined ? undefined : Number(size);
    objects.push({ id, bytes: length === undefined ? undefined : out.subarray(end + 1, end + 1 + length) });
    at = end + 1 + (length === undefined ? 0 : length + 1);
  }
  return objects;
}

function textsOf(out: Buffer): readonly string[] {
  return out
    .toString()
    .split('\0')
    .filter((one) => one !== '');
}

function firstLine(text: string): string {
  return (
    text
      .trim()
      .split('\n')[0]
      ?.replace(/^fatal: /, '') ?? ''
  );
}

function depthOf(path: string): number {
  return path.split('/').length;
}

function isConfiguration(path: string): boolean {
  return /^\.seaworthy\.ya?ml$/.test(nameOf(path));
}

function isSkipped(path: string): boolean {
  return path.split('/').some((name) => skippedFolders.has(name));
}

/** Files that belong to no revision whatever git ignores: our configuration, and git's own folder. */
function isKeptByName(path: string): boolean {
  return isConfiguration(path) || nameOf(path) === '.git';
}
