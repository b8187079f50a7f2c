import type { TextDocumentContentChangeEvent } from 'vscode-languageserver-protocol';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { folderOf, isInside, type Project, type Review } from '../core/index.ts';
import type { Files, FileText, Listed } from './files.ts';
import { pathOfUri, uriOfPath } from './uri.ts';

export interface DiskChange {
  readonly path: string;
  readonly type: 'created' | 'changed' | 'deleted';
}

export interface SessionOptions {
  readonly project: Project;
  readonly files: Files;
  /** Something changed: `review()` has a new answer. */
  readonly changed: () => void;
  /** A review or a reading ended in an exception. */
  readonly failed: (error: unknown) => void;
  /** `YYYY-MM-DD`. */
  readonly today: () => string;
}

const emptyReview: Review = { deployments: [], findings: [], accepted: [], problems: [], files: [] };

/** A document that is opened on its own may lie in a folder as large as a home. */
const loneFolderLimit = 20_000;

/** The workspace as the editor sees it: open documents over what is on the disk, in one project. */
export class Session {
  readonly project: Project;
  readonly #files: Files;
  readonly #changed: () => void;
  readonly #failed: (error: unknown) => void;
  readonly #today: () => string;
  readonly #documents = new Map<string, TextDocument>();
  readonly #uris = new Map<string, string>();
  /** What was listed, by folder: the workspace's roots, and folders of documents outside of them. */
  readonly #listed = new Map<string, Listed>();
  /** Files that are there, as far as they were listed. */
  readonly #onDisk = new Set<string>();
  /** Paths that were read, or looked for in vain: a change of theirs matters. */
  readonly #asked = new Set<string>();
  #roots: readonly string[] = [];
  #treeStale = true;
  #stale = true;
  #last: Review | undefined;
  #reading = false;
  #work: Promise<void> = Promise.resolve();

  constructor(options: SessionOptions) {
    this.project = options.project;
    this.#files = options.files;
    this.#changed = options.changed;
    this.#failed = options.failed;
    this.#today = options.today;
  }

  /** The URI of a path, as the client spells it. */
  uriOf(path: string): string {
    return this.#uris.get(path) ?? uriOfPath(path);
  }

  document(path: string): TextDocument | undefined {
    return this.#documents.get(path);
  }

  get roots(): readonly string[] {
    return this.#roots;
  }

