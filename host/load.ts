import type { FileWish, Review } from '../core/index.ts';
import { folderOf, joinPath } from '../core/text/index.ts';
import { type HostProblem, type Listing, type ListOptions, listFiles } from './list.ts';
import { factsOf, outermost } from './path.ts';
import { type ReadResult, readText } from './read.ts';

/** Where files come from: the disk, or a revision of it. */
export interface FileSource {
  /** @param folders absolute paths. */
  list(folders: readonly string[], options: ListOptions): Listing;
  /** Told of files that are read next, so that they can be fetched at once. */
  ahead(paths: readonly string[]): void;
  read(path: string): ReadResult;
  /** Undefined where nothing lies at a path. */
  kind(path: string): 'folder' | 'file' | undefined;
}

export const disk: FileSource = {
  list: listFiles,
  ahead: () => {},
  read: readText,
  kind: (path) => {
    const facts = factsOf(path);
    if (!facts) return undefined;
    return facts.isDirectory() ? 'folder' : 'file';
  },
};

/** The part of a project that loading needs. */
export interface LoadTarget {
  wants(path: string): FileWish;
  set(path: string, text: string): void;
  delete(path: string): void;
  unreadable(path: string, message: string): void;
  setTree(roots: readonly string[], paths: Iterable<string>): void;
  missing(): readonly string[];
  review(): Review;
}

export interface Loaded {
  readonly listing: Listing;
  /** Files that were named one by one: what is reviewed is the deployments that hold them. */
  readonly named: readonly string[];
  /** Arguments that lead nowhere. */
  readonly absent: readonly string[];
  /** Every text that was handed in. */
  readonly texts: ReadonlyMap<string, string>;
  readonly review: Review;
  /** Review again after texts were changed in the project, reading what they newly refer to. */
  again(): Review;
}

export interface LoadOptions extends ListOptions {
  /** Called before each file is read, and before each review. */
  readonly onProgress?: (step: LoadStep) => void;
  /** The disk where none is given. */
  readonly files?: FileSource;
}

export interface LoadStep {
  readonly doing: 'listing' | 'reading' | 'reviewing';
  readonly files: number;
}

/** Includes of includes of includes … end somewhere; a circle must not keep us here. */
const mostRounds = 50;

/**
 * Fill a project from the disk and review it: folders are listed, a file's folder is listed as its context, and what
 * the files refer to is read in turn. Configuration and `.gitignore` files of the folders above hold too.
 * @param paths absolute paths in the engine's form.
 */
export function load(project: LoadTarget, paths: readonly string[], options: LoadOptions = {}): Loaded {
  const loading = new Loading(project, options);
  return loading.run(paths);
}

class Loading {
  readonly #project: LoadTarget;
  readonly #options: LoadOptions;
  readonly #files: FileSource;
  readonly #texts = new Map<string, string>();
  readonly #asked = new Set<string>();

  constructor(project: LoadTarget, options: LoadOptions) {
    this.#project = project;
    this.#options = options;
    this.#files = options.files ?? disk;
  }

  run(paths: readonly string[]): Loaded {
    const { folders, named, absent } = sortArguments(paths, this.#files);
    this.#step('listing', 0);
    const roots = outermost([...folders, ...named.map(folderOf)]);
    const listing = this.#files.list(roots, this.#options);
    this.#project.setTree(listing.roots, listing.paths);
    for (const problem of listing.problems) this.#report(problem);
    for (const path of roots.flatMap((root) => filesAbove(root))) this.#read(path);
    // Configuration first: once reviewed, it says which of the others are wanted.
    for (const path of listing.paths) if (isConfiguration(path)) this.#read(path);
    if (this.#texts.size > 0) this.#project.review();
    const wanted = listing.paths.filter(
      (path) => !listing.aliases.has(path) && this.#project.wants(path) === 'text',
    );
    this.#readAll([...wanted, ...named]);
    return {
      listing,
      named,
      absent,
      texts: this.#texts,
      review: this.#complete(),
      again: () => this.#complete(),
    };
  }

  /** Review, and read what the files turn out to refer to, until nothing new is asked for. */
  #complete(): Review {
    let review = this.#review();
    for (let round = 0; round < mostRounds; round++) {
      const missing = this.#project.missing();
      if (missing.length === 0) break;
      this.#readAll(missing);
      review = this.#review();
    }
    return review;
  }

  #review(): Review {
    this.#step('reviewing', this.#texts.size);
    return this.#project.review();
  }

  #readAll(paths: readonly string[]): void {
    this.#files.ahead(paths);
    for (const path of paths) this.#read(path);
  }

  #read(path: string): void {
    if (this.#asked.has(path)) return;
    this.#asked.add(path);
    this.#step('reading', this.#texts.size);
    const result = this.#files.read(path);
    if (result === undefined) {
      this.#project.delete(path);
      return;
    }
    if ('unreadable' in result) {
      this.#report({ path, message: result.unreadable });
      return;
    }
    this.#texts.set(path, result.text);
    this.#project.set(path, result.text);
  }

  #report({ path, message }: HostProblem): void {
    this.#project.unreadable(path, message);
  }

  #step(doing: LoadStep['doing'], files: number): void {
    this.#options.onProgress?.({ doing, files });
  }
}

function sortArguments(paths: readonly string[], files: FileSource) {
  const folders: string[] = [];
  const named: string[] = [];
  const absent: string[] = [];
  for (const path of new Set(paths)) {
    const kind = files.kind(path);
    if (!kind) absent.push(path);
    else if (kind === 'folder') folders.push(path);
    else named.push(path);
  }
  return { folders, named, absent };
}

function isConfiguration(path: string): boolean {
  return path.endsWith('/.seaworthy.yaml') || path.endsWith('/.seaworthy.yml');
}

/** Files of the folders above that hold for a folder: our configuration, and git's ignore files up to its root. */
export function filesAbove(folder: string): readonly string[] {
  const above: string[] = [];
  for (let at = folder; folderOf(at) !== at; at = folderOf(at)) above.push(folderOf(at));
  const repository = [folder, ...above].findIndex((at) => factsOf(joinPath(at, '.git')) !== undefined);
  return [
    ...above.flatMap((at) => [joinPath(at, '.seaworthy.yaml'), joinPath(at, '.seaworthy.yml')]),
    // `above` begins one folder further up than the list that the repository was found in.
    ...above.slice(0, Math.max(0, repository)).map((at) => joinPath(at, '.gitignore')),
  ];
}
