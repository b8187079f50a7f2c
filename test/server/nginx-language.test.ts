/** What an editor asks about nginx files, over the wire. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type {
  DocumentLink,
  DocumentSymbol,
  FoldingRange,
  SelectionRange,
} from 'vscode-languageserver-protocol';
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
