import assert from 'node:assert/strict';
import { cpSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { JsonReview } from '../../core/report/render/json.ts';
import { seaworthy } from '../support/command-line.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const examples = fileURLToPath(new URL('../../examples/', import.meta.url));

async function review(cwd: string): Promise<JsonReview> {
  return JSON.parse((await seaworthy(['review', '--format', 'json'], { cwd })).out);
}

/** Every comment of a folder's files, in order; lock files and sources of the application left out. */
function comments(folder: string): ReadonlyMap<string, readonly string[]> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) =>
    /(?:\.ya?ml|\.conf|Dockerfile|\.sh|ignore)$/.test(path),
  );
  return new Map(
    files.map((path) => [path, readFileSync(join(folder, path), 'utf8').match(/(?<=^|\s)#.*$/gm) ?? []]),
  );
}

test('harbour has what the review names, a blocker first', async () => {
  const { deployments, findings, problems } = await review(join(examples, 'harbour'));
  assert.deepEqual(problems, []);
  assert.deepEqual(
    deployments.map(({ name, environment, verdict }) => [name, environment, verdict]),
    [
      ['compose.yaml', 'development', 'production ready'],
      ['compose.production.yaml', 'production', 'not ready'],
    ],
  );
  const services = (row: string) =>
    findings.filter(({ ruleId }) => ruleId === row).map(({ service }) => service);
  const all = ['proxy', 'certbot', 'web', 'api', 'database'];
  assert.deepEqual(services('compose/missing-memory-limit'), all);
  assert.deepEqual(services('compose/unrotated-logs'), all);
  const found = new Set(findings.map(({ ruleId }) => ruleId));
  for (const id of [
    'compose/missing-backup',
    'compose/unpinned-image',
    'compose/secret-in-environment',
    'deployment/missing-build-target',
    'deployment/ignored-build-input',
    'deployment/committed-env-file',
    'dockerfile/end-of-life-base-image',
    'nginx/dropped-headers',
    'nginx/weak-tls-ciphers',
  ]) {
    assert.ok(found.has(id), id);
  }
  assert.ok(findings.every(({ file }) => file !== 'compose.yaml'));
});

test('harbour-ready has nothing left, one finding accepted with its reason', async () => {
  const { deployments, findings, accepted, problems } = await review(join(examples, 'harbour-ready'));
  assert.deepEqual(findings, []);
  assert.deepEqual(problems, []);
  assert.deepEqual(
    deployments.map(({ score }) => score),
    [10, 10],
  );
  assert.equal(accepted.length, 1);
  assert.match(accepted[0]?.reason ?? '', /belongs to root/);
});

test('every fix keeps every comment, and a second run changes nothing', async (t) => {
  const folder = temporaryFolder(t);
  cpSync(join(examples, 'harbour'), folder, { recursive: true });
  const before = comments(folder);
  const { error } = await seaworthy(['review', '--fix=all'], { cwd: folder });
  assert.match(error, /Applied \d\d fixes in \d+ files\.\n$/);
  const after = comments(folder);
  for (const [path, list] of before) {
    const kept = after.get(path) ?? [];
    assert.deepEqual(
      kept.filter((one) => list.includes(one)),
      list,
      path,
    );
  }
  const again = await seaworthy(['review', '--fix=all'], { cwd: folder });
  assert.match(again.error, /Applied 0 fixes in 0 files\./);
});
