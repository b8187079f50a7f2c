import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Connection, createConnection } from 'vscode-languageserver/node';
import { clientFiles } from './client-files.ts';
import { serve } from './connect.ts';
import { diskFiles } from './disk-files.ts';
import type { Files } from './files.ts';

/** Paths of another scheme than `file` begin with it: `/vscode-vfs:/github/…`. */
const foreign = /^\/[A-Za-z][\w+.-]*:\//;

/** The disk for its own files, the client for those of a virtual workspace. */
function files(connection: Connection, clientServes: boolean): Files {
  if (!clientServes) return diskFiles;
  const client = clientFiles(connection);
  const of = (path: string) => (foreign.test(path) ? client : diskFiles);
  return {
    list: (path, limit) => of(path).list(path, limit),
    read: (path) => of(path).read(path),
    above: (folder) => of(folder).above(folder),
  };
}

const pages = new Map<string, string | undefined>();

/** The rules' pages lie beside the bundle in a package. */
function ruleLink(ruleId: string): string | undefined {
  if (!pages.has(ruleId)) {
    const page = join(__dirname, '..', 'docs', 'rules', `${ruleId}.md`);
    pages.set(ruleId, existsSync(page) ? pathToFileURL(page).href : undefined);
  }
  return pages.get(ruleId);
}

/** The transport is named by `--stdio`, `--node-ipc`, `--socket=<port>` or `--pipe=<name>`; without one it is stdio. */
function connect(): Connection {
  const named = process.argv.some((arg) => /^--(?:stdio|node-ipc|socket|pipe)/.test(arg));
  return named ? createConnection() : createConnection(process.stdin, process.stdout);
}

serve(connect(), { files, later: setImmediate, ruleLink });
