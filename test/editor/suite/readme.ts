/** Takes the README's pictures: a squiggle with its fix, the status bar, the report. */
import { commands, Selection, TextEditorRevealType } from 'vscode';
import { runAll, test } from './runner.ts';
import { extensionApi, inWebView, openFile, picture, until, untilFindings } from './waiting.ts';

const compose = 'harbour/compose.production.yaml';

test('a squiggle with its fix', async () => {
  const api = await extensionApi();
  const editor = await openFile(compose);
  await until(() => api.statusText() !== undefined, api.onDidChangeScores as never);
  await commands.executeCommand('workbench.action.closeSidebar');
  const { uri } = editor.document;
  const [problem] = await untilFindings(uri, 'deployment/missing-build-target', '', (count) => count === 1);
  editor.selection = new Selection(problem!.range.start, problem!.range.start);
  editor.revealRange(problem!.range, TextEditorRevealType.InCenter);
  await commands.executeCommand('workbench.action.focusActiveEditorGroup');
  void commands.executeCommand('editor.action.quickFix');
  await picture('fix', { shows: '.action-widget', clip: '48,290,800,330' });
  await commands.executeCommand('hideCodeActionWidget');
});

test('the status bar', async () => {
  await picture('status-bar', {
    hover: '[id="seaworthy.seaworthy.seaworthy.score"]',
    clip: '0,430,640,370',
  });
});

test('the report', async () => {
  const api = await extensionApi();
  await commands.executeCommand('seaworthy.showReport');
  await commands.executeCommand('workbench.action.focusSecondEditorGroup');
  await commands.executeCommand('workbench.action.closeEditorsInOtherGroups');
  await inWebView('report', { text: api.statusText()!.slice(2), clip: '52,32,1224,640' });
});

export const run = runAll;
