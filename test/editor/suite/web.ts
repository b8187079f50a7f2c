/** The extension where the editor is a web page: its server is a web worker, and the editor reads the files for it. */
import { commands, languages, Uri, window, workspace } from 'vscode';
import { runAll, test } from './runner.ts';
import { extensionApi, openFile, picture, until, untilFindings } from './waiting.ts';

function check(condition: boolean, message: string): void {
  if (!condition) throw new Error(message);
}

test('the workspace is reviewed in a web worker', async () => {
  const api = await extensionApi();
  const { document } = await openFile('harbour/compose.production.yaml');
  check(document.uri.scheme !== 'file', `The workspace is virtual: ${document.uri.scheme}`);
  await until(() => api.statusText() !== undefined, api.onDidChangeScores as never);
  check(/^⚓ \d+\.\d$/.test(api.statusText()!), api.statusText()!);
  const nginx = Uri.joinPath(workspace.workspaceFolders![0]!.uri, 'harbour/nginx/conf.d/harbour.conf');
  await until(() => languages.getDiagnostics(nginx).length > 0, languages.onDidChangeDiagnostics as never);
  await picture('web');
});

test('the side bar shows the deployments', async () => {
  const { sideBar, scores } = await extensionApi();
  await commands.executeCommand('seaworthy.readiness.focus');
  const shown = (await sideBar.getChildren()) ?? [];
  const names = shown.map(({ deployment }) => deployment).sort();
  check(
    names.join() ===
      scores()
        .map(({ name }) => name)
        .sort()
        .join() && names.length > 0,
    names.join(),
  );
  await picture('web-side-bar', { text: 'Blocks a deployment' });
});

test('a finding that two files make goes when the other file is edited', async () => {
  const composeFile = window.activeTextEditor!.document.uri;
  const [problem] = await untilFindings(
    composeFile,
    'deployment/missing-build-target',
    '',
    (count) => count === 1,
  );
  const editor = await openFile('harbour/frontend/Dockerfile');
  const line = problem!.relatedInformation![0]!.location.range.start.line;
  const { end } = editor.document.lineAt(line).range;
  check(await editor.edit((edit) => edit.insert(end, ' AS production')), 'The edit was taken.');
  await untilFindings(composeFile, 'deployment/missing-build-target', '', (count) => count === 0);
});

export const run = runAll;
