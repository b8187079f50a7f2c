import assert from 'node:assert/strict';
import { afterEach, describe, test } from 'node:test';
import type { CodeAction, CreateFile, TextDocumentEdit } from 'vscode-languageserver-protocol';
import { compose, deployment } from './fixtures.ts';
import { LspClient } from './lsp-client.ts';

const timeout = 20_000;
const fixAll = 'source.fixAll.seaworthy';

function fixesOf(actions: readonly CodeAction[], ruleId: string): CodeAction[] {
  return actions.filter(
    ({ diagnostics, title }) => diagnostics?.[0]?.code === ruleId && !title.startsWith('Ignore'),
  );
}

describe('code actions', { timeout }, () => {
  let client: LspClient;
  afterEach(() => client.stop());

  test('a quick fix mends the file and its finding goes', async () => {
    client = await LspClient.start(deployment);
    await client.open('compose.yaml');
    const finding = await client.finding('compose.yaml', 'compose/new-privileges-allowed', '"cache"');
    const [fix] = fixesOf(
      await client.actions('compose.yaml', finding.range),
      'compose/new-privileges-allowed',
    );
    assert.ok(fix?.edit);
    assert.equal(fix.isPreferred, true);
    await client.apply(fix.edit);
    assert.equal(
      client.text('compose.yaml'),
      `${compose}    security_opt:\n      - no-new-privileges:true\n`,
    );
    await client.noFinding('compose.yaml', 'compose/new-privileges-allowed', '"cache"');
  });

  test('alternatives are offered, the first of them preferred', async () => {
    const published = 'services:\n  db:\n    image: postgres:18.1-alpine\n    ports:\n      - "5432:5432"\n';
    client = await LspClient.start({ 'compose.yaml': published });
    await client.open('compose.yaml');
    const finding = await client.finding('compose.yaml', 'compose/published-database-port');
    const fixes = fixesOf(
      await client.actions('compose.yaml', finding.range),
      'compose/published-database-port',
    );
    assert.ok(fixes.length > 1, `${fixes.length} fixes`);
    assert.deepEqual(
      fixes.map(({ isPreferred }) => isPreferred),
      fixes.map((_, index) => index === 0),
    );
  });

  test('a fix in another file is one change, to be looked at first', async () => {
    client = await LspClient.start(deployment);
    await client.open('compose.yaml');
    const finding = await client.finding('compose.yaml', 'deployment/missing-build-target');
    const fixes = fixesOf(
      await client.actions('compose.yaml', finding.range),
      'deployment/missing-build-target',
    );
    const naming = fixes.find(({ edit }) =>
      changesOf(edit!.documentChanges).includes(client.uri('web/Dockerfile')),
    );
    assert.equal(naming?.edit?.changeAnnotations?.fix?.needsConfirmation, true);
    await client.apply(naming.edit);
    assert.match(client.text('web/Dockerfile'), /AS production$/m);
    await client.writeWatched('web/Dockerfile', client.text('web/Dockerfile'));
    await client.noFinding('compose.yaml', 'deployment/missing-build-target');
  });

  test('a fix that creates a file does so, and only where the editor can', async () => {
    client = await LspClient.start(deployment);
    await client.open('web/Dockerfile');
    const finding = await client.finding('web/Dockerfile', 'deployment/missing-dockerignore');
    const [fix] = fixesOf(
      await client.actions('web/Dockerfile', finding.range),
      'deployment/missing-dockerignore',
    );
    const [create] = fix!.edit!.documentChanges as [CreateFile];
    assert.equal(create.kind, 'create');
    assert.equal(create.uri, client.uri('web/.dockerignore'));
    assert.equal(fix!.edit!.changeAnnotations?.[create.annotationId!]?.needsConfirmation, true);
    await client.apply(fix!.edit!);
    assert.match(client.text('web/.dockerignore'), /^\.git$/m);
    await client.writeWatched('web/.dockerignore', client.text('web/.dockerignore'));
    await client.noFinding('web/Dockerfile', 'deployment/missing-dockerignore');
    await client.stop();

    client = await LspClient.start(deployment, { capabilities: {} });
    await client.open('web/Dockerfile');
    await client.finding('web/Dockerfile', 'deployment/missing-dockerignore');
    const plain = await client.actions('web/Dockerfile', finding.range);
    assert.deepEqual(fixesOf(plain, 'deployment/missing-dockerignore'), []);
  });

  test('an editor without versioned edits gets plain ones', async () => {
    client = await LspClient.start(deployment, { capabilities: {} });
    await client.open('compose.yaml');
    const finding = await client.finding('compose.yaml', 'compose/unpinned-image');
    const [fix] = fixesOf(await client.actions('compose.yaml', finding.range), 'compose/unpinned-image');
    assert.deepEqual(Object.keys(fix!.edit!.changes!), [client.uri('compose.yaml')]);
    await client.apply(fix!.edit!);
    await client.noFinding('compose.yaml', 'compose/unpinned-image');
  });

  test('a fix that mends two findings is offered once, for both', async () => {
    client = await LspClient.start(deployment);
    await client.open('compose.yaml');
    const finding = await client.finding('compose.yaml', 'compose/missing-memory-limit', '"cache"');
    const actions = await client.actions('compose.yaml', finding.range);
    const limits = actions.filter(
      ({ title }) => title.startsWith('Limit "cache"') && title.includes('memory'),
    );
    assert.equal(limits.length, 1);
    const mended = limits[0]!.diagnostics!.map(({ code }) => code);
    assert.deepEqual(mended.sort(), ['compose/missing-cpu-limit', 'compose/missing-memory-limit']);
  });

  test('all safe problems are fixed at once, and a second time nothing is', async () => {
    client = await LspClient.start(deployment);
    await client.open('compose.yaml');
    await client.finding('compose.yaml', 'compose/new-privileges-allowed', '"cache"');
    const start = { line: 0, character: 0 };
    const [all, ...others] = await client.actions('compose.yaml', { start, end: start }, { only: [fixAll] });
    assert.deepEqual(others, []);
    assert.equal(all?.kind, fixAll);
    await client.apply(all.edit!);
    const fixed = client.text('compose.yaml');
    assert.equal(fixed.match(/no-new-privileges:true/g)?.length, 2);
    assert.match(fixed, /unless-stopped # comes back$/m);
    await client.noFinding('compose.yaml', 'compose/new-privileges-allowed');
    assert.deepEqual(await client.actions('compose.yaml', { start, end: start }, { only: [fixAll] }), []);
    assert.equal(client.text('compose.yaml'), fixed);
  });

  test('who asks for every source action is offered it too, who moves the cursor is not', async () => {
    client = await LspClient.start(deployment);
    await client.open('compose.yaml');
    await client.finding('compose.yaml', 'compose/new-privileges-allowed');
    const start = { line: 0, character: 0 };
    const source = await client.actions('compose.yaml', { start, end: start }, { only: ['source'] });
    assert.deepEqual(
      source.map(({ kind }) => kind),
      [fixAll],
    );
    const automatic = await client.actions('compose.yaml', { start, end: start }, { triggerKind: 2 });
    assert.deepEqual(automatic, []);
  });

  test('a finding can be ignored with a reason, in the indentation of its line', async () => {
    client = await LspClient.start(deployment);
    await client.open('compose.yaml');
    const finding = await client.finding('compose.yaml', 'compose/unpinned-image');
    const ignore = (await client.actions('compose.yaml', finding.range)).find(({ title }) =>
      title.startsWith('Ignore'),
    );
    await client.apply(ignore!.edit!);
    assert.match(
      client.text('compose.yaml'),
      /^ {4}# seaworthy-ignore compose\/unpinned-image -- reason\n {4}image: redis:alpine$/m,
    );
    await client.noFinding('compose.yaml', 'compose/unpinned-image');
  });

  test('an editor of ours asks for the reason', async () => {
    client = await LspClient.start(deployment, { initializationOptions: { ignoreCommand: true } });
    await client.open('compose.yaml');
    const finding = await client.finding('compose.yaml', 'compose/unpinned-image');
    const ignore = (await client.actions('compose.yaml', finding.range)).find(({ title }) =>
      title.startsWith('Ignore'),
    );
    assert.equal(ignore?.edit, undefined);
    assert.deepEqual(ignore?.command?.arguments, [
      {
        uri: client.uri('compose.yaml'),
        line: 10,
        comment: '    # seaworthy-ignore compose/unpinned-image -- ',
      },
    ]);
  });
});

function changesOf(changes: readonly unknown[] | undefined): readonly string[] {
  return (changes as readonly TextDocumentEdit[]).map(({ textDocument }) => textDocument.uri);
}
