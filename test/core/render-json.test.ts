import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { renderJson, toJson } from '../../core/report/render/json.ts';
import { review, wholeReview } from '../support/hand-made-review.ts';

const schema = JSON.parse(readFileSync(new URL('../../docs/review.schema.json', import.meta.url), 'utf8'));
const validate = new Ajv2020({ strict: true }).compile(schema);

test('a review as JSON fits its schema', () => {
  const { review: whole, rules } = wholeReview();
  const json = JSON.parse(renderJson(whole, { cwd: '/app', rules, scoreVersion: 1 }));
  assert.ok(validate(json), JSON.stringify(validate.errors));
  assert.ok(validate(JSON.parse(renderJson(review(), { cwd: '/app', rules: [], scoreVersion: 1 }))));
});

test('the schema refuses what is not in the contract', () => {
  const { review: whole, rules } = wholeReview();
  const good = () => JSON.parse(renderJson(whole, { cwd: '/app', rules, scoreVersion: 1 }));
  const changes: readonly ((json: ReturnType<typeof good>) => void)[] = [
    (json) => {
      json.version = 2;
    },
    (json) => {
      json.findings[0].colour = 'red';
    },
    (json) => {
      delete json.findings[0].range;
    },
    (json) => {
      delete json.accepted[0].reason;
    },
    (json) => {
      json.findings[0].severity = 'fatal';
    },
    (json) => {
      json.findings[0].deployment = null;
    },
  ];
  for (const change of changes) {
    const json = good();
    change(json);
    assert.equal(validate(json), false, String(change));
  }
});

test('fields are those of the contract, files relative to the working directory', () => {
  const { review: whole, rules } = wholeReview();
  const json = toJson(whole, { cwd: '/app/web', rules, scoreVersion: 7 });
  assert.equal(json.scoreVersion, 7);
  assert.deepEqual(json.findings[1], {
    ruleId: 'dockerfile/shell-form',
    category: 'correctness',
    severity: 'error',
    priority: 0,
    file: 'Dockerfile',
    range: { start: { line: 1, character: 4 }, end: { line: 1, character: 13 } },
    message: 'CMD runs in a shell, which keeps "npm" from its signals.',
    deployment: 'compose.yaml',
    service: 'web',
    related: [
      {
        file: '../compose.yaml',
        range: { start: { line: 4, character: 11 }, end: { line: 4, character: 16 } },
        message: 'It is built here.',
      },
    ],
    gain: 1.25,
    peers: ['hadolint:DL3025'],
    fixes: [
      {
        title: 'Write CMD in exec form',
        safety: 'safe',
        edits: [
          {
            file: 'Dockerfile',
            range: { start: { line: 1, character: 4 }, end: { line: 1, character: 13 } },
            newText: '["npm", "start"]',
          },
          { file: '.dockerignore', newText: 'node_modules\n' },
        ],
      },
    ],
  });
  assert.deepEqual(json.problems, [{ file: '../huge.conf', message: 'It is larger than 5 MB.' }]);
  assert.equal(json.accepted[0]?.reason, 'we mirror it');
  assert.deepEqual(json.accepted[0]?.acceptedAt.file, '../compose.yaml');
});

test('peers are named only where the rule stands for several', () => {
  const { review: whole, rules } = wholeReview();
  const json = toJson(whole, { cwd: '/app', rules, scoreVersion: 1 });
  assert.equal('peers' in (json.findings[0] ?? {}), false);
});
