import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  createProtocolConnection,
  DidChangeTextDocumentNotification,
  DidOpenTextDocumentNotification,
  ExitNotification,
  InitializedNotification,
  InitializeRequest,
  type ProtocolConnection,
  PublishDiagnosticsNotification,
  ShutdownRequest,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver-protocol/node';
import { repository } from '../generate/rule-files.ts';

const clockTicks = 100;
/** Milliseconds after which no diagnostics are expected to come any more. */
const patience = 20_000;

/** The built server in a process of its own, spoken to over its pipe. */
export class Wire {
  readonly #process: ChildProcess;
  readonly #connection: ProtocolConnection;
  readonly #uri: string;
  #version = 1;
  #published: (() => void) | undefined;

  private constructor(process: ChildProcess, connection: ProtocolConnection, uri: string) {
    this.#process = process;
    this.#connection = connection;
    this.#uri = uri;
  }

  /** Start the server on a folder and open one of its files. @returns once the file's first diagnostics are there. */
  static async open(folder: string, file: string, languageId: string): Promise<Wire> {
    const child = spawn(process.execPath, [join(repository, 'dist', 'server.cjs'), '--stdio'], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const connection = createProtocolConnection(
      new StreamMessageReader(child.stdout),
      new StreamMessageWriter(child.stdin),
    );
    const uri = pathToFileURL(join(folder, file)).href;
    const wire = new Wire(child, connection, uri);
    connection.onNotification(PublishDiagnosticsNotification.type, (params) => {
      if (params.uri === uri) wire.#published?.();
    });
    connection.listen();
    const rootUri = pathToFileURL(folder).href;
    await connection.sendRequest(InitializeRequest.type, {
      processId: process.pid,
      rootUri,
      workspaceFolders: [{ uri: rootUri, name: 'bench' }],
      capabilities: { textDocument: { publishDiagnostics: { relatedInformation: true } } },
    });
    const published = wire.#nextDiagnostics();
    await connection.sendNotification(InitializedNotification.type, {});
    const text = readFileSync(join(folder, file), 'utf8');
    await connection.sendNotification(DidOpenTextDocumentNotification.type, {
      textDocument: { uri, languageId, version: 1, text },
    });
    await published;
    return wire;
  }

  #nextDiagnostics(): Promise<void> {
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`No diagnostics came for ${this.#uri}.`)), patience);
      this.#published = () => {
        clearTimeout(late);
        resolve();
      };
    });
  }

  /** Replace a range and wait for the diagnostics that follow: the change must move or alter some. @returns milliseconds */
  async type(line: number, lines: number, text: string): Promise<number> {
    const published = this.#nextDiagnostics();
    const start = performance.now();
    await this.#change(line, lines, text);
    await published;
    return performance.now() - start;
  }

  /** Replace a range and ask about the document at once, as an editor does: the answer needs the new text. @returns milliseconds */
  async ask(
    line: number,
    lines: number,
    text: string,
    method: string,
    params: object,
  ): Promise<{ readonly time: number; readonly answer: unknown }> {
    const start = performance.now();
    await this.#change(line, lines, text);
    const textDocument = { uri: this.#uri };
    const answer = await this.#connection.sendRequest(`textDocument/${method}`, { textDocument, ...params });
    return { time: performance.now() - start, answer };
  }

  /** Wait until nothing is left to be worked out: what the mouse rests on is answered from the newest review. */
  async settled(): Promise<void> {
    const position = { line: 0, character: 0 };
    await this.#connection.sendRequest('textDocument/hover', { textDocument: { uri: this.#uri }, position });
  }

  #change(line: number, lines: number, text: string): Promise<void> {
    return this.#connection.sendNotification(DidChangeTextDocumentNotification.type, {
      textDocument: { uri: this.#uri, version: ++this.#version },
      contentChanges: [
        { range: { start: { line, character: 0 }, end: { line: line + lines, character: 0 } }, text },
      ],
    });
  }

  /** Processor time that the server took so far, in milliseconds; undefined where the system does not tell. */
  cpu(): number | undefined {
    const stat = this.#proc('stat')
      ?.replace(/^.*\) /s, '')
      .split(' ');
    return stat && ((Number(stat[11]) + Number(stat[12])) * 1000) / clockTicks;
  }

  /** The most memory that it ever held, in MiB; undefined where the system does not tell. */
  peakMemory(): number | undefined {
    const line = /VmHWM:\s+(\d+) kB/.exec(this.#proc('status') ?? '');
    return line ? Number(line[1]) / 1024 : undefined;
  }

  #proc(name: string): string | undefined {
    return process.platform === 'linux'
      ? readFileSync(`/proc/${this.#process.pid}/${name}`, 'utf8')
      : undefined;
  }

  async close(): Promise<void> {
    await this.#connection.sendRequest(ShutdownRequest.type);
    const ended = new Promise((resolve) => this.#process.once('exit', resolve));
    // Told to, as by an editor, it keeps its compiled code for the next start.
    await this.#connection.sendNotification(ExitNotification.type);
    await ended;
    this.#connection.dispose();
  }
}
