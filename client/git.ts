import { extensions, type Uri, workspace } from 'vscode';
import type { ChangedFile } from '../server/protocol-overview.ts';

/** The part of VS Code's git extension that is used here, as its `git.d.ts` has it. */
interface GitExtension {
  readonly enabled: boolean;
  getAPI(version: 1): GitApi;
}

interface GitApi {
  readonly state: 'uninitialized' | 'initialized';
  readonly onDidChangeState: (listener: (state: string) => void) => { dispose(): void };
  readonly repositories: readonly Repository[];
  getRepository(uri: Uri): Repository | null;
  openRepository?(root: Uri): Promise<Repository | null>;
}

interface Repository {
  readonly rootUri: Uri;
  readonly state: {
    readonly HEAD: { readonly commit?: string; readonly name?: string } | undefined;
    readonly indexChanges: readonly Change[];
    readonly workingTreeChanges: readonly Change[];
    readonly mergeChanges: readonly Change[];
    readonly untrackedChanges?: readonly Change[];
  };
  status(): Promise<void>;
  show(ref: string, path: string): Promise<string>;
  diffWithHEAD(): Promise<readonly Change[]>;
}

interface Change {
  readonly uri: Uri;
  readonly originalUri: Uri;
  readonly renameUri: Uri | undefined;
  readonly status: number;
}

/** Numbers of `git.d.ts`'s `Status`: files that the last commit has not, and files that it has by another name. */
const added = new Set([1, 4, 7, 9]);
const renamed = new Set([3, 10]);

/** The last commit of the workspace's repositories. */
export interface LastCommit {
  /** For the reader: `main, 1a2b3c4d`. */
  readonly name: string;
  readonly changed: readonly ChangedFile[];
  /** A file's text in the commit. @throws where it has none. */
  read(uri: Uri): Promise<string>;
}

/** Why there is nothing to compare with; a sentence for the reader. */
export class NoCommit extends Error {}

/** @throws NoCommit */
export async function lastCommit(): Promise<LastCommit> {
  const repositories = await findRepositories(await gitApi());
  // What it knows of a repository that was opened just now, it knows after this.
  await Promise.all(repositories.map((one) => one.status()));
  const committed = repositories.filter(({ state }) => state.HEAD?.commit !== undefined);
  if (repositories.length === 0) throw new NoCommit('No folder of this workspace is in a git repository.');
  if (committed.length === 0) throw new NoCommit('The repository has no commit yet.');
  const changed = new Map<string, ChangedFile>();
  for (const repository of committed) {
    for (const [uri, isCommitted] of await changesOf(repository)) {
      const key = uri.toString();
      changed.set(key, { uri: key, committed: isCommitted });
    }
  }
  const read = (uri: Uri) => {
    const repository = holding(committed, uri);
    if (!repository) throw new Error(`${uri.toString()} is in no repository.`);
    return repository.show('HEAD', uri.fsPath);
  };
  for (const uri of unsaved()) {
    const key = uri.toString();
    if (changed.has(key) || !holding(committed, uri)) continue;
    const isCommitted = await read(uri).then(
      () => true,
      () => false,
    );
    if (isCommitted) changed.set(key, { uri: key, committed: true });
  }
  return { name: committed.map(nameOf).join('; '), changed: [...changed.values()], read };
}

async function gitApi(): Promise<GitApi> {
  const extension = extensions.getExtension<GitExtension>('vscode.git');
  if (!extension) throw new NoCommit('The comparison needs VS Code’s git extension, which is not here.');
  const git = await extension.activate();
  if (!git.enabled)
    throw new NoCommit('VS Code’s git extension is switched off (git.enabled), or found no git.');
  const api = git.getAPI(1);
  if (api.state === 'initialized') return api;
  await new Promise<void>((done) => {
    const listening = api.onDidChangeState((state) => {
      if (state !== 'initialized') return;
      listening.dispose();
      done();
    });
  });
  return api;
}

async function findRepositories(api: GitApi): Promise<readonly Repository[]> {
  // Each question is answered by an object of its own.
  const found = new Map<string, Repository>();
  for (const { uri } of workspace.workspaceFolders ?? []) {
    const own = api.getRepository(uri) ?? (await api.openRepository?.(uri));
    const inside = api.repositories.filter(({ rootUri }) => isInside(uri, rootUri));
    for (const one of own ? [own, ...inside] : inside) found.set(one.rootUri.toString(), one);
  }
  return [...found.values()];
}

async function changesOf(repository: Repository): Promise<ReadonlyMap<Uri, boolean>> {
  const { indexChanges, workingTreeChanges, mergeChanges, untrackedChanges = [] } = repository.state;
  const all = [
    ...indexChanges,
    ...workingTreeChanges,
    ...mergeChanges,
    ...untrackedChanges,
    // Last: of a file that was added and then changed, this alone says that the commit has it not.
    ...(await repository.diffWithHEAD()),
  ];
  const changes = new Map<Uri, boolean>();
  for (const { status, uri, originalUri, renameUri } of all) {
    if (renamed.has(status)) {
      changes.set(originalUri, true);
      if (renameUri) changes.set(renameUri, false);
    } else changes.set(status === 4 ? (renameUri ?? uri) : uri, !added.has(status));
  }
  return changes;
}

function unsaved(): readonly Uri[] {
  return workspace.textDocuments.filter(({ isDirty }) => isDirty).map(({ uri }) => uri);
}

/** The innermost of the repositories that hold a file. */
function holding(repositories: readonly Repository[], uri: Uri): Repository | undefined {
  return [...repositories]
    .filter(({ rootUri }) => isInside(rootUri, uri))
    .sort((a, b) => b.rootUri.path.length - a.rootUri.path.length)[0];
}

function isInside(folder: Uri, { scheme, path }: Uri): boolean {
  return (
    scheme === folder.scheme &&
    (path === folder.path || path.startsWith(`${folder.path.replace(/\/$/, '')}/`))
  );
}

function nameOf({ state: { HEAD } }: Repository): string {
  return [HEAD?.name, HEAD?.commit?.slice(0, 8)].filter((part) => part !== undefined).join(', ');
}
