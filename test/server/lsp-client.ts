/** An editor for tests: it speaks to dist/server.cjs over a real pipe, keeps documents, and applies what it is given. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import {
  type CodeAction,
  type CodeActionContext,
  createProtocolConnection,
  type Diagnostic,
  FileChangeType,
  type Hover,
  type InitializeParams,
  type InitializeResult,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
  type Range,
  type Registration,
  type RegistrationParams,
  type ServerCapabilities,
  StreamMessageReader,
  StreamMessageWriter,
  type TextEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver-protocol/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { reportRequest, type ScoreParams, scoreNotification } from '../../server/protocol.ts';

export const serverPath = fileURLToPath(new URL('../../dist/server.cjs', import.meta.url));

/** Files by their path in the workspace. */
export type Files = Readonly<Record<string, string>>;

export interface StartOptions {
  readonly initializationOptions?: object;
  readonly capabilities?: InitializeParams['capabilities'];
  /** No workspace folder: documents are opened on their own. */
  readonly withoutFolder?: boolean;
}

const everything: InitializeParams['capabilities'] = {
  workspace: {
    workspaceFolders: true,
    didChangeWatchedFiles: { dynamicRegistration: true },
    workspaceEdit: {
      documentChanges: true,
      resourceOperations: ['create', 'rename', 'delete'],
      changeAnnotationSupport: {},
    },
  },
  textDocument: {
    publishDiagnostics: { relatedInformation: true, versionSupport: true, codeDescriptionSupport: true },
  },
};

export class LspClient {
  readonly folder: string;
  readonly connection: ProtocolConnection;
  readonly #process: ChildProcess;
  readonly #documents = new Map<string, TextDocument>();
  readonly #published = new Map<string, PublishDiagnosticsParams>();
  readonly #waiting = new Set<() => boolean>();
  /** URIs in the order their lists were published. */
  readonly publications: string[] = [];
  readonly scores: ScoreParams[] = [];
  readonly log: string[] = [];
  /** What the server registered after it started. */
  readonly registered: Registration[] = [];
  /** What the server said that it can do, as it started. */
  capabilities: ServerCapabilities = {};

  private constructor(folder: string, process: ChildProcess) {
    this.folder = folder;
    this.#process = process;
    const reader = new StreamMessageReader(process.stdout!);
    this.connection = createProtocolConnection(reader, new StreamMessageWriter(process.stdin!));
    this.connection.onNotification('textDocument/publishDiagnostics', (params: PublishDiagnosticsParams) => {
      this.#published.set(params.uri, params);
      this.publications.push(params.uri);
      this.#wake();
    });
    this.connection.onNotification(scoreNotification, (params: ScoreParams) => {
      this.scores.push(params);
      this.#wake();
    });
    this.connection.onNotification('window/logMessage', ({ message }: { message: string }) => {
      this.log.push(message);
    });
    this.connection.onRequest('client/registerCapability', ({ registrations }: RegistrationParams) => {
      this.registered.push(...registrations);
      this.#wake();
      return null;
    });
    this.connection.listen();
  }

