/** What an editor asks about nginx files, over the wire. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import {
  type CompletionItem,
  CompletionTriggerKind,
  type DocumentLink,
  type DocumentSymbol,
  type FoldingRange,
  type Hover,
  type Location,
  type MarkupContent,
  type SelectionRange,
  type SemanticTokens,
  type SignatureHelp,
  type TextDocumentEdit,
  type TextEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver-protocol';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { LspClient } from './lsp-client.ts';

const timeout = 20_000;
const main = `events {}
http {
    include snippets/tls.conf;
    upstream api {
        server api:3000;
    }
    server {
        listen 8080;
        server_name example.com;
        location /api/ {
            proxy_pass http://api;
        }
    }
}
`;
const path = 'nginx/nginx.conf';

describe('nginx', { timeout }, () => {
  let client: LspClient;
  before(async () => {
    client = await LspClient.start({
      [path]: main,
      'nginx/snippets/tls.conf': 'ssl_protocols TLSv1.3;\n',
      'compose.yaml': 'services: {}\n',
    });
    await client.open(path);
    await client.open('compose.yaml');
  });
  after(() => client.stop());

  const ask = <T>(method: string, params: object = {}, file = path): Promise<T> =>
    client.connection.sendRequest<T>(`textDocument/${method}`, {
      textDocument: { uri: client.uri(file) },
      ...params,
    });

  test('symbols', async () => {
    const symbols = await ask<DocumentSymbol[]>('documentSymbol');
    const http = symbols.find(({ name }) => name === 'http')!;
    assert.deepEqual(
      http.children!.map(({ name }) => name),
      ['upstream api', 'example.com'],
    );
    assert.deepEqual(
      http.children![1]!.children!.map(({ name, detail }) => [name, detail]),
      [['/api/', 'proxy_pass http://api']],
    );
  });

  test('folding', async () => {
    const ranges = await ask<FoldingRange[]>('foldingRange');
    assert.deepEqual(
      ranges.map(({ startLine, endLine }) => [startLine, endLine]),
      [
        [1, 12],
        [3, 4],
        [6, 11],
        [9, 10],
      ],
    );
  });

  test('selection', async () => {
    const [range] = await ask<SelectionRange[]>('selectionRange', {
      positions: [{ line: 7, character: 16 }],
    });
    assert.deepEqual(range!.range, { start: { line: 7, character: 15 }, end: { line: 7, character: 19 } });
    assert.deepEqual(range!.parent!.range, {
      start: { line: 7, character: 8 },
      end: { line: 7, character: 20 },
    });
  });

  test('links', async () => {
    const links = await ask<DocumentLink[]>('documentLink');
    assert.deepEqual(
      links.map(({ target }) => target),
      [client.uri('nginx/snippets/tls.conf')],
    );
  });

  const at = (text: string, after = text.length) => {
    const before = client
      .text(path)
      .slice(0, client.text(path).indexOf(text) + after)
      .split('\n');
    return { position: { line: before.length - 1, character: before.at(-1)!.length } };
  };

  test('hover', async () => {
    const hover = await ask<Hover>('hover', at('proxy_pass', 3));
    const { value } = hover.contents as MarkupContent;
    assert.match(value, /```nginx\nproxy_pass URL;\n```/);
    assert.match(value, /ngx_http_proxy_module\.html#proxy_pass/);
  });

  test('completion, and the documentation of one item', async () => {
    const items = await ask<CompletionItem[]>('completion', at('location /api/ {\n'));
    const item = items.find(({ label }) => label === 'proxy_set_header')!;
    assert.equal(
      items.find(({ label }) => label === 'listen'),
      undefined,
    );
    const resolved = await client.connection.sendRequest<CompletionItem>('completionItem/resolve', item);
    assert.match((resolved.documentation as MarkupContent).value, /proxy_set_header field value;/);
  });

  test('no completion by a character in a comment', async () => {
    const file = 'nginx/conf.d/b.conf';
    await client.open(file, '# see $');
    const context = { triggerKind: CompletionTriggerKind.TriggerCharacter, triggerCharacter: '$' };
    assert.equal(await ask('completion', { position: { line: 0, character: 7 }, context }, file), null);
    await client.close(file);
  });

  test('the hint of the syntax', async () => {
    const help = await ask<SignatureHelp>('signatureHelp', at('listen '));
    assert.match(help.signatures[0]!.label, /^listen address\[:port\] \[default_server\]/);
    assert.equal(help.activeParameter, 0);
  });

  test('definition and references', async () => {
    const [definition] = await ask<Location[]>('definition', at('http://ap'));
    const range = { start: { line: 3, character: 13 }, end: { line: 3, character: 16 } };
    assert.deepEqual(definition, { uri: client.uri(path), range });
    const context = { includeDeclaration: true };
    const places = await ask<Location[]>('references', { ...at('http://ap'), context });
    assert.deepEqual(
      places.map((place) => place.range.start.line),
      [3, 10],
    );
    const [included] = await ask<Location[]>('definition', at('snippets/'));
    assert.equal(included!.uri, client.uri('nginx/snippets/tls.conf'));
  });

  test('rename, and why not', async () => {
    const prepared = await ask<{ placeholder: string }>('prepareRename', at('upstream a'));
    assert.equal(prepared.placeholder, 'api');
    const edit = await ask<WorkspaceEdit>('rename', { ...at('upstream a'), newName: 'web' });
    const [change] = edit.documentChanges as TextDocumentEdit[];
    assert.deepEqual(
      change!.edits.map((one) => 'newText' in one && [one.range.start.line, one.newText]),
      [
        [3, 'web'],
        [10, 'web'],
      ],
    );
    await assert.rejects(ask('rename', { ...at('upstream a'), newName: 'a b' }), /make a name/);
  });

  test('semantic tokens', async () => {
    const { data } = await ask<SemanticTokens>('semanticTokens/full');
    assert.deepEqual(data.slice(0, 5), [3, 13, 3, 1, 1]);
    assert.equal(data.length, 10);
  });

  test('formatting, of the file and of lines', async () => {
    const file = 'nginx/conf.d/a.conf';
    const text = 'server {\nlisten   80;\nroot  /x;\n}\n';
    await client.open(file, text);
    const options = { tabSize: 2, insertSpaces: true };
    const apply = async (method: string, params: object) => {
      const edits = await ask<TextEdit[]>(method, { options, ...params }, file);
      return TextDocument.applyEdits(TextDocument.create('', '', 0, text), edits);
    };
    assert.equal(await apply('formatting', {}), 'server {\n  listen 80;\n  root /x;\n}\n');
    const range = { start: { line: 1, character: 0 }, end: { line: 1, character: 3 } };
    assert.equal(await apply('rangeFormatting', { range }), 'server {\n  listen 80;\nroot  /x;\n}\n');
    await client.close(file);
  });

  test('other files have none of it', async () => {
    for (const method of ['documentSymbol', 'foldingRange', 'documentLink'])
      assert.equal(await ask(method, {}, 'compose.yaml'), null, method);
  });
});

describe('a client that can be told which files', { timeout }, () => {
  test('hears of the features for nginx files alone', async () => {
    const dynamicRegistration = true;
    const client = await LspClient.start(
      {},
      { capabilities: { textDocument: { documentSymbol: { dynamicRegistration } } } },
    );
    await client.until(() => client.registered.length > 0);
    assert.deepEqual(
      client.registered.map(({ method, registerOptions }) => [method, registerOptions]),
      [['textDocument/documentSymbol', { documentSelector: [{ language: 'nginx' }] }]],
    );
    assert.equal(client.capabilities.documentSymbolProvider, undefined);
    assert.equal(client.capabilities.foldingRangeProvider, true);
    await client.stop();
  });
});
