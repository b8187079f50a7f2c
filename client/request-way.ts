import {
  commands,
  type Disposable,
  Position,
  Selection,
  Uri,
  ViewColumn,
  type WebviewPanel,
  window,
} from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { type RequestWayParams, type RequestWayResult, requestWayRequest } from '../server/protocol.ts';

const goTo = 'seaworthy.goTo';
/** A page of Markdown that the editor shows has no links to files; a page of one's own has links to commands. */
const link = `command:${goTo}?%5B%22{uri}%22,{line}%5D`;

/** The command that asks for an address and shows, as a page, where a request for it goes. */
export function registerRequestWay(client: BaseLanguageClient): readonly Disposable[] {
  let last = 'https://example.com/';
  let panel: WebviewPanel | undefined;
  const show = async (given?: string) => {
    const url = given ?? (await window.showInputBox({ prompt: 'Where does this request go?', value: last }));
    if (url === undefined) return;
    last = url;
    const params: RequestWayParams = { url, link };
    const { markdown } = await client.sendRequest<RequestWayResult>(requestWayRequest, params);
    const text = markdown ?? `\`${url}\` is no address of a request, as \`https://example.com/path\` is.`;
    const html = await commands.executeCommand<string>('markdown.api.render', text);
    panel ??= newPanel(() => {
      panel = undefined;
    });
    panel.webview.html = page(html);
    panel.reveal(undefined, true);
  };
  return [
    commands.registerCommand('seaworthy.explainRequest', show),
    commands.registerCommand(goTo, showLine),
    { dispose: () => panel?.dispose() },
  ];
}

function newPanel(closed: () => void): WebviewPanel {
  const column = { viewColumn: ViewColumn.Beside, preserveFocus: true };
  const options = { enableCommandUris: [goTo], enableFindWidget: true };
  const panel = window.createWebviewPanel('seaworthy.request', 'Where the Request Goes', column, options);
  panel.onDidDispose(closed);
  return panel;
}

/** @param line from 1 */
async function showLine(uri: string, line: number): Promise<void> {
  const at = new Position(line - 1, 0);
  await window.showTextDocument(Uri.parse(uri), {
    viewColumn: ViewColumn.One,
    selection: new Selection(at, at),
  });
}

function page(html: string): string {
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Where the Request Goes</title>
<style>
body { max-width: 50rem; padding: 0 1rem 2rem; line-height: 1.5; }
h1 { font-size: 1.5rem; overflow-wrap: anywhere; }
h2 { font-size: 1.2rem; margin-top: 2rem; }
h3 { font-size: 1rem; }
li { margin: 0.25rem 0; overflow-wrap: anywhere; }
</style>
</head>
<body>${html}</body>
</html>`;
}
