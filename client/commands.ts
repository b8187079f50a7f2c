import {
  commands,
  type ExtensionContext,
  languages,
  Position,
  SnippetString,
  Uri,
  window,
  workspace,
} from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import {
  type ExplainParams,
  type ExplainResult,
  explainCommand,
  explainRequest,
  type IgnoreArguments,
  ignoreCommand,
  type ReviewWorkspaceResult,
  type RulesResult,
  reviewWorkspaceRequest,
  rulesRequest,
} from '../server/protocol.ts';
import type { Report } from './report.ts';
import { registerRequestWay } from './request-way.ts';

const rulePages = 'seaworthy-rule';

export function registerCommands(
  context: ExtensionContext,
  client: BaseLanguageClient,
  report: Report,
): void {
  const pages = workspace.registerTextDocumentContentProvider(rulePages, {
    provideTextDocumentContent: async (uri) => {
      const params: ExplainParams = { ruleId: uri.path.slice(1).replace(/\.md$/, '') };
      const { markdown } = await client.sendRequest<ExplainResult>(explainRequest, params);
      return markdown ?? `There is no rule \`${params.ruleId}\`.`;
    },
  });
  context.subscriptions.push(
    pages,
    ...registerRequestWay(client),
    commands.registerCommand('seaworthy.showReport', (of?: { readonly deployment?: string }) =>
      report.show(of?.deployment),
    ),
    commands.registerCommand('seaworthy.reviewWorkspace', () => reviewWorkspace(client)),
    commands.registerCommand('seaworthy.fixAll', fixAll),
    commands.registerCommand('seaworthy.restartServer', () => restart(client)),
    commands.registerCommand(explainCommand, (ruleId?: string) => explainRule(client, ruleId)),
    commands.registerCommand(ignoreCommand, ignoreHere),
  );
}

async function reviewWorkspace(client: BaseLanguageClient): Promise<void> {
  const { files, findings, deployments } =
    await client.sendRequest<ReviewWorkspaceResult>(reviewWorkspaceRequest);
  await commands.executeCommand('workbench.actions.view.problems');
  const counted = (count: number, one: string) => `${count} ${one}${count === 1 ? '' : 's'}`;
  void window.showInformationMessage(
    `${counted(findings, 'finding')} in ${counted(files, 'file')} of ${counted(deployments, 'deployment')}.`,
  );
}

async function restart(client: BaseLanguageClient): Promise<void> {
  if (client.needsStop()) await client.stop();
  await client.start();
}

async function fixAll(): Promise<void> {
  await commands.executeCommand('editor.action.sourceAction', {
    kind: 'source.fixAll.seaworthy',
    apply: 'first',
  });
}

/** Without a rule named: that of the finding at the cursor, or one chosen from the list. */
async function explainRule(client: BaseLanguageClient, named: string | undefined): Promise<void> {
  const ruleId = named ?? ruleAtCursor() ?? (await chooseRule(client));
  if (ruleId === undefined) return;
  const page = Uri.from({ scheme: rulePages, path: `/${ruleId}.md` });
  await commands.executeCommand('markdown.showPreviewToSide', page);
}

function ruleAtCursor(): string | undefined {
  const editor = window.activeTextEditor;
  if (!editor) return undefined;
  const { document, selection } = editor;
  const here = languages
    .getDiagnostics(document.uri)
    .find(({ source, range }) => source === 'seaworthy' && range.contains(selection.active));
  const code = here?.code;
  return typeof code === 'object' ? String(code.value) : undefined;
}

async function chooseRule(client: BaseLanguageClient): Promise<string | undefined> {
  const { rules } = await client.sendRequest<RulesResult>(rulesRequest);
  const items = rules.map(({ id, title, category }) => ({
    label: title,
    description: id,
    detail: category,
    id,
  }));
  const chosen = await window.showQuickPick(items, { placeHolder: 'Which rule?', matchOnDescription: true });
  return chosen?.id;
}

/** Write the comment that accepts a finding; its reason is selected, to be typed over. */
async function ignoreHere({ uri, line, comment }: IgnoreArguments): Promise<void> {
  const document = await workspace.openTextDocument(Uri.parse(uri));
  const editor = await window.showTextDocument(document);
  const snippet = new SnippetString().appendText(comment).appendPlaceholder('reason').appendText('\n');
  await editor.insertSnippet(snippet, new Position(line, 0), { undoStopBefore: true, undoStopAfter: true });
}
