/** What the side bar, the code lenses, the export and the comparison are told. */
import assert from 'node:assert/strict';
import { afterEach, describe, test } from 'node:test';
import type { CodeLens } from 'vscode-languageserver-protocol';
import type { ReadFileParams, ReadFileResult } from '../../server/protocol.ts';
import type {
  CompareParams,
  CompareResult,
  ExportFormat,
  ExportResult,
  FindingActionsParams,
  FindingActionsResult,
  LensArguments,
  Overview,
} from '../../server/protocol-overview.ts';
import { compose, deployment, dockerfile } from './fixtures.ts';
import { LspClient } from './lsp-client.ts';

const timeout = 20_000;

describe('the overview', { timeout }, () => {
  let client: LspClient;
  afterEach(() => client.stop());
  const overview = () => client.connection.sendRequest<Overview>('seaworthy/overview');

  test('it holds each finding once, with what can be done about it', async () => {
    client = await LspClient.start(deployment);
    const { findings, deployments, loose, rules } = await overview();
    const [one] = deployments;
    assert.deepEqual([...one!.findings].sort(), [...findings.keys()].sort());
    assert.deepEqual(loose, []);
    const missing = findings.find(({ ruleId }) => ruleId === 'deployment/missing-build-target')!;
    assert.equal(findings.indexOf(missing), one!.findings[0], 'the most urgent first');
    assert.equal(missing.path, `${client.folder}/compose.yaml`);
    assert.equal(missing.line, 5);
    assert.ok(missing.gain > 0);
    const gone = { ...missing, line: 7 };
    const asked: FindingActionsParams = { findings: [missing, gone] };
    const { actions } = await client.connection.sendRequest<FindingActionsResult>(
      'seaworthy/findingActions',
      asked,
    );
    assert.deepEqual(actions, [
      { fixes: ['Name the last stage "production"'], ignorable: true },
      { fixes: [], ignorable: false },
    ]);
    assert.ok(rules[missing.ruleId]!.title.length > 0);
    assert.deepEqual(
      one!.services.map(({ name, at }) => [name, at.line]),
      [
        ['web', 2],
        ['cache', 9],
      ],
    );
    assert.deepEqual(
      one!.stages.map(({ name, at }) => [name, at.line]),
      [
        ['build', 0],
        ['stage 2', 3],
      ],
    );
    assert.ok(one!.services[0]!.findings.includes(findings.indexOf(missing)));
    assert.ok(one!.stages[0]!.score <= 10 && one!.stages[0]!.findings.length > 0);
  });

  test('a mistake in the configuration belongs to no deployment', async () => {
    client = await LspClient.start({
      ...deployment,
      '.seaworthy.yaml': 'rules:\n  compose/no-such-rule: off\n',
    });
    const { findings, loose } = await overview();
    assert.deepEqual(
      loose.map((number) => findings[number]!.path),
      [`${client.folder}/.seaworthy.yaml`],
    );
  });

  test('blockers are counted with the scores', async () => {
    client = await LspClient.start(deployment);
    await client.until(() => client.scores.length > 0);
    assert.equal(client.scores[0]!.blockers, 1);
    await client.writeWatched(
      'web/Dockerfile',
      dockerfile.replace('alpine\nCOPY', 'alpine AS production\nCOPY'),
    );
    await client.until(() => client.scores.at(-1)!.blockers === 0);
  });
});

describe('code lenses', { timeout }, () => {
  let client: LspClient;
  afterEach(() => client.stop());
  const lenses = async (path: string) =>
    (await client.connection.sendRequest<CodeLens[]>('textDocument/codeLens', {
      textDocument: { uri: client.uri(path) },
    }))!;

  test('they stand above services and stages, and lead to the side bar', async () => {
    client = await LspClient.start(deployment, { initializationOptions: { lensCommand: true } });
    await client.open('compose.yaml');
    const [web, cache] = await lenses('compose.yaml');
    assert.equal(web!.range.start.line, 2);
    assert.match(web!.command!.title, /^Seaworthy \d\.\d · 1 error, \d+ warnings, \d+ infos$/);
    const argument: LensArguments = {
      deployment: 'compose.yaml',
      kind: 'service',
      path: `${client.folder}/compose.yaml`,
      line: 2,
    };
    assert.equal(web!.command!.command, 'seaworthy.showInSideBar');
    assert.deepEqual(web!.command!.arguments, [argument]);
    assert.equal(cache!.range.start.line, 9);
    const stages = await lenses('web/Dockerfile');
    assert.deepEqual(
      stages.map(({ range }) => range.start.line),
      [0, 3],
    );
    assert.deepEqual(await lenses('web/package.json'), []);
  });

  test('for a client without the command they say what they say, and no more', async () => {
    client = await LspClient.start(deployment);
    const [web] = await lenses('compose.yaml');
    assert.equal(web!.command!.command, '');
  });

  test('the client hears when they changed by an edit of another file, and only then', async () => {
    let refreshes = 0;
    client = await LspClient.start(deployment, {
      capabilities: { workspace: { codeLens: { refreshSupport: true } } },
    });
    const heard = new Promise<void>((done) => {
      client.connection.onRequest('workspace/codeLens/refresh', () => {
        refreshes++;
        done();
        return null;
      });
    });
    await client.open('compose.yaml');
    await client.open('web/Dockerfile');
    const [before] = await lenses('compose.yaml');
    await client.replace('web/Dockerfile', '/app\n', '/app \n');
    await client.settled();
    await client.replace('web/Dockerfile', '1.30-alpine', '1.30-alpine AS production');
    await heard;
    assert.equal(refreshes, 1);
    assert.notEqual((await lenses('compose.yaml'))[0]!.command!.title, before!.command!.title);
  });
});

