/** The names of nginx files: where they get their meaning, where they are used, how they are changed. */
import assert from 'node:assert/strict';
import {
  commands,
  type DocumentLink,
  FileType,
  type Location,
  type SemanticTokens,
  type SemanticTokensLegend,
  WorkspaceEdit,
  window,
  workspace,
} from 'vscode';
import { main, pictureOf, shown, site, snippet, uriOf, within, write } from './nginx-asking.ts';
import { test } from './runner.ts';
import { moveTo } from './typing.ts';
import { openFile, picture, until } from './waiting.ts';

test('definition and references go through includes and container paths', async () => {
  const editor = await openFile(site);
  const definitionOf = async (word: string, line?: string) => {
    const found = await commands.executeCommand<Location[]>(
      'vscode.executeDefinitionProvider',
      editor.document.uri,
      within(editor, word, line),
    );
    return found.map(shown);
  };
  assert.deepEqual(await definitionOf('shop', 'http://shop'), [`${main}:16`]);
  assert.deepEqual(await definitionOf('login', 'zone=login'), [`${main}:9`]);
  assert.deepEqual(await definitionOf('short'), [`${main}:8`]);
  assert.deepEqual(await definitionOf('away', '= @away'), [`${site}:21`]);
  assert.deepEqual(await definitionOf('/etc/nginx/snippets/proxy.conf'), [`${snippet}:0`]);
  const references = async (word: string, line?: string) => {
    const found = await commands.executeCommand<Location[]>(
      'vscode.executeReferenceProvider',
      editor.document.uri,
      within(editor, word, line),
    );
    return found.map(shown).toSorted();
  };
  assert.deepEqual(
    await references('shop', 'http://shop'),
    [`${main}:16`, `${site}:13`, `${site}:6`].toSorted(),
  );
  assert.deepEqual(await references('snippets/proxy.conf'), [`${site}:14`, `${site}:7`].toSorted());
  await moveTo(editor, within(editor, 'shop', 'http://shop'));
  await pictureOf(
    'nginx-references',
    editor,
    within(editor, 'shop', 'http://shop'),
    'editor.action.goToReferences',
    '.zone-widget .monaco-list-row',
  );
  await commands.executeCommand('closeReferenceSearch');
  await commands.executeCommand('editor.action.revealDefinition');
  await until(
    () => window.activeTextEditor?.document.uri.path.endsWith(main) === true,
    window.onDidChangeActiveTextEditor as never,
  );
});

test('links lead to included files', async () => {
  const { document } = await openFile(site);
  const links = await commands.executeCommand<DocumentLink[]>('vscode.executeLinkProvider', document.uri);
  // What looks like an address is a link of the editor's own.
  const own = links.filter(({ target }) => target?.scheme === document.uri.scheme);
  assert.deepEqual(
    own.map(({ range, target }) => [range.start.line, workspace.asRelativePath(target!)]),
    [
      [7, snippet],
      [14, snippet],
    ],
  );
});

test('an upstream is renamed in every file', async () => {
  const editor = await openFile(site);
  const at = within(editor, 'shop', 'http://shop');
  const edit = await commands.executeCommand<WorkspaceEdit>(
    'vscode.executeDocumentRenameProvider',
    editor.document.uri,
    at,
    'store',
  );
  assert.deepEqual(
    edit
      .entries()
      .map(([uri, edits]) => [workspace.asRelativePath(uri), edits.length])
      .toSorted(),
    [
      [main, 1],
      [site, 2],
    ],
  );
  await pictureOf('nginx-rename', editor, at, 'editor.action.rename', '.rename-box');
  await commands.executeCommand('cancelRenameInput');
  assert.ok(await workspace.applyEdit(edit));
  assert.match(editor.document.getText(), /proxy_pass http:\/\/store;/);
  const other = await workspace.openTextDocument(uriOf(main));
  assert.match(other.getText(), /upstream store \{\n {8}server shop:3000;/);
  const back = new WorkspaceEdit();
  for (const [uri, edits] of edit.entries()) {
    const document = await workspace.openTextDocument(uri);
    for (const { range } of edits)
      back.replace(uri, document.getWordRangeAtPosition(range.start, /store/)!, 'shop');
  }
  assert.ok(await workspace.applyEdit(back));
  await workspace.saveAll();
});

test('an included file is renamed with every include of it', async () => {
  const editor = await openFile(site);
  const before = editor.document.getText();
  const edit = await commands.executeCommand<WorkspaceEdit>(
    'vscode.executeDocumentRenameProvider',
    editor.document.uri,
    within(editor, '/proxy.conf'),
    'passing.conf',
  );
  await pictureOf(
    'nginx-rename-file',
    editor,
    within(editor, '/proxy.conf'),
    'editor.action.rename',
    '.rename-box',
  );
  await commands.executeCommand('cancelRenameInput');
  assert.ok(await workspace.applyEdit(edit));
  const renamed = uriOf('nginx/snippets/passing.conf');
  assert.equal((await workspace.fs.stat(renamed)).type, FileType.File);
  assert.equal(editor.document.getText(), before.replaceAll('/proxy.conf', '/passing.conf'));
  await write(editor, before);
  await workspace.fs.rename(renamed, uriOf(snippet));
  await workspace.saveAll();
});

test('names have their own colours', async () => {
  const editor = await openFile(site);
  const { uri } = editor.document;
  const legend = await commands.executeCommand<SemanticTokensLegend>(
    'vscode.provideDocumentSemanticTokensLegend',
    uri,
  );
  const { data } = await commands.executeCommand<SemanticTokens>('vscode.provideDocumentSemanticTokens', uri);
  const tokens: string[] = [];
  for (let at = 0, line = 0, column = 0; at < data.length; at += 5) {
    column = data[at]! > 0 ? data[at + 1]! : column + data[at + 1]!;
    line += data[at]!;
    const word = editor.document.lineAt(line).text.slice(column, column + data[at + 2]!);
    tokens.push(`${legend.tokenTypes[data[at + 3]!]} ${word}`);
  }
  assert.deepEqual(tokens, [
    'type short',
    'class shop',
    'function away',
    'enumMember login',
    'class shop',
    'function away',
  ]);
  await picture('nginx-colours');
});
