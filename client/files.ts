import { FileType, Uri, workspace } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import {
  type ListFilesParams,
  type ListFilesResult,
  listFilesRequest,
  type ReadFileParams,
  type ReadFileResult,
  readFileRequest,
} from '../server/protocol.ts';

/** Tools' own folders: they hold no deployment and many files. Of `.git` the name is kept: it shows where a repository begins. */
const skipped = new Set(['.git', 'node_modules']);

/** Bytes beyond which a file is no configuration that a person wrote. */
const largestFile = 5 * 1024 * 1024;

/** Read for the server what only the editor can reach: files of a virtual workspace. */
export function serveFiles(client: BaseLanguageClient): void {
  client.onRequest(listFilesRequest, async ({ uri }: ListFilesParams): Promise<ListFilesResult> => {
    const uris: string[] = [];
    await list(Uri.parse(uri), uris);
    return { uris };
  });
  client.onRequest(readFileRequest, ({ uri }: ReadFileParams) => read(Uri.parse(uri)));
}

async function list(uri: Uri, found: string[]): Promise<void> {
  const type = await typeOf(uri);
  if (type === undefined) return;
  if (!(type & FileType.Directory)) {
    found.push(uri.toString());
    return;
  }
  const entries = await workspace.fs.readDirectory(uri);
  for (const [name, kind] of entries.sort(([a], [b]) => (a < b ? -1 : 1))) {
    const path = Uri.joinPath(uri, name);
    if (name === '.git') found.push(path.toString());
    if (skipped.has(name)) continue;
    if (kind === FileType.Directory) await list(path, found);
    // A linked folder may lead back to where it came from.
    else if (kind & FileType.File) found.push(path.toString());
  }
}

async function read(uri: Uri): Promise<ReadFileResult> {
  const type = await typeOf(uri);
  if (type === undefined || type & FileType.Directory) return {};
  try {
    const bytes = await workspace.fs.readFile(uri);
    if (bytes.byteLength > largestFile) return { problem: 'It is larger than 5 MB.' };
    return { text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes) };
  } catch (error) {
    return {
      problem: error instanceof TypeError ? 'It is not UTF-8 text.' : `It cannot be read: ${String(error)}.`,
    };
  }
}

async function typeOf(uri: Uri): Promise<FileType | undefined> {
  try {
    return (await workspace.fs.stat(uri)).type;
  } catch {
    return undefined;
  }
}