describe('the export', { timeout }, () => {
  let client: LspClient;
  afterEach(() => client.stop());

  test('it writes what the command line writes', async () => {
    client = await LspClient.start({ ...deployment, 'other/compose.yaml': compose });
    const exported = async (format: ExportFormat, name?: string) => {
      const params = { format, ...(name !== undefined && { deployment: name }) };
      return (await client.connection.sendRequest<ExportResult>('seaworthy/export', params)).text;
    };
    const all = JSON.parse(await exported('json'));
    assert.deepEqual(all.deployments.map(({ name }: { name: string }) => name).sort(), [
      'compose.yaml',
      'other/compose.yaml',
    ]);
    const part = JSON.parse(await exported('json', 'other/compose.yaml'));
    assert.equal(part.deployments.length, 1);
    assert.ok(part.findings.every(({ file }: { file: string }) => file.startsWith('other/')));
    assert.equal(JSON.parse(await exported('sarif')).version, '2.1.0');
    assert.match(await exported('html'), /^<!doctype html>/i);
    assert.match(await exported('markdown'), /^# /);
    assert.match(await exported('junit'), /<testsuites/);
    assert.match(await exported('badge'), /^<svg/);
    assert.ok(Array.isArray(JSON.parse(await exported('gitlab'))));
  });
});

describe('the comparison with a commit', { timeout }, () => {
  let client: LspClient;
  afterEach(() => client.stop());

  /** @param committed texts of the commit that differ from the files; undefined, the commit has not that file. */
  async function compare(committed: Readonly<Record<string, string | undefined>>): Promise<string> {
    client.connection.onRequest('seaworthy/readCommitted', ({ uri }: ReadFileParams): ReadFileResult => {
      const text = committed[uri.slice(client.uri('x').length - 1)];
      return text === undefined ? {} : { text };
    });
    const params: CompareParams = {
      changed: Object.entries(committed).map(([path, text]) => ({
        uri: client.uri(path),
        committed: text !== undefined,
      })),
    };
    return (await client.connection.sendRequest<CompareResult>('seaworthy/compare', params)).markdown;
  }

  test('nothing changed', async () => {
    client = await LspClient.start(deployment);
    const text = await compare({});
    assert.match(text, /^\| compose\.yaml \| (\d\.\d) \| \1 \| {2}\|$/m);
    assert.match(text, /\*\*New: nothing\.\*\*\n\n\*\*Gone: nothing\.\*\*/);
  });

  test('a file is better than it was, unsaved; what stands elsewhere is as it was', async () => {
    client = await LspClient.start(deployment);
    await client.open('compose.yaml');
    await client.replace('compose.yaml', 'redis:alpine', 'redis:8.2-alpine');
    const text = await compare({ 'compose.yaml': compose });
    assert.match(text, /\*\*New: nothing\.\*\*/);
    assert.match(text, /## Gone: 1 finding\n\n- warning `compose\.yaml:\d+` .*`compose\/unpinned-image`/);
  });

  test('a file was added, another was deleted', async () => {
    client = await LspClient.start({ ...deployment, 'new/Dockerfile': 'FROM alpine:latest\n' });
    const text = await compare({ 'new/Dockerfile': undefined, 'old/compose.yaml': compose });
    assert.match(text, /^\| new\/Dockerfile \| – \| \d\.\d \| new \|$/m);
    assert.match(text, /^\| old\/compose\.yaml \| \d\.\d \| – \| gone \|$/m);
    assert.match(text, /^- warning `new\/Dockerfile:1` /m);
  });

  test('a rule that the commit configured otherwise', async () => {
    client = await LspClient.start(deployment);
    const text = await compare({ '.seaworthy.yaml': 'rules:\n  compose/unpinned-image: off\n' });
    assert.match(text, /## New: 1 finding\n\n- warning .*unpinned-image/);
  });
});
