import {
  commands,
  type Disposable,
  type ExtensionContext,
  Range,
  Uri,
  ViewColumn,
  type Webview,
  type WebviewPanel,
  window,
  workspace,
} from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import {
  explainCommand,
  ignoreCommand,
  type PageMessage,
  type PagePress,
  type PageState,
  type PageUpdate,
  type ReportActionResult,
  type ReportPageParams,
  type ReportPageResult,
  reportActionRequest,
  reportPageRequest,
} from '../server/protocol.ts';

const viewType = 'seaworthy.report';

interface Open {
  readonly panel: WebviewPanel;
  /** Name; undefined where there was no deployment yet. */
  deployment: string | undefined;
  /** The inside of the page as it was first written, which is what a page that was hidden begins with again. */
  first: string;
  /** The inside as it now is. */
  body: string;
}

/** Readiness reports as pages beside the editor, one for each deployment that was asked for; they follow the review. */
export class Report implements Disposable {
  readonly #client: BaseLanguageClient;
  readonly #context: ExtensionContext;
  readonly #activeDeployment: () => string | undefined;
  readonly #open = new Set<Open>();
  readonly #serializer: Disposable;
  #refreshing = false;
  #again = false;

  constructor(
    client: BaseLanguageClient,
    context: ExtensionContext,
    activeDeployment: () => string | undefined,
  ) {
    this.#client = client;
    this.#context = context;
    this.#activeDeployment = activeDeployment;
    this.#serializer = window.registerWebviewPanelSerializer(viewType, {
      deserializeWebviewPanel: (panel, state: PageState | undefined) => this.#fill(panel, state?.deployment),
    });
  }

  /** Open a deployment's report, or bring it to the front. @param deployment by default the active editor's */
  async show(deployment = this.#activeDeployment()): Promise<void> {
    const open = [...this.#open].find((one) => one.deployment === deployment);
    if (open) {
      open.panel.reveal(undefined, true);
      return;
    }
    const place = { viewColumn: ViewColumn.Beside, preserveFocus: true };
    await this.#fill(window.createWebviewPanel(viewType, 'Readiness report', place), deployment);
  }

  /** Bring the reports that are open up to date. Reviews that come meanwhile are taken together. */
  async refresh(): Promise<void> {
    this.#again = true;
    if (this.#refreshing) return;
    this.#refreshing = true;
    try {
      while (this.#again) {
        this.#again = false;
        for (const open of this.#open) await this.#update(open);
      }
    } finally {
      this.#refreshing = false;
    }
  }

  dispose(): void {
    this.#serializer.dispose();
    for (const { panel } of this.#open) panel.dispose();
  }

  async #fill(panel: WebviewPanel, deployment: string | undefined): Promise<void> {
    const { webview } = panel;
    webview.options = {
      enableScripts: true,
      localResourceRoots: [Uri.joinPath(this.#context.extensionUri, 'dist')],
    };
    panel.iconPath = Uri.joinPath(this.#context.extensionUri, 'client', 'icon.png');
    const open: Open = { panel, deployment, first: '', body: '' };
    panel.onDidDispose(() => this.#open.delete(open));
    webview.onDidReceiveMessage((message: PageMessage) => {
      if (message.action !== 'ready') return this.#act(message);
      open.body = open.first;
      return this.#update(open);
    });
    this.#open.add(open);
    const view = { nonce: crypto.randomUUID().replaceAll('-', ''), script: this.#script(webview) };
    const page = await this.#ask({ ...this.#asked(deployment), view });
    open.deployment = page.deployment;
    open.first = page.body;
    open.body = page.body;
    panel.title = page.title;
    webview.html = page.html ?? '';
  }

  async #update(open: Open): Promise<void> {
    if (!open.panel.visible) return;
    const { body, summary } = await this.#ask(this.#asked(open.deployment));
    if (body === open.body) return;
    open.body = body;
    const update: PageUpdate = { body, summary };
    await open.panel.webview.postMessage(update);
  }

  #asked(deployment: string | undefined): ReportPageParams {
    if (deployment !== undefined) return { deployment };
    const uri = window.activeTextEditor?.document.uri.toString();
    return uri === undefined ? {} : { uri };
  }

  #ask(params: ReportPageParams): Promise<ReportPageResult> {
    return this.#client.sendRequest<ReportPageResult>(reportPageRequest, params);
  }

  #script(webview: Webview): string {
    return webview
      .asWebviewUri(Uri.joinPath(this.#context.extensionUri, 'dist', 'report-page.js'))
      .toString();
  }

  async #act(message: PagePress): Promise<void> {
    const { action, target } = message;
    if (action === 'explain') {
      await commands.executeCommand(explainCommand, target.ruleId);
      return;
    }
    const { uri, range, edit, ignore } = await this.#client.sendRequest<ReportActionResult>(
      reportActionRequest,
      message,
    );
    if (uri === undefined || range === undefined) {
      void window.showInformationMessage('This is no longer there: the file has changed.');
      return;
    }
    if (ignore) {
      await commands.executeCommand(ignoreCommand, ignore);
      return;
    }
    const { start, end } = range;
    const selection = new Range(start.line, start.character, end.line, end.character);
    const editor = await window.showTextDocument(Uri.parse(uri), {
      viewColumn: sourceColumn(),
      preserveFocus: action !== 'goto',
      selection,
    });
    if (action !== 'fix') return;
    const change = await this.#client.protocol2CodeConverter.asWorkspaceEdit(
      edit as Parameters<BaseLanguageClient['protocol2CodeConverter']['asWorkspaceEdit']>[0],
    );
    if (change) await workspace.applyEdit(change);
    editor.revealRange(selection);
  }
}

/** Sources open beside the report, not over it. */
function sourceColumn(): ViewColumn {
  const { activeTabGroup, all } = window.tabGroups;
  const text = window.visibleTextEditors.find(({ viewColumn }) => viewColumn !== undefined);
  if (text?.viewColumn) return text.viewColumn;
  const other = all.find((group) => group !== activeTabGroup);
  return (
    other?.viewColumn ?? (activeTabGroup.viewColumn === ViewColumn.One ? ViewColumn.Two : ViewColumn.One)
  );
}
