import type { Connection } from 'vscode-languageserver';
import type { Files } from './files.ts';
import { nothingListed } from './files.ts';
import {
  type ListFilesParams,
  type ListFilesResult,
  listFilesRequest,
  type ReadFileParams,
  type ReadFileResult,
  readFileRequest,
} from './protocol.ts';
import { pathOfUri, uriOfPath } from './uri.ts';

/** Files that the client lists and reads: those of a virtual workspace, and all of them in a web worker. */
export function clientFiles(connection: Connection): Files {
  return {
    async list(path) {
      const params: ListFilesParams = { uri: uriOfPath(path) };
      const result = await answer<ListFilesResult>(connection, listFilesRequest, params);
      return result ? { ...nothingListed, paths: result.uris.map(pathOfUri), whole: true } : nothingListed;
    },
    async read(path) {
      const params: ReadFileParams = { uri: uriOfPath(path) };
      const result = await answer<ReadFileResult>(connection, readFileRequest, params);
      if (result?.problem !== undefined) return { problem: result.problem };
      return result?.text === undefined ? undefined : { text: result.text };
    },
    above: () => [],
  };
}

/** A client that fails to answer has no such file. */
async function answer<T>(connection: Connection, method: string, params: object): Promise<T | undefined> {
  try {
    return await connection.sendRequest<T>(method, params);
  } catch (error) {
    connection.console.warn(`${method}: ${String(error)}`);
    return undefined;
  }
}
