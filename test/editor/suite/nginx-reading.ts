/** What helps to read nginx files: what a place means, the outline, folding. */
import assert from 'node:assert/strict';
import { commands, type DocumentSymbol, type FoldingRange, languages, type SelectionRange } from 'vscode';
import { hoverTexts, pictureOf, site, snippet, within } from './nginx-asking.ts';
import { test } from './runner.ts';
import { extensionApi, openFile, picture } from './waiting.ts';

test('a directive is explained where the mouse rests', async () => {
  await extensionApi();
  const editor = await openFile(site);
  assert.equal(editor.document.languageId, 'nginx');
  const at = within(editor, 'limit_req', 'limit_req zone');
  const text = await hoverTexts(editor, at);
  assert.match(text, /limit_req zone=name \[burst=number\]/);
  assert.match(text, /\*\*Context:\*\* http, server, location/);
  assert.match(text, /nginx\.org\/en\/docs\/http\/ngx_http_limit_req_module\.html#limit_req/);
  await pictureOf('nginx-hover-directive', editor, at, 'editor.action.showHover', '.monaco-hover');
});

test('a name is explained by what gives it its meaning, in whichever file', async () => {
  const editor = await openFile(snippet);
  const at = within(editor, 'connection_upgrade');
  const text = await hoverTexts(editor, at);
  assert.match(text, /\[nginx\/nginx\.conf, line 12\]\(.+\/nginx\.conf#L12\)/);
  assert.match(text, /map \$http_upgrade \$connection_upgrade \{/);
  await pictureOf('nginx-hover-name', editor, at, 'editor.action.showHover', '.monaco-hover');
});

test('a location says which requests come to it', async () => {
  const editor = await openFile(site);
  const at = within(editor, '/login');
  const text = await hoverTexts(editor, at);
  assert.match(text, /Requests .*\/login.* here/);
  await pictureOf('nginx-hover-location', editor, at, 'editor.action.showHover', '.monaco-hover');
});

test('the outline names servers by their names and locations by their paths', async () => {
  const editor = await openFile(site);
  const symbols = await commands.executeCommand<DocumentSymbol[]>(
    'vscode.executeDocumentSymbolProvider',
    editor.document.uri,
  );
  assert.deepEqual(
    symbols.map(({ name, detail }) => [name, detail]),
    [['shop.example, www.shop.example', '80']],
  );
  assert.deepEqual(
    symbols[0]!.children.map(({ name }) => name),
    ['/', '= /login', '~ \\.php$', '@away'],
  );
  await commands.executeCommand('outline.focus');
  await picture('nginx-outline', { shows: '.outline-tree .monaco-list-row' });
});

test('blocks fold, and selections grow by words, directives and blocks', async () => {
  const editor = await openFile(site);
  const { uri } = editor.document;
  const folds = await commands.executeCommand<FoldingRange[]>('vscode.executeFoldingRangeProvider', uri);
  assert.deepEqual(
    folds.map(({ start, end }) => [start, end]),
    [
      [0, 23],
      [5, 8],
      [11, 14],
      [17, 18],
      [21, 22],
    ],
  );
  const [selection] = await commands.executeCommand<SelectionRange[]>(
    'vscode.executeSelectionRangeProvider',
    uri,
    [within(editor, 'burst=5')],
  );
  const texts: string[] = [];
  for (let at = selection; at; at = at.parent!) texts.push(editor.document.getText(at.range));
  const wanted = ['burst=5', 'zone=login burst=5', 'limit_req zone=login burst=5;'];
  assert.deepEqual(
    wanted.map((text) => texts.includes(text)),
    [true, true, true],
    texts.join('\n---\n'),
  );
});

test('a template is read over what fills it in', async () => {
  const editor = await openFile('nginx/templates/site.conf.template');
  assert.equal(editor.document.languageId, 'nginx');
  const symbols = await commands.executeCommand<DocumentSymbol[]>(
    'vscode.executeDocumentSymbolProvider',
    editor.document.uri,
  );
  assert.deepEqual(
    symbols.map(({ name, detail }) => [name, detail]),
    [['${NGINX_HOST}', '${PORT}']],
  );
  assert.match(await hoverTexts(editor, within(editor, 'server_name')), /server_name name \.\.\.;/);
  const jinja = await openFile('nginx/templates/api.conf.j2');
  assert.equal(jinja.document.languageId, 'nginx');
  assert.match(await hoverTexts(jinja, within(jinja, 'listen')), /listen address\[:port\]/);
  assert.deepEqual(languages.getDiagnostics(jinja.document.uri), []);
  await picture('nginx-template');
});
