import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { PublishDiagnosticsParams } from 'vscode-languageserver-protocol';
import { deployment } from './fixtures.ts';
import { LspClient, serverPath } from './lsp-client.ts';

const timeout = 20_000;

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
}

/** Speaks just enough of the protocol over anything that passes whole messages on. */
class Peer {
  readonly #send: (message: object) => void;
  readonly #answers: Readonly<Record<string, (params: never) => unknown>>;
  readonly #seen: Message[] = [];
  #look: () => void = () => {};

  constructor(
    send: (message: object) => void,
    answers: Readonly<Record<string, (params: never) => unknown>> = {},
  ) {
    this.#send = send;
    this.#answers = answers;
  }

  receive(message: Message): void {
    this.#seen.push(message);
    if (message.id !== undefined && message.method !== undefined) {
      const result = this.#answers[message.method]?.(message.params as never) ?? null;
      this.#send({ jsonrpc: '2.0', id: message.id, result });
    }
    this.#look();
  }

  async initialize(rootUri: string, initializationOptions: object): Promise<void> {
    this.#send({
      jsonrpc: '2.0',
      id: 1,
      method: 'initialize',
      params: { processId: null, rootUri, capabilities: {}, initializationOptions },
    });
    await this.#until(({ id, method }) => id === 1 && method === undefined);
    this.#send({ jsonrpc: '2.0', method: 'initialized', params: {} });
  }

  notify(method: string, params: object): void {
    this.#send({ jsonrpc: '2.0', method, params });
  }

  async finding(uri: string, ruleId: string): Promise<void> {
    await this.#until(({ method, params }) => {
      if (method !== 'textDocument/publishDiagnostics') return false;
      const published = params as PublishDiagnosticsParams;
      return published.uri === uri && published.diagnostics.some(({ code }) => code === ruleId);
    });
  }

  async stop(): Promise<void> {
    this.#send({ jsonrpc: '2.0', id: 2, method: 'shutdown' });
    await this.#until(({ id, method }) => id === 2 && method === undefined);
    this.#send({ jsonrpc: '2.0', method: 'exit' });
  }

  #until(wanted: (message: Message) => boolean): Promise<void> {
    return new Promise((done) => {
      this.#look = () => {
        if (this.#seen.some(wanted)) done();
      };
      this.#look();
    });
  }
}

/** The files of a virtual workspace, as the editor serves them. */
function served(root: string) {
  const files = new Map(Object.entries(deployment).map(([path, text]) => [`${root}/${path}`, text]));
  return {
    'seaworthy/listFiles': ({ uri }: { uri: string }) => ({
      uris: [...files.keys()].filter((one) => one.startsWith(uri)),
    }),
    'seaworthy/readFile': ({ uri }: { uri: string }) => ({ text: files.get(uri) }),
  };
}

describe('transports', { timeout }, () => {
  test('standard input and output: shut down, the server exits with 0', async () => {
    const client = await LspClient.start(deployment);
    await client.finding('compose.yaml', 'compose/unpinned-image');
    assert.equal(await client.stop(), 0);
  });

  test("Node's own channel, with a virtual workspace's files from the editor", async () => {
    const child = fork(serverPath, ['--node-ipc'], { silent: true });
    const root = 'vscode-vfs://github/harbour/harbour';
    const peer = new Peer((message) => child.send(message), served(root));
    child.on('message', (message) => peer.receive(message as Message));
    await peer.initialize(root, { files: true });
    await peer.finding(`${root}/compose.yaml`, 'deployment/missing-build-target');
    const exited = once(child, 'exit');
    await peer.stop();
    assert.deepEqual(await exited, [0, null]);
  });

  test('a web worker: without Node, with files from the editor', async () => {
    const script = fileURLToPath(new URL('../../dist/server-worker.js', import.meta.url));
    const worker = new Worker(webWorker, { eval: true, workerData: readFileSync(script, 'utf8') });
    const root = 'memfs:/harbour';
    const peer = new Peer((message) => worker.postMessage(message), served('memfs:/harbour'));
    worker.unref();
    worker.on('message', (message) => peer.receive(message as Message));
    await peer.initialize(root, { files: true });
    await peer.finding('memfs:/harbour/compose.yaml', 'compose/unpinned-image');
    await worker.terminate();
  });

  test('a web worker without such an editor reviews the open documents', async () => {
    const script = fileURLToPath(new URL('../../dist/server-worker.js', import.meta.url));
    const worker = new Worker(webWorker, { eval: true, workerData: readFileSync(script, 'utf8') });
    const peer = new Peer((message) => worker.postMessage(message));
    worker.unref();
    worker.on('message', (message) => peer.receive(message as Message));
    await peer.initialize('memfs:/harbour', {});
    const uri = 'memfs:/harbour/compose.yaml';
    peer.notify('textDocument/didOpen', {
      textDocument: { uri, languageId: 'yaml', version: 1, text: deployment['compose.yaml'] },
    });
    await peer.finding(uri, 'compose/unpinned-image');
    await worker.terminate();
  });
});

/** A web worker's scope, and nothing of Node's in it. */
const webWorker = `
  const { parentPort, workerData } = require('node:worker_threads');
  const listeners = [];
  const self = {
    postMessage: (message) => parentPort.postMessage(message),
    addEventListener: (type, listener) => { if (type === 'message') listeners.push(listener); },
    onmessage: undefined,
  };
  require('node:vm').runInNewContext(workerData, { self, setTimeout, clearTimeout, console, TextEncoder, TextDecoder });
  parentPort.on('message', (data) => { for (const listener of [self.onmessage, ...listeners]) listener?.({ data }); });
`;