  open(uri: string, languageId: string, version: number, text: string): void {
    const path = pathOfUri(uri);
    this.#uris.set(path, uri);
    this.#documents.set(path, TextDocument.create(uri, languageId, version, text));
    if (!this.#onDisk.has(path)) this.#treeStale = true;
    this.#handInDocument(path, text);
    if (this.#isLone(path)) void this.#queue(() => this.#readAround(folderOf(path)));
  }

  change(uri: string, version: number, changes: TextDocumentContentChangeEvent[]): void {
    const path = pathOfUri(uri);
    const document = this.#documents.get(path);
    if (document) this.#handInDocument(path, TextDocument.update(document, changes, version).getText());
  }

  /** From now on the file is what the disk says. */
  async close(uri: string): Promise<void> {
    const path = pathOfUri(uri);
    if (!this.#documents.delete(path)) return;
    this.#treeStale = true;
    if (this.#inside(path) || this.#asked.has(path)) return this.#queue(() => this.#read([path]));
    this.project.delete(path);
    this.#touch();
  }

  /** Take these folders for the workspace and read what a review wants of them. */
  load(roots: readonly string[]): Promise<void> {
    return this.#queue(async () => {
      const before = new Set([...this.#onDisk, ...this.#asked]);
      this.#roots = roots;
      this.#listed.clear();
      this.#onDisk.clear();
      this.#asked.clear();
      this.#treeStale = true;
      this.#stale = true;
      for (const root of roots) await this.#list(root);
      for (const path of before)
        if (!this.#onDisk.has(path) && !this.#documents.has(path)) this.project.delete(path);
      await this.#read(roots.flatMap((root) => this.#files.above(root)));
      // Configuration first: it says which of the others are wanted.
      await this.#readWanted([...this.#onDisk].filter((path) => /\/\.seaworthy\.ya?ml$/.test(path)));
      await this.#readWanted([...this.#onDisk]);
      const alone = [...this.#documents.keys()].filter((path) => this.#isLone(path));
      for (const folder of new Set(alone.map(folderOf))) await this.#readAround(folder);
    });
  }

  /** Read everything again, whatever the watchers said. */
  reload(): Promise<void> {
    return this.load(this.#roots);
  }

  /** The disk changed; folders may be named as well as files. */
  diskChanged(changes: readonly DiskChange[]): Promise<void> {
    return this.#queue(async () => {
      const fresh: string[] = [];
      for (const { path, type } of changes) {
        if (type === 'deleted') this.#forget(path);
        else if (this.#onDisk.has(path)) fresh.push(path);
        else if (this.#inside(path)) fresh.push(...(await this.#discover(path)));
        else if (this.#asked.has(path)) fresh.push(path);
      }
      const again = fresh.filter((path) => this.#asked.has(path));
      await this.#read(again);
      await this.#readWanted(fresh);
    });
  }

  /** All reading that was asked for has ended. */
  async settled(): Promise<void> {
    for (let work: Promise<void> | undefined; work !== this.#work; ) {
      work = this.#work;
      await work;
    }
  }

  /** The review of the newest texts. Files that it finds missing are read next, and `changed` is called again. */
  review(): Review {
    const review = this.#review();
    if (!this.#reading && this.#missing().length > 0) void this.#queue(async () => {});
    return review;
  }

  /** What would be found if a file had another text. The project is afterwards as it was before. */
  suppose<T>(path: string, look: (review: (text: string) => Review) => T): T {
    return this.supposeMany((review) => look((text) => review(new Map([[path, text]]))));
  }

  /** As `suppose`, for several files at once, also such as are not there. */
  supposeMany<T>(look: (review: (texts: ReadonlyMap<string, string>) => Review) => T): T {
    const before = new Map<string, string | undefined>();
    try {
      return look((texts) => {
        for (const [path, text] of texts) {
          if (!before.has(path)) before.set(path, this.project.files.text(path)?.text);
          this.project.set(path, text);
        }
        return this.project.review();
      });
    } finally {
      for (const [path, text] of before) {
        if (text === undefined) this.project.delete(path);
        else this.project.set(path, text);
      }
      this.#last = this.project.review();
    }
  }

  #review(): Review {
    if (this.#last && !this.#stale) return this.#last;
    this.#stale = false;
    if (this.#treeStale) this.#handInTree();
    this.project.setToday(this.#today());
    try {
      this.#last = this.project.review();
    } catch (error) {
      // Our own mistake: the editor keeps what it has, and the next change may get by it.
      this.#failed(error);
    }
    return this.#last ?? emptyReview;
  }

  #handInTree(): void {
    this.#treeStale = false;
    const whole = [...this.#listed].filter(([, listed]) => listed.whole).map(([folder]) => folder);
    const open = [...this.#documents.keys()].filter((path) => whole.some((folder) => isInside(folder, path)));
    this.project.setTree(whole, new Set([...this.#onDisk, ...open]));
  }

  #handInDocument(path: string, text: string): void {
    if (this.project.wants(path) !== 'text' && !this.#asked.has(path)) return;
    this.project.set(path, text);
    this.#touch();
  }

  #touch(): void {
    this.#stale = true;
    this.#changed();
  }

  /** One piece of reading after the other; each goes on until no file is missing that could be had. */
  #queue(job: () => Promise<void>): Promise<void> {
    const run = async () => {
      this.#reading = true;
      try {
        await job();
        for (let missing = this.#newlyMissing(); missing.length > 0; missing = this.#newlyMissing())
          await this.#read(missing);
      } catch (error) {
        this.#failed(error);
      }
      this.#reading = false;
      this.#changed();
    };
    this.#work = this.#work.then(run);
    return this.#work;
  }

  #newlyMissing(): readonly string[] {
    this.#review();
    return this.#missing();
  }

  #missing(): readonly string[] {
    return this.project.missing().filter((path) => !this.#asked.has(path));
  }

  #isLone(path: string): boolean {
    return this.project.wants(path) === 'text' && !this.#inside(path);
  }

  /** Whether a path lies in the workspace. */
  #inside(path: string): boolean {
    return this.#roots.some((root) => isInside(root, path));
  }

  /** What lies beside a document outside the workspace may belong to its deployment; what lies deeper is named by it. */
  async #readAround(folder: string): Promise<void> {
    if (this.#listed.has(folder)) return;
    const listed = await this.#list(folder, loneFolderLimit);
    await this.#read(this.#files.above(folder));
    await this.#readWanted(listed.paths.filter((path) => folderOf(path) === folder));
  }

  async #list(folder: string, limit?: number): Promise<Listed> {
    const listed = await this.#files.list(folder, limit);
    this.#listed.set(folder, listed);
    for (const path of listed.paths) this.#onDisk.add(path);
    for (const { path, message } of listed.problems) this.project.unreadable(path, message);
    this.#treeStale = true;
    this.#stale = true;
    return listed;
  }

  async #readWanted(paths: readonly string[]): Promise<void> {
    const aliases = [...this.#listed.values()].map((listed) => listed.aliases);
    await this.#read(
      paths.filter(
        (path) =>
          !this.#asked.has(path) &&
          !aliases.some((set) => set.has(path)) &&
          this.project.wants(path) === 'text',
      ),
    );
  }

  async #read(paths: readonly string[]): Promise<void> {
    for (const path of paths) this.#asked.add(path);
    await Promise.all(paths.map(async (path) => this.#handIn(path, await this.#files.read(path))));
  }

  #handIn(path: string, found: FileText): void {
    const document = this.#documents.get(path);
    if (document) this.project.set(path, document.getText());
    else if (!found) this.project.delete(path);
    else if ('text' in found) this.project.set(path, found.text);
    else this.project.unreadable(path, found.problem);
    this.#stale = true;
  }

  async #discover(path: string): Promise<readonly string[]> {
    const { paths } = await this.#files.list(path);
    for (const file of paths) this.#onDisk.add(file);
    this.#treeStale = true;
    this.#stale = true;
    return paths;
  }

  #forget(path: string): void {
    for (const file of [...this.#onDisk, ...this.#asked]) {
      if (!isInside(path, file)) continue;
      this.#onDisk.delete(file);
      if (!this.#documents.has(file)) this.project.delete(file);
    }
    this.#treeStale = true;
    this.#stale = true;
  }
}
