import assert from 'node:assert/strict';
import { afterEach, describe, test } from 'node:test';
import { compose, deployment } from './fixtures.ts';
import { LspClient } from './lsp-client.ts';

const timeout = 20_000;
const pinned = compose.replace('redis:alpine', 'redis:8.2-alpine');

describe('the workspace', { timeout }, () => {
  let client: LspClient;
  afterEach(() => client.stop());

  test('a file changed on the disk is reviewed again', async () => {
    client = await LspClient.start(deployment);
    await client.finding('compose.yaml', 'compose/unpinned-image');
    await client.writeWatched('compose.yaml', pinned);
    await client.noFinding('compose.yaml', 'compose/unpinned-image');
  });

  test('a file that is made, and one that is gone, change what is said of others', async () => {
    client = await LspClient.start(deployment);
    await client.finding('web/Dockerfile', 'deployment/missing-dockerignore');
    await client.writeWatched('web/.dockerignore', 'node_modules\n');
    await client.noFinding('web/Dockerfile', 'deployment/missing-dockerignore');
    await client.removeWatched('web/.dockerignore');
    await client.finding('web/Dockerfile', 'deployment/missing-dockerignore');
  });

  test('a folder that comes and goes is one event', async () => {
    client = await LspClient.start({ 'compose.yaml': compose });
    await client.finding('compose.yaml', 'compose/unpinned-image');
    client.write('web/package.json', '{}');
    client.write('web/Dockerfile', deployment['web/Dockerfile']);
    const created = { changes: [{ uri: client.uri('web'), type: 1 }] };
    await client.connection.sendNotification('workspace/didChangeWatchedFiles', created);
    await client.finding('compose.yaml', 'deployment/missing-build-target');
    await client.removeWatched('web');
    await client.noFinding('compose.yaml', 'deployment/missing-build-target');
    await client.diagnostics('web/Dockerfile', (list) => list.length === 0);
  });

  test('an open document counts, not the disk; closed, the disk counts again', async () => {
    client = await LspClient.start(deployment);
    await client.open('compose.yaml', pinned);
    await client.noFinding('compose.yaml', 'compose/unpinned-image');
    await client.writeWatched('compose.yaml', `# Changed elsewhere\n${compose}`);
    await client.finding('compose.yaml', 'compose/new-privileges-allowed');
    assert.ok(!client.published('compose.yaml')!.some(({ code }) => code === 'compose/unpinned-image'));
    await client.close('compose.yaml');
    const finding = await client.finding('compose.yaml', 'compose/unpinned-image');
    assert.equal(finding.range.start.line, 11);
  });

  test('a file that the edited one begins to name is read', async () => {
    client = await LspClient.start({ 'compose.yaml': pinned, 'api/Containerfile': 'FROM node:24-alpine\n' });
    await client.open('compose.yaml');
    await client.noFinding('compose.yaml', 'deployment/missing-build-target');
    await client.replace('compose.yaml', 'context: ./web', 'context: ./api\n      dockerfile: Containerfile');
    await client.finding('compose.yaml', 'deployment/missing-build-target');
  });

  test('folders are added to the workspace and taken out', async () => {
    client = await LspClient.start(deployment);
    await client.finding('compose.yaml', 'compose/unpinned-image');
    const folder = { uri: client.uri('.').replace(/\/\.?$/, ''), name: 'test' };
    const removed = { event: { added: [], removed: [folder] } };
    await client.connection.sendNotification('workspace/didChangeWorkspaceFolders', removed);
    await client.diagnostics('compose.yaml', (list) => list.length === 0);
    const added = { event: { added: [folder], removed: [] } };
    await client.connection.sendNotification('workspace/didChangeWorkspaceFolders', added);
    await client.finding('compose.yaml', 'compose/unpinned-image');
  });

  test('without a workspace a document is reviewed with what lies around it', async () => {
    client = await LspClient.start(deployment, { withoutFolder: true });
    await client.open('compose.yaml');
    await client.finding('compose.yaml', 'deployment/missing-build-target');
    await client.close('compose.yaml');
  });

  test('names that URIs encode are as good as others', async () => {
    client = await LspClient.start({ 'a b (1)/#x/compose.yaml': compose });
    await client.open('a b (1)/#x/compose.yaml');
    await client.finding('a b (1)/#x/compose.yaml', 'compose/unpinned-image');
    await client.replace('a b (1)/#x/compose.yaml', 'redis:', 'redis:8.2-');
    await client.noFinding('a b (1)/#x/compose.yaml', 'compose/unpinned-image');
  });

  test('everything is read again on demand', async () => {
    client = await LspClient.start(deployment);
    await client.finding('compose.yaml', 'compose/unpinned-image');
    client.write('compose.yaml', pinned);
    const result = await client.connection.sendRequest<{ files: number }>('seaworthy/reviewWorkspace');
    assert.ok(result.files >= 2);
    await client.noFinding('compose.yaml', 'compose/unpinned-image');
  });
});
