import { commands, type Disposable, Uri, window, workspace } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { type RequestWayParams, type RequestWayResult, requestWayRequest } from '../server/protocol.ts';

const scheme = 'seaworthy-request';

/** The command that asks for an address and shows, as a page, where a request for it goes. */
export function registerRequestWay(client: BaseLanguageClient): readonly Disposable[] {
  let last = 'https://example.com/';
  const ask = (url: string) => {
    const params: RequestWayParams = { url };
    return client.sendRequest<RequestWayResult>(requestWayRequest, params);
  };
  const show = async (given?: string) => {
    const url = given ?? (await window.showInputBox({ prompt: 'Where does this request go?', value: last }));
    if (url === undefined) return;
    last = url;
    const page = Uri.from({ scheme, path: '/Where the request goes.md', query: url });
    await commands.executeCommand('markdown.showPreviewToSide', page);
  };
  return [
    workspace.registerTextDocumentContentProvider(scheme, {
      provideTextDocumentContent: async ({ query }) =>
        (await ask(query)).markdown ??
        `\`${query}\` is no address of a request, as https://example.com/path is.`,
    }),
    commands.registerCommand('seaworthy.explainRequest', show),
  ];
}
