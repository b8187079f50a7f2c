import assert from 'node:assert/strict';
import { afterEach, describe, test } from 'node:test';
import { compose, deployment } from './fixtures.ts';
import { LspClient, textOf } from './lsp-client.ts';

const timeout = 20_000;

describe('diagnostics', { timeout }, () => {
  let client: LspClient;
  afterEach(() => client.stop());

  test('files that are not open are reviewed', async () => {
    client = await LspClient.start(deployment);
    const pinned = await client.finding('compose.yaml', 'compose/unpinned-image');
    assert.deepEqual(pinned.range, { start: { line: 10, character: 17 }, end: { line: 10, character: 23 } });
    assert.equal(pinned.source, 'seaworthy');
    assert.equal(pinned.severity, 2);
    await client.finding('web/Dockerfile', 'deployment/missing-dockerignore');
  });

  test('a finding comes with the text that has it and goes with it', async () => {
    client = await LspClient.start({ 'compose.yaml': compose.replace('redis:alpine', 'redis:8.2-alpine') });
    await client.open('compose.yaml');
    await client.noFinding('compose.yaml', 'compose/unpinned-image');
    await client.replace('compose.yaml', '8.2-', '');
    await client.finding('compose.yaml', 'compose/unpinned-image');
    await client.replace('compose.yaml', 'redis:', 'redis:8.2-');
    await client.noFinding('compose.yaml', 'compose/unpinned-image');
  });

  test('one file decides what is said of another', async () => {
    client = await LspClient.start(deployment);
    const target = await client.finding('compose.yaml', 'deployment/missing-build-target');
    const related = target.relatedInformation![0]!;
    assert.equal(related.location.uri, client.uri('web/Dockerfile'));
    assert.equal(related.location.range.start.line, 3);
    await client.open('web/Dockerfile');
    await client.replace('web/Dockerfile', '1.30-alpine', '1.30-alpine AS production');
    await client.noFinding('compose.yaml', 'deployment/missing-build-target');
  });

  test('only files whose list changed are published', async () => {
    client = await LspClient.start({
      ...deployment,
      'other/compose.yaml': 'services:\n  a:\n    image: redis:alpine\n',
    });
    await client.open('compose.yaml');
    await client.finding('other/compose.yaml', 'compose/unpinned-image');
    await client.settled();
    const before = client.publications.length;
    await client.replace('compose.yaml', 'redis:alpine', 'redis:8.2-alpine');
    await client.noFinding('compose.yaml', 'compose/unpinned-image');
    assert.deepEqual(client.publications.slice(before), [client.uri('compose.yaml')]);
    // A comment changes no list: the next publication is the one after it.
    await client.replace('compose.yaml', 'on the server', 'on the server:');
    await client.replace('compose.yaml', 'redis:8.2-alpine', 'redis:alpine');
    await client.finding('compose.yaml', 'compose/unpinned-image');
    assert.equal(client.publications.length, before + 2);
  });

  test('a diagnostic names its rule and links to its page', async () => {
    client = await LspClient.start(deployment, {
      initializationOptions: { ruleLink: 'https://rules.example/{id}' },
    });
    const pinned = await client.finding('compose.yaml', 'compose/unpinned-image');
    assert.equal(pinned.codeDescription?.href, 'https://rules.example/compose%2Funpinned-image');
  });

  test('what is superfluous is tagged so', async () => {
    const ignored = '# seaworthy-ignore-file compose/root-user -- the host maps its users\n';
    client = await LspClient.start({ 'compose.yaml': `${ignored}services: {}\n` });
    const unused = await client.finding('compose.yaml', 'seaworthy/unused-ignore');
    assert.deepEqual(unused.tags, [1]);
  });

  test('an accepted finding is not shown', async () => {
    client = await LspClient.start(deployment);
    await client.open('compose.yaml');
    await client.finding('compose.yaml', 'compose/unpinned-image');
    const comment = '    # seaworthy-ignore compose/unpinned-image -- the registry freezes it\n';
    await client.replace('compose.yaml', '    image: redis', `${comment}    image: redis`);
    await client.noFinding('compose.yaml', 'compose/unpinned-image');
    assert.ok(!client.published('compose.yaml')!.some((one) => textOf(one).includes('ignore')));
  });

  test('a burst of changes ends with the newest text reviewed', async () => {
    client = await LspClient.start(deployment);
    await client.open('compose.yaml');
    await client.finding('compose.yaml', 'compose/unpinned-image');
    for (const sign of 'redis:8.2-alpine') {
      void client.replace('compose.yaml', 'image: redis:alpine', `image: redis:alpine ${sign}`);
      void client.replace('compose.yaml', `image: redis:alpine ${sign}`, 'image: redis:alpine');
    }
    await client.replace('compose.yaml', 'redis:alpine', 'redis:8.2-alpine');
    await client.noFinding('compose.yaml', 'compose/unpinned-image');
  });
});
