import assert from 'node:assert/strict';
import { afterEach, describe, test } from 'node:test';
import type { MarkupContent } from 'vscode-languageserver-protocol';
import type { ExplainResult, ReportResult, RulesResult } from '../../server/protocol.ts';
import { deployment } from './fixtures.ts';
import { LspClient } from './lsp-client.ts';

const timeout = 20_000;

describe('score, report and explanations', { timeout }, () => {
  let client: LspClient;
  afterEach(() => client.stop());

  test('the score comes by itself and changes with a fix', async () => {
    client = await LspClient.start(deployment);
    await client.until(() => client.scores.length > 0);
    const [before] = client.scores[0]!.deployments;
    assert.equal(before?.environment, 'production');
    assert.ok(before.files.includes(client.uri('web/Dockerfile')));
    assert.ok(before.improvements.length > 0 && before.improvements.length <= 3);
    assert.ok(before.categories.length > 0);
    await client.open('web/Dockerfile');
    await client.replace('web/Dockerfile', '1.30-alpine', '1.30-alpine AS production');
    await client.until(() => client.scores.at(-1)!.deployments[0]!.score > before.score);
  });

  test('a change that costs nothing sends no score', async () => {
    client = await LspClient.start(deployment);
    await client.open('compose.yaml');
    await client.until(() => client.scores.length > 0);
    const before = client.scores.length;
    await client.replace('compose.yaml', '# What runs', '# What ran');
    await client.settled();
    // A score follows the findings some time later.
    await new Promise((done) => setTimeout(done, 300));
    assert.equal(client.scores.length, before);
  });

  test('the report holds the score', async () => {
    client = await LspClient.start(deployment);
    await client.until(() => client.scores.length > 0);
    const [deployed] = client.scores.at(-1)!.deployments;
    const asked = { uri: client.uri('web/Dockerfile') };
    const { markdown, deployment: name } = await client.connection.sendRequest<ReportResult>(
      'seaworthy/report',
      asked,
    );
    assert.equal(name, deployed!.name);
    assert.ok(markdown.includes(`${deployed!.score.toFixed(1)} out of 10`), markdown.slice(0, 400));
    assert.ok(markdown.includes(`${client.uri('compose.yaml')}#L`));
  });

  test('hovering over a finding explains its rule', async () => {
    client = await LspClient.start(deployment, {
      initializationOptions: { ruleLink: 'https://rules.example/{id}' },
    });
    await client.open('compose.yaml');
    const finding = await client.finding('compose.yaml', 'compose/unpinned-image');
    const hover = await client.hover('compose.yaml', finding.range);
    const { value } = hover!.contents as MarkupContent;
    assert.match(
      value,
      /^\*\*Image without a version\*\* \(\[compose\/unpinned-image\]\(https:\/\/rules\.example/,
    );
    assert.match(value, /\*\*What to do:\*\* /);
    assert.deepEqual(hover!.range, finding.range);
    const elsewhere = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
    assert.equal(await client.hover('compose.yaml', elsewhere), null);
  });

  test('every rule can be explained', async () => {
    client = await LspClient.start({});
    const { rules } = await client.connection.sendRequest<RulesResult>('seaworthy/rules');
    assert.ok(rules.length > 0);
    for (const { id, title } of rules) {
      const { markdown } = await client.connection.sendRequest<ExplainResult>('seaworthy/explain', {
        ruleId: id,
      });
      assert.ok(markdown !== undefined, id);
      assert.ok(markdown.startsWith(`# ${title}\n`), id);
      assert.match(markdown, /## Bad[\s\S]*## Good/, id);
    }
    assert.deepEqual(
      await client.connection.sendRequest('seaworthy/explain', { ruleId: 'no/such-rule' }),
      {},
    );
  });
});
