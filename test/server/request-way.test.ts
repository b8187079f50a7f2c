import assert from 'node:assert/strict';
import { afterEach, describe, test } from 'node:test';
import { type RequestWayResult, requestWayRequest } from '../../server/protocol.ts';
import { LspClient } from './lsp-client.ts';

const nginx = `events {}
http {
    server {
        listen 80;
        server_name shop.example;
        location /api/ { proxy_pass http://127.0.0.1:3000; }
        location ~ \\.php$ { return 403; }
    }
}
`;

describe('where requests go', { timeout: 20_000 }, () => {
  let client: LspClient;
  afterEach(() => client.stop());

  test('is told as a page with links', async () => {
    client = await LspClient.start({ 'nginx/nginx.conf': nginx });
    const ask = (url: string, link?: string) =>
      client.connection.sendRequest<RequestWayResult>(requestWayRequest, { url, link });
    const { markdown } = await ask('http://shop.example/api/x.php');
    assert.match(markdown!, /\*\*nginx answers 403\\?\.\*\*/);
    assert.match(markdown!, /prefix \/api\/ matches too.*nginx\.conf#L6\)/);
    assert.match((await ask('http://shop.example:9/')).markdown!, /No nginx configuration here listens/);
    assert.deepEqual(await ask('nonsense'), {});
    const uri = encodeURIComponent(client.uri('nginx/nginx.conf'));
    const { markdown: linked } = await ask('http://shop.example/api/x.php', 'command:go?{uri},{line}');
    assert.ok(linked!.includes(`](command:go?${uri},6)`), linked);
    // An address inside the deployment is no link.
    assert.match((await ask('http://shop.example/api/')).markdown!, /http\\:\/\/127\.0\.0\.1/);
  });

  test('is told of the location under the pointer', async () => {
    client = await LspClient.start({ 'nginx/nginx.conf': nginx });
    await client.open('nginx/nginx.conf');
    const textDocument = { uri: client.uri('nginx/nginx.conf') };
    const position = { line: 5, character: 20 };
    const hover = await client.connection.sendRequest<{ contents: { value: string } } | null>(
      'textDocument/hover',
      {
        textDocument,
        position,
      },
    );
    assert.match(hover!.contents.value, /Requests whose path begins with \/api\/ come here/);
    assert.match(hover!.contents.value, /regular expression, which comes before a prefix.*#L7\)/);
  });
});
