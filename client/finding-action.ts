import { commands, Range, Uri, window, workspace } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import {
  explainCommand,
  ignoreCommand,
  type PagePress,
  type ReportActionResult,
  reportActionRequest,
} from '../server/protocol.ts';

/** Do what a line of the side bar offers; the server looks for the finding in its newest review first. */
export async function act(client: BaseLanguageClient, press: PagePress): Promise<void> {
  const { action, target } = press;
  if (action === 'explain') {
    await commands.executeCommand(explainCommand, target.ruleId);
    return;
  }
  const { uri, range, edit, ignore } = await client.sendRequest<ReportActionResult>(
    reportActionRequest,
    press,
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
  const editor = await window.showTextDocument(Uri.parse(uri), { selection, preview: action === 'goto' });
  if (action === 'goto') return;
  const change = await client.protocol2CodeConverter.asWorkspaceEdit(
    edit as Parameters<BaseLanguageClient['protocol2CodeConverter']['asWorkspaceEdit']>[0],
  );
  if (change) await workspace.applyEdit(change);
  editor.revealRange(selection);
}
