/** What helps to write nginx files: completion, the hint of the syntax, formatting. */
import assert from 'node:assert/strict';
import { commands, type SignatureHelp, type TextEdit } from 'vscode';
import { labelOf, offered, pictureOf, site, snippet, whileWritten } from './nginx-asking.ts';
import { test } from './runner.ts';
import { type } from './typing.ts';
import { openFile } from './waiting.ts';

test('directives are completed by their context', async () => {
  const editor = await openFile(site);
  await whileWritten(editor, 'limit_req zone=login', '\npro', async (at) => {
    const labels = (await offered(editor, at)).map(labelOf);
    assert.ok(labels.includes('proxy_set_header') && labels.includes('proxy_pass'), `${labels}`);
    assert.ok(!labels.includes('listen') && !labels.includes('upstream'), 'not of another context');
    await pictureOf(
      'nginx-completion-directive',
      editor,
      at,
      'editor.action.triggerSuggest',
      '.suggest-widget',
    );
  });
});

test('a directive that the deployed nginx does not know yet is offered last, and says so', async () => {
  const editor = await openFile(site);
  await whileWritten(editor, 'server_name', '\nhttp', async (at) => {
    const http2 = (await offered(editor, at)).find((item) => labelOf(item) === 'http2')!;
    assert.equal(http2.detail, 'from nginx 1.25.1 on, 1.24.0 runs here');
    assert.equal(http2.sortText, '~http2');
    await pictureOf(
      'nginx-completion-version',
      editor,
      at,
      'editor.action.triggerSuggest',
      '.suggest-widget',
    );
  });
});

test('files are named as the container has them', async () => {
  const editor = await openFile(site);
  await whileWritten(editor, 'limit_req zone=login', '\ninclude /etc/nginx/', async (at) => {
    const labels = (await offered(editor, at, '/')).map(labelOf);
    assert.deepEqual(labels.toSorted(), ['/etc/nginx/nginx.conf', '/etc/nginx/snippets/']);
  });
});

test('variables and upstreams are completed by name', async () => {
  const editor = await openFile(site);
  await whileWritten(editor, 'limit_req zone=login', '\nproxy_set_header X $conn', async (at) => {
    const labels = (await offered(editor, at)).map(labelOf);
    for (const wanted of ['$connection_upgrade', '$connection', '$host'])
      assert.ok(labels.includes(wanted), `${wanted} among ${labels.slice(0, 20)}`);
    await pictureOf(
      'nginx-completion-variable',
      editor,
      at,
      'editor.action.triggerSuggest',
      '.suggest-widget',
    );
  });
  await whileWritten(editor, 'limit_req zone=login', '\nproxy_pass ', async (at) => {
    assert.deepEqual((await offered(editor, at)).map(labelOf), ['http://shop']);
  });
});

test('nothing pops up while a comment or a string is typed', async () => {
  const editor = await openFile(site);
  for (const text of ['\n# pays in $', '\nadd_header X "costs $'])
    await whileWritten(editor, 'limit_req zone=login', text, async (at) => {
      assert.deepEqual((await offered(editor, at, '$')).map(labelOf), []);
    });
});

test('the syntax is shown while words are written', async () => {
  const editor = await openFile(site);
  await whileWritten(editor, 'limit_req zone=login', '\nproxy_set_header X-Real-IP ', async (at) => {
    const help = await commands.executeCommand<SignatureHelp>(
      'vscode.executeSignatureHelpProvider',
      editor.document.uri,
      at,
    );
    assert.equal(help.signatures[0]!.label, 'proxy_set_header field value');
    assert.equal(help.activeParameter, 1);
    await commands.executeCommand('hideSuggestWidget');
    await pictureOf(
      'nginx-signature',
      editor,
      at,
      'editor.action.triggerParameterHints',
      '.parameter-hints-widget',
    );
  });
});

test('a file is formatted, and keeps what nginx reads', async () => {
  const editor = await openFile(snippet);
  const { document } = editor;
  const before = document.getText();
  await type(editor, document.lineAt(0).range.start, '   ');
  await commands.executeCommand('editor.action.formatDocument');
  assert.equal(document.getText(), before);
  const edits = await commands.executeCommand<TextEdit[] | undefined>(
    'vscode.executeFormatDocumentProvider',
    document.uri,
    { tabSize: 4, insertSpaces: true },
  );
  assert.deepEqual(edits ?? [], []);
});
