/** What typing looks like to the server: every prefix of every file, one key after the other (of a long file some at a time), in one process. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { fileKind } from '../../core/model/file-kind.ts';
import { type Files, LspClient } from './lsp-client.ts';

const repository = fileURLToPath(new URL('../..', import.meta.url));
const timeout = 900_000;
/** Kilobytes beyond which a file is no configuration: lock files. */
const largest = 20;
/** Keys that a file is typed with at most. */
const mostKeys = 3000;
/** Keys that are on their way at a time. */
const pipelined = 50;

describe('typing', { concurrency: 2 }, () => {
  for (const folder of ['examples/harbour', 'examples/harbour-ready', '../shared/deployments/abunfi']) {
    test(folder, { timeout }, async (context) => {
      if (!existsSync(join(repository, folder))) return context.diagnostic(`${folder} is not here.`);
      await typeAll(filesOf(join(repository, folder)), context);
    });
  }
});

async function typeAll(files: Files, context: TestContext): Promise<void> {
  const client = await LspClient.start(files);
  await client.settled();
  let keys = 0;
  for (const [path, text] of Object.entries(files)) {
    if (fileKind(path) === undefined) continue;
    const before = client.published(path) ?? [];
    await client.open(path, '');
    await type(client, path, text);
    await client.settled();
    assert.deepEqual(client.published(path) ?? [], before, `${path} typed whole is ${path}`);
    await client.close(path);
    keys += text.length;
  }
  assert.deepEqual(client.log, []);
  assert.equal(await client.stop(), 0);
  context.diagnostic(`${keys} keys`);
}

/** Each key is followed by a question, so that each is reviewed: unasked, keys in a burst are reviewed together. */
async function type(client: LspClient, path: string, text: string): Promise<void> {
  let line = 0;
  let character = 0;
  let answers: Promise<unknown>[] = [];
  for (const piece of pieces(text)) {
    const at = { line, character };
    await client.edit(path, [{ range: { start: at, end: at }, newText: piece }]);
    const lines = piece.split('\n');
    line += lines.length - 1;
    character = lines.length > 1 ? lines.at(-1)!.length : character + piece.length;
    answers.push(client.actions(path, { start: at, end: at }, { triggerKind: 2 }));
    if (answers.length < pipelined) continue;
    await Promise.all(answers);
    answers = [];
  }
  await Promise.all(answers);
}

function filesOf(folder: string): Files {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const files = names.filter(
    (name) => statSync(join(folder, name)).isFile() && statSync(join(folder, name)).size < largest * 1000,
  );
  return Object.fromEntries(files.map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
}

/** Single keys; of a long file, whose every review is one of a large deployment, a few at a time. */
function pieces(text: string): readonly string[] {
  const size = Math.ceil(text.length / mostKeys);
  return size > 1 ? (text.match(new RegExp(`[\\s\\S]{1,${size}}`, 'gu')) ?? []) : [...text];
}
