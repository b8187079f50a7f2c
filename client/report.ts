import {
  ConfigurationTarget,
  commands,
  type Disposable,
  EventEmitter,
  type ExtensionContext,
  env,
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
  type ReportActionParams,
  type ReportActionResult,
  type ReportPageParams,
  type ReportPageResult,
  reportActionRequest,
  reportPageRequest,
  type WireRange,
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
  /** Ids of the parts that the reader has opened. */
  opened: readonly string[];
}

/** Readiness reports as pages beside the editor, one for each deployment that was asked for; they follow the review. */
export class Report implements Disposable {
  readonly #client: BaseLanguageClient;
  readonly #context: ExtensionContext;
  readonly #activeDeployment: () => string | undefined;
  readonly #open = new Set<Open>();
  readonly #shown = new EventEmitter<void>();
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

  /** A page listens, or shows what it was sent. */
  readonly onDidShow = this.#shown.event;

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
    this.#shown.dispose();
    for (const { panel } of this.#open) panel.dispose();
  }

  async #fill(panel: WebviewPanel, deployment: string | undefined): Promise<void> {
    const { webview } = panel;
    webview.options = {
      enableScripts: true,
      localResourceRoots: [Uri.joinPath(this.#context.extensionUri, 'dist')],
    };
    panel.iconPath = Uri.joinPath(this.#context.extensionUri, 'client', 'icon.png');
    const open: Open = { panel, deployment, first: '', body: '', opened: [] };
    panel.onDidDispose(() => this.#open.delete(open));
    webview.onDidReceiveMessage((message: PageMessage) => this.#hear(open, message));
    this.#open.add(open);
    const view = { nonce: crypto.randomUUID().replaceAll('-', ''), script: this.#script(webview) };
    const page = await this.#ask({ ...this.#asked(deployment), view });
    open.deployment = page.deployment;
    open.first = page.body;
    open.body = page.body;
    panel.title = page.title;
    webview.html = page.html ?? '';
  }

  async #hear(open: Open, message: PageMessage): Promise<void> {
    if (message.action === 'copy') return env.clipboard.writeText(message.text);
    if (message.action === 'shown') return this.#shown.fire();
    if ('target' in message) return this.#act(message);
    if (message.action === 'ready') {
      open.body = open.first;
      this.#shown.fire();
    }
    open.opened = message.open;
    await this.#update(open);
  }

  /** What there is at once comes first; a diagram that takes long to lay out follows. */
  async #update(open: Open): Promise<void> {
    if (!open.panel.visible) return;
    const asked = { ...this.#asked(open.deployment), open: open.opened };
    const page = await this.#ask(asked);
    await this.#send(open, page);
    if (page.left) await this.#send(open, await this.#ask({ ...asked, diagram: true }));
  }

  async #send(open: Open, { body, summary }: ReportPageResult): Promise<void> {
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
    const by = action === 'tick' ? await whoTicks() : undefined;
    if (action === 'tick' && by === undefined) return;
    const params: ReportActionParams = { ...message, ...(by !== undefined && { by }) };
    const result = await this.#client.sendRequest<ReportActionResult>(reportActionRequest, params);
    const { uri, range, ignore } = result;
    if (uri === undefined || range === undefined) {
      void window.showInformationMessage('This is no longer there: the file has changed.');
    } else if (ignore) {
      // The comment is typed where the focus is: not over the report.
      await window.showTextDocument(Uri.parse(uri), { viewColumn: sourceColumn() });
      await commands.executeCommand(ignoreCommand, ignore);
    } else if (action === 'tick' || action === 'untick') {
      await this.#remember(Uri.parse(uri), result);
    } else {
      await this.#goTo(Uri.parse(uri), range, message, result);
    }
  }

  async #goTo(uri: Uri, { start, end }: WireRange, { action }: PagePress, result: ReportActionResult) {
    const selection = new Range(start.line, start.character, end.line, end.character);
    const editor = await window.showTextDocument(uri, {
      viewColumn: sourceColumn(),
      preserveFocus: action !== 'goto',
      selection,
    });
    if (action === 'goto') return;
    await this.#apply(result);
    editor.revealRange(selection);
  }

  /** What is ticked is kept: the configuration is saved, unless somebody is changing it. */
  async #remember(uri: Uri, result: ReportActionResult): Promise<void> {
    const open = workspace.textDocuments.find((one) => one.uri.toString() === uri.toString());
    const changing = open?.isDirty ?? false;
    await this.#apply(result);
    if (!changing) await (await workspace.openTextDocument(uri)).save();
  }

  async #apply({ edit }: ReportActionResult): Promise<void> {
    const change = await this.#client.protocol2CodeConverter.asWorkspaceEdit(
      edit as Parameters<BaseLanguageClient['protocol2CodeConverter']['asWorkspaceEdit']>[0],
    );
    if (change) await workspace.applyEdit(change);
  }
}

/** The name that is written beside a tick: asked for once, and kept as a setting. */
async function whoTicks(): Promise<string | undefined> {
  const settings = workspace.getConfiguration('seaworthy');
  const known = settings.get('checklist.by', '').trim();
  if (known) return known;
  const given = await window.showInputBox({
    title: 'Who ticks?',
    prompt:
      'It is written into .seaworthy.yaml, with the date. Asked once, kept as the setting seaworthy.checklist.by.',
    placeHolder: 'Your name',
    ignoreFocusOut: true,
  });
  const by = given?.trim();
  if (!by) return undefined;
  await settings.update('checklist.by', by, ConfigurationTarget.Global);
  return by;
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