  /** Write the files into a folder of their own and start a server on it. */
  static async start(files: Files, options: StartOptions = {}): Promise<LspClient> {
    if (!existsSync(serverPath)) throw new Error('dist/server.cjs is not there: run `npm run build` first.');
    const folder = realpathSync(mkdtempSync(join(tmpdir(), 'seaworthy-')));
    const client = new LspClient(
      folder,
      spawn(process.execPath, [serverPath, '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] }),
    );
    for (const [path, text] of Object.entries(files)) client.write(path, text);
    const uri = pathToFileURL(folder).href;
    const result = await client.connection.sendRequest<InitializeResult>('initialize', {
      processId: process.pid,
      rootUri: options.withoutFolder ? null : uri,
      workspaceFolders: options.withoutFolder ? null : [{ uri, name: 'test' }],
      capabilities: options.capabilities ?? everything,
      initializationOptions: options.initializationOptions,
    });
    client.capabilities = result.capabilities;
    await client.connection.sendNotification('initialized', {});
    return client;
  }

  uri(path: string): string {
    return pathToFileURL(join(this.folder, path)).href;
  }

  /** Write a file to the disk, the editor not knowing. */
  write(path: string, text: string): void {
    const full = join(this.folder, path);
    mkdirSync(dirname(full), { recursive: true });
    writeFileSync(full, text);
  }

  /** Write a file to the disk, and say so as an editor's file watcher does. */
  async writeWatched(path: string, text: string): Promise<void> {
    const type = existsSync(join(this.folder, path)) ? FileChangeType.Changed : FileChangeType.Created;
    this.write(path, text);
    await this.#watched(path, type);
  }

  async removeWatched(path: string): Promise<void> {
    rmSync(join(this.folder, path), { recursive: true });
    await this.#watched(path, FileChangeType.Deleted);
  }

  async #watched(path: string, type: FileChangeType): Promise<void> {
    await this.connection.sendNotification('workspace/didChangeWatchedFiles', {
      changes: [{ uri: this.uri(path), type }],
    });
  }

  /** A document's text as the editor has it; the disk's where it is not open. */
  text(path: string): string {
    return this.#documents.get(this.uri(path))?.getText() ?? readFileSync(join(this.folder, path), 'utf8');
  }

  async open(path: string, text = this.text(path)): Promise<void> {
    const uri = this.uri(path);
    this.#documents.set(uri, TextDocument.create(uri, 'plaintext', 1, text));
    const textDocument = { uri, languageId: 'plaintext', version: 1, text };
    await this.connection.sendNotification('textDocument/didOpen', { textDocument });
  }

  async close(path: string): Promise<void> {
    this.#documents.delete(this.uri(path));
    await this.connection.sendNotification('textDocument/didClose', {
      textDocument: { uri: this.uri(path) },
    });
  }

  /** Edit an open document as typing does: only what changed goes over the wire. */
  async edit(path: string, edits: readonly TextEdit[]): Promise<void> {
    const document = this.#documents.get(this.uri(path))!;
    // From the end, so that each change's range holds in the text that the changes before it left.
    const fromEnd = [...edits].sort(
      (a, b) => document.offsetAt(b.range.start) - document.offsetAt(a.range.start),
    );
    const contentChanges = fromEnd.map(({ range, newText }) => ({ range, text: newText }));
    const version = document.version + 1;
    TextDocument.update(document, contentChanges, version);
    await this.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri: document.uri, version },
      contentChanges,
    });
  }

  /** Replace the first occurrence of a text in an open document. */
  async replace(path: string, before: string, after: string): Promise<void> {
    const document = this.#documents.get(this.uri(path))!;
    const start = document.getText().indexOf(before);
    if (start < 0) throw new Error(`"${before}" is not in ${path}.`);
    const range = { start: document.positionAt(start), end: document.positionAt(start + before.length) };
    await this.edit(path, [{ range, newText: after }]);
  }

  /** Apply a change as an editor does: to open documents, to files, creating some. */
  async apply(edit: WorkspaceEdit): Promise<void> {
    const perUri = Object.entries(edit.changes ?? {}).map(([uri, edits]) => ({
      textDocument: { uri, version: null },
      edits,
    }));
    for (const change of edit.documentChanges ?? perUri) {
      if ('kind' in change) {
        if (change.kind === 'create') writeFileSync(fileURLToPath(change.uri), '', { flag: 'wx' });
        continue;
      }
      const { uri, version } = change.textDocument;
      const edits = change.edits.filter((one): one is TextEdit => 'newText' in one);
      const document = this.#documents.get(uri);
      if (document && version !== null && version !== document.version)
        throw new Error(`${uri} is not at version ${version}.`);
      const path = fileURLToPath(uri);
      if (document) await this.edit(path.slice(this.folder.length + 1), edits);
      else
        writeFileSync(
          path,
          TextDocument.applyEdits(TextDocument.create(uri, '', 0, readFileSync(path, 'utf8')), edits),
        );
    }
  }

  async actions(path: string, range: Range, context: Partial<CodeActionContext> = {}): Promise<CodeAction[]> {
    const diagnostics = this.#published.get(this.uri(path))?.diagnostics ?? [];
    const params = { textDocument: { uri: this.uri(path) }, range, context: { diagnostics, ...context } };
    return await this.connection.sendRequest('textDocument/codeAction', params);
  }

  async hover(path: string, range: Range): Promise<Hover | null> {
    return await this.connection.sendRequest('textDocument/hover', {
      textDocument: { uri: this.uri(path) },
      position: range.start,
    });
  }

  /** Wait for a file's list of diagnostics to be as wanted. */
  async diagnostics(
    path: string,
    wanted: (diagnostics: readonly Diagnostic[]) => boolean,
  ): Promise<readonly Diagnostic[]> {
    const current = () => this.#published.get(this.uri(path));
    await this.until(() => wanted(current()?.diagnostics ?? []) && current() !== undefined);
    return current()!.diagnostics;
  }

  /** Wait for a diagnostic of a rule in a file. */
  async finding(path: string, ruleId: string, about = ''): Promise<Diagnostic> {
    const is = (one: Diagnostic) => one.code === ruleId && textOf(one).includes(about);
    return (await this.diagnostics(path, (list) => list.some(is))).find(is)!;
  }

  /** Wait until a rule finds nothing in a file any more. */
  async noFinding(path: string, ruleId: string, about = ''): Promise<void> {
    await this.diagnostics(
      path,
      (list) => !list.some((one) => one.code === ruleId && textOf(one).includes(about)),
    );
  }

  /** Everything that was sent so far is answered for. */
  async settled(): Promise<void> {
    await this.connection.sendRequest(reportRequest, {});
  }

  published(path: string): readonly Diagnostic[] | undefined {
    return this.#published.get(this.uri(path))?.diagnostics;
  }

  /** Wait for the server to say something that makes a condition hold. */
  until(condition: () => boolean): Promise<void> {
    return new Promise((done) => {
      const attempt = () => {
        if (!condition()) return false;
        done();
        return true;
      };
      if (!attempt()) this.#waiting.add(attempt);
    });
  }

  #wake(): void {
    for (const attempt of this.#waiting) if (attempt()) this.#waiting.delete(attempt);
  }

  /** Shut the server down as the protocol asks. @returns its exit code. */
  async stop(): Promise<number | null> {
    const exited = once(this.#process, 'exit');
    await this.connection.sendRequest('shutdown');
    await this.connection.sendNotification('exit');
    const [code] = (await exited) as [number | null];
    this.connection.dispose();
    rmSync(this.folder, { recursive: true, force: true });
    return code;
  }
}

/** A diagnostic's message. */
export function textOf({ message }: Diagnostic): string {
  return typeof message === 'string' ? message : message.value;
}
