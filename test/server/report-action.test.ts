import assert from 'node:assert/strict';
import { afterEach, describe, test } from 'node:test';
import type { WorkspaceEdit } from 'vscode-languageserver-protocol';
import type {
  PageTarget,
  ReportActionParams,
  ReportActionResult,
  ReportPageResult,
} from '../../server/protocol.ts';
import { deployment } from './fixtures.ts';
import { LspClient } from './lsp-client.ts';

const two = {
  ...deployment,
  'compose.yaml': `${deployment['compose.yaml']}  worker:
    image: example.org/worker:1.2
    restart: unless-stopped
`,
};

describe('the buttons of the report page', { timeout: 20_000 }, () => {
  let client: LspClient;
  afterEach(() => client.stop());

  const press = (params: ReportActionParams) =>
    client.connection.sendRequest<ReportActionResult>('seaworthy/reportAction', params);
  const page = (...open: string[]) =>
    client.connection.sendRequest<ReportPageResult>('seaworthy/reportPage', { open });
  const nowhere = { path: '', line: 0, character: 0 };
  const applied = async (params: ReportActionParams) => {
    const { edit } = await press(params);
    assert.ok(edit, JSON.stringify(params));
    await client.apply(edit as WorkspaceEdit);
  };

  test('all findings of a kind are fixed at once, and no other', async () => {
    client = await LspClient.start(two);
    await client.open('compose.yaml');
    await client.finding('compose.yaml', 'compose/unrotated-logs', 'worker');
    const { body, deployment: name } = await page('rule-compose-unrotated-logs');
    const [, target] = /data-action="fixAll" data-target="([^"]*unrotated-logs[^"]*)"/.exec(body)!;
    const asked = JSON.parse(target!.replaceAll('&quot;', '"')) as PageTarget;
    assert.deepEqual(asked, { ...nowhere, ruleId: 'compose/unrotated-logs', deployment: name });
    await applied({ action: 'fixAll', target: asked });
    await client.noFinding('compose.yaml', 'compose/unrotated-logs');
    assert.equal(client.text('compose.yaml').match(/max-size/g)?.length, 3);
    assert.match(client.text('compose.yaml'), /restart: unless-stopped # comes back/);
    await client.finding('compose.yaml', 'compose/missing-memory-limit', 'worker');
  });

  test('fixes of a kind reach every file and what is not open, and a second press finds nothing', async () => {
    client = await LspClient.start({
      'compose.yaml': 'services:\n  a: { build: ./a }\n  b: { build: ./b }\n',
      'a/Dockerfile': 'FROM debian:13-slim\nCOPY . /app\n',
      'b/Dockerfile': 'FROM debian:13-slim\nCOPY . /app\n',
    });
    await client.open('a/Dockerfile');
    const target = { ...nowhere, ruleId: 'deployment/missing-dockerignore', deployment: 'compose.yaml' };
    const { edit } = await press({ action: 'fixAll', target });
    const made = (edit as WorkspaceEdit).documentChanges!.flatMap((one) =>
      'kind' in one && one.kind === 'create' ? one.uri : [],
    );
    assert.deepEqual(made, [client.uri('a/.dockerignore'), client.uri('b/.dockerignore')]);
    const again = await press({ action: 'fixAll', target: { ...target, ruleId: 'compose/no-such-rule' } });
    assert.deepEqual(again, {});
  });

  test('a tick is remembered beside the deployment, and taken back', async () => {
    client = await LspClient.start(two);
    await client.open('compose.yaml');
    const target = { ...nowhere, item: 'disk-space', deployment: 'compose.yaml' };
    assert.deepEqual(await press({ action: 'tick', target }), {}, 'nobody ticks');
    await applied({ action: 'tick', target, by: 'Ada' });
    assert.match(
      client.text('.seaworthy.yaml'),
      /^checklist:\n {2}disk-space:\n {4}by: "Ada"\n {4}date: \d{4}-\d\d-\d\d\n$/,
    );
    await client.writeWatched('.seaworthy.yaml', client.text('.seaworthy.yaml'));
    assert.match((await page('check-server')).body, /Ticked by Ada on /);
    await applied({ action: 'untick', target });
    await client.writeWatched('.seaworthy.yaml', client.text('.seaworthy.yaml'));
    assert.doesNotMatch((await page('check-server')).body, /Ticked by Ada on /);
  });

  test('a tick goes into the folder of the main file, whatever else belongs to the deployment', async () => {
    client = await LspClient.start({
      'shop/compose.yaml': 'services:\n  api: { build: ./api }\n',
      'shop/api/Dockerfile': 'FROM debian:13-slim\n',
    });
    await client.until(() => client.scores.length > 0);
    const target = { ...nowhere, item: 'disk-space', deployment: client.scores[0]!.deployments[0]!.name };
    const { uri } = await press({ action: 'tick', target, by: 'Ada' });
    assert.equal(uri, client.uri('shop/.seaworthy.yaml'));
  });

  test('what the files refute is not ticked', async () => {
    client = await LspClient.start(two);
    await client.open('compose.yaml');
    const target = { ...nowhere, item: 'log-rotation', deployment: 'compose.yaml' };
    assert.deepEqual(await press({ action: 'tick', target, by: 'Ada' }), {});
  });
});
