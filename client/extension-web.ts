import { type ExtensionContext, Uri } from 'vscode';
import { LanguageClient } from 'vscode-languageclient/browser';
import { type Api, type Running, run } from './running.ts';

/** Part of a web page's scope. */
declare const Worker: new (script: string) => ConstructorParameters<typeof LanguageClient>[2];

let running: Running | undefined;

/** Where the editor is a web page: the server is a web worker. */
export async function activate(context: ExtensionContext): Promise<Api> {
  const script = Uri.joinPath(context.extensionUri, 'dist/server-worker.js').toString(true);
  running = await run(
    context,
    (id, name, options) => new LanguageClient(id, name, new Worker(script), options),
  );
  return running.api;
}

export function deactivate(): Promise<void> | undefined {
  return running?.stop();
}
