/** The report after the window was loaded anew: the suite then begins again, and goes on where it was. */
import assert from 'node:assert/strict';
import { commands, TabInputWebview, Uri, window, workspace } from 'vscode';
import { type Outcome, outcomesSoFar, test } from './runner.ts';
import { extensionApi, inWebView, openFile, seesWebViews } from './waiting.ts';

/** Holds what the window before has run. */
function remembered(): Uri {
  return Uri.joinPath(workspace.workspaceFolders![0]!.uri, 'run-before.json');
}

/** What another window has run of this suite; nothing in the first. */
export async function outcomesBefore(): Promise<readonly Outcome[]> {
  try {
    return JSON.parse(new TextDecoder().decode(await workspace.fs.readFile(remembered()))) as Outcome[];
  } catch {
    return [];
  }
}

/** To be called last: what comes after it finds another window. */
export function reportReloadTests(): void {
  if (!seesWebViews) return;

  test('the report is there again after the window was loaded anew, with what was opened in it', async () => {
    if ((await outcomesBefore()).length === 0) return await openAndReload();
    await inWebView('reload-after', { text: 'Which services run' });
    const tabs = window.tabGroups.all.flatMap((group) => group.tabs);
    assert.equal(tabs.filter(({ input }) => input instanceof TabInputWebview).length, 1);
  });
}

async function openAndReload(): Promise<never> {
  await openFile('harbour/compose.production.yaml');
  await workspace.saveAll();
  const { onDidShowReport } = await extensionApi();
  const shown = new Promise<void>((done) => onDidShowReport(done));
  await commands.executeCommand('seaworthy.showReport');
  await shown;
  await inWebView('reload-opening', { text: 'Quick reference', press: '#reference-look > summary' });
  await inWebView('reload-before', { text: 'Which services run' });
  await workspace.fs.writeFile(remembered(), new TextEncoder().encode(JSON.stringify(outcomesSoFar())));
  await commands.executeCommand('workbench.action.reloadWindow');
  // This window ends here.
  return await new Promise<never>(() => {});
}
