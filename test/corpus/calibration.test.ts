/** The score held against the marks that reviewers gave the same deployment. docs/score.md shows the table. */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { type TestContext, test } from 'node:test';
import { applyEdits, type Category, type DeploymentReview, isCreate } from '../../core/index.ts';
import { reviewFolder } from '../support/disk-review.ts';
import { copyOfAbunfi } from './abunfi.ts';

/** What the reviewers gave, the best first; documentation is nothing that the files prove. */
const theirs: readonly (readonly [Category, number])[] = [
  ['architecture', 10],
  ['security', 9],
  ['health', 9],
  ['logging', 7],
  ['backups', 7],
  ['resources', 6],
  ['secrets', 6],
];
const theirServices: Readonly<Record<string, number>> = {
  nginx: 9,
  frontend: 10,
  backend: 9,
  postgres: 9,
  certbot: 8,
};
const theirScore = 8.5;
const farthest = 1.5;

/** Errors that the reviewers did not see. */
const missed = [
  'deployment/missing-build-target',
  'deployment/ignored-build-input',
  'deployment/committed-env-file',
  'deployment/mismatched-tls-ciphers',
];

test('with the blockers in place it is not ready', (context) => {
  const root = copyOfAbunfi(context);
  if (root === undefined) return;
  const before = productionOf(root);
  assert.equal(before.verdict, 'not ready');
  assert.ok((before.uncapped ?? 0) > before.score);
});

test('without the blockers that they missed it is judged as the reviewers judged it', (context) => {
  const root = copyOfAbunfi(context);
  if (root === undefined) return;
  for (const id of missed) mend(root, id, context);
  const { score, verdict, categories, services } = productionOf(root);
  assert.equal(verdict, 'production ready with recommendations');
  assert.ok(Math.abs(score - theirScore) <= farthest, `overall ${score}`);
  const ours = new Map(categories.map((one) => [one.id, one.score]));
  for (const [id, given] of theirs) {
    const own = ours.get(id) ?? 0;
    assert.ok(Math.abs(own - given) <= farthest, `${id}: ${own}, they gave ${given}`);
    for (const [other, less] of theirs)
      if (less < given) assert.ok(own > (ours.get(other) ?? 0), `${id} before ${other}`);
  }
  for (const one of services) {
    const given = theirServices[one.name] ?? 0;
    assert.ok(Math.abs(one.score - given) <= farthest, `${one.name}: ${one.score}, they gave ${given}`);
  }
});

/** Rows of the page's table: name, the reviewers' mark, ours, why. */
function pageRows(): readonly (readonly [string, number, number, string])[] {
  const page = readFileSync(new URL('../../docs/score.md', import.meta.url), 'utf8');
  const table = /\| reviewers \| here \| why \|\n.*\n((?:\|.*\n)+)/.exec(page)?.[1] ?? '';
  return table
    .trim()
    .split('\n')
    .map((line) => {
      const [, name = '', their, our, why = ''] = line.split('|').map((cell) => cell.trim());
      return [name, Number(their), Number(our), why];
    });
}

test('the page tells the marks as they are, and why where they are far from the reviewers', (context) => {
  const root = copyOfAbunfi(context);
  if (root === undefined) return;
  for (const id of missed) mend(root, id, context);
  const { score, categories, services } = productionOf(root);
  const ours = new Map<string, number>([
    ['Overall', score],
    ...categories.map(({ title, score }) => [title, score] as const),
    ...services.map(({ name, score }) => [name, score] as const),
  ]);
  const rows = pageRows();
  assert.equal(rows.length, 1 + theirs.length + Object.keys(theirServices).length);
  for (const [name, their, our, why] of rows) {
    assert.ok(
      Math.abs(our - ours.get(name)!) <= 0.3,
      `${name}: the page says ${our}, it is ${ours.get(name)}`,
    );
    assert.ok(why !== '' || Math.abs(our - their) <= 0.9, `${name} needs a reason`);
  }
});

function productionOf(root: string): DeploymentReview {
  const found = reviewFolder(root).review.deployments.find((one) => one.environment === 'production');
  assert.ok(found);
  return found;
}

function mend(root: string, ruleId: string, context: TestContext): void {
  const fix = reviewFolder(root).review.findings.find((one) => one.ruleId === ruleId)?.fixes[0];
  assert.ok(fix, ruleId);
  context.diagnostic(fix.title);
  for (const path of new Set(
    fix.edits.map((edit) => (isCreate(edit) ? edit.create : edit.span.source.path)),
  )) {
    const edited = applyEdits(path, readFileSync(path, 'utf8'), fix.edits);
    assert.ok(edited !== undefined);
    writeFileSync(path, edited);
  }
}
