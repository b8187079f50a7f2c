/** The packaged extension, installed. */
import assert from 'node:assert/strict';
import { extensions, languages } from 'vscode';
import { runAll, test } from './runner.ts';
import { extensionApi, openFile, picture, until } from './waiting.ts';

test('the installed extension reviews the workspace', async () => {
  const api = await extensionApi();
  assert.match(
    extensions.getExtension('seaworthy.seaworthy')!.extensionPath,
    /extensions[\\/]seaworthy\.seaworthy/,
  );
  const { document } = await openFile('compose.production.yaml');
  await until(
    () => languages.getDiagnostics(document.uri).length > 0,
    languages.onDidChangeDiagnostics as never,
  );
  await until(() => api.statusText() !== undefined, api.onDidChangeScores as never);
  assert.match(api.statusText()!, /^⚓ \d+\.\d$/);
  await picture('installed');
});

test('nginx configurations have their language', async () => {
  const { document } = await openFile('nginx/conf.d/harbour.conf');
  assert.equal(document.languageId, 'nginx');
});

export const run = runAll;
