import {
  commands,
  type Disposable,
  EventEmitter,
  TabInputText,
  TabInputWebview,
  Uri,
  window,
  workspace,
} from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { type ReportParams, type ReportResult, reportRequest } from '../server/protocol.ts';

const scheme = 'seaworthy-report';
const title = 'Readiness report';

/** The readiness report as a read-only document beside the editor, shown as rendered Markdown; it follows the review. */
export class Report implements Disposable {
  readonly #client: BaseLanguageClient;
  readonly #activeDeployment: () => string | undefined;
  readonly #changed = new EventEmitter<Uri>();
  readonly #texts = new Map<string, string>();
  readonly #provider: Disposable;

  constructor(client: BaseLanguageClient, activeDeployment: () => string | undefined) {
    this.#client = client;
    this.#activeDeployment = activeDeployment;
    this.#provider = workspace.registerTextDocumentContentProvider(scheme, {
      onDidChange: this.#changed.event,
      provideTextDocumentContent: async (uri) =>
        this.#texts.get(uri.toString()) ?? (await this.#ask(uri.query)).markdown,
    });
  }

  /** Open the report of the active editor's deployment. */
  async show(): Promise<void> {
    const { deployment, markdown } = await this.#ask(this.#activeDeployment());
    const uri = Uri.from({ scheme, path: `/${title}.md`, query: deployment ?? '' });
    await this.#put(uri, markdown);
    await commands.executeCommand('markdown.showLockedPreviewToSide', uri);
  }

  /** Bring the reports that are open up to date. */
  async refresh(): Promise<void> {
    if (!isShown()) return;
    for (const text of [...this.#texts.keys()]) {
      const uri = Uri.parse(text);
      await this.#put(uri, (await this.#ask(uri.query)).markdown);
    }
  }

  dispose(): void {
    this.#provider.dispose();
    this.#changed.dispose();
  }

  /** A document that nobody looked at for a while was let go of: it is opened again, or a preview of it would not hear of the change. */
  async #put(uri: Uri, markdown: string): Promise<void> {
    const key = uri.toString();
    if (this.#texts.get(key) === markdown) return;
    if (this.#texts.has(key)) await workspace.openTextDocument(uri);
    this.#texts.set(key, markdown);
    this.#changed.fire(uri);
    await workspace.openTextDocument(uri);
  }

  #ask(deployment: string | undefined): Promise<ReportResult> {
    const uri = window.activeTextEditor?.document.uri.toString();
    const params: ReportParams = deployment ? { deployment } : { ...(uri !== undefined && { uri }) };
    return this.#client.sendRequest<ReportResult>(reportRequest, params);
  }
}

function isShown(): boolean {
  const tabs = window.tabGroups.all.flatMap((group) => group.tabs);
  return tabs.some(({ input, label }) =>
    input instanceof TabInputText
      ? input.uri.scheme === scheme
      : input instanceof TabInputWebview && label.includes(title),
  );
}
