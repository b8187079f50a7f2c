/** Who comes from another tool finds each of its checks: a rule that stands for it, or why there is none. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { rules } from '../rules/index.ts';
import { uncovered } from '../scripts/generate/coming-from-page.ts';
import { peers, withoutOurs } from '../scripts/generate/peer-checks.ts';
import { repository } from '../scripts/generate/rule-files.ts';

const claimed = new Set(rules.flatMap((rule) => rule.peers ?? []));
const ids = new Set(rules.map((rule) => rule.id));

describe('checks of other tools', () => {
  test('none is left without a rule or a reason', () => {
    assert.deepEqual(uncovered(claimed), []);
  });

  test('reasons are given for checks that are listed, and that no rule claims', () => {
    const listed = new Set(peers.flatMap(({ tool, checks }) => checks.map(({ id }) => `${tool}:${id}`)));
    const wrong = Object.keys(withoutOurs).filter((key) => !listed.has(key) || claimed.has(key));
    assert.deepEqual(wrong, []);
  });

  test('rules that are named for a check exist', () => {
    const named = peers.flatMap(({ checks }) => checks.flatMap(({ ours }) => ours ?? []));
    assert.deepEqual(
      named.filter((id) => !ids.has(id)),
      [],
    );
  });

  test('each has its line on the page', () => {
    const page = readFileSync(join(repository, 'docs', 'coming-from.md'), 'utf8');
    const missing = peers.flatMap(({ checks }) => checks.filter(({ id }) => !page.includes(`| \`${id}\` |`)));
    assert.deepEqual(missing, []);
  });
});
