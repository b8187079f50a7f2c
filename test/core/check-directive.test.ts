/** `# check=…` at a Dockerfile's head, which tells BuildKit's checks what to pass over and what ends the build. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { rules } from '../../rules/index.ts';
import { reviewFiles } from '../../scripts/generate/example-review.ts';

/** Severities by rule of a Dockerfile with a stage name in capitals and a shell that lacks a pipefail. */
function severities(head: string): Readonly<Record<string, string>> {
  const Dockerfile = `${head}FROM debian:13-slim AS Build\nRUN curl -fsS https://example.org/a.tar.gz | tar xz\nCMD ["ls"]\n`;
  const only = ['dockerfile/stage-name-casing', 'dockerfile/pipe-without-pipefail'];
  const { findings } = reviewFiles({ Dockerfile }, { rules, only });
  return Object.fromEntries(findings.map(({ ruleId, severity }) => [ruleId, severity]));
}

const plain = severities('');

describe('the directive check', () => {
  test('error=true makes errors of what BuildKit checks too, and of nothing else', () => {
    assert.deepEqual(Object.keys(plain).length, 2);
    for (const head of [
      '# check=error=true\n',
      '# syntax=docker/dockerfile:1\n# check=skip=FromAsCasing;error=true\n',
    ])
      assert.deepEqual(severities(head), { ...plain, 'dockerfile/stage-name-casing': 'error' });
  });

  test('anything else leaves severities as they are', () => {
    assert.notEqual(plain['dockerfile/stage-name-casing'], 'error');
    assert.deepEqual(severities('# check=error=false\n'), plain);
    assert.deepEqual(severities('# a comment\n# check=error=true\n'), plain);
  });

  test('skip passes over a check', () => {
    assert.deepEqual(Object.keys(severities('# check=skip=StageNameCasing;error=true\n')), [
      'dockerfile/pipe-without-pipefail',
    ]);
  });
});
