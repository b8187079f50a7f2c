/** What every rule keeps to; there is nothing to write per rule. One rule alone: `node --test --test-name-pattern=compose/root-user`. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { type AnyRule, type Finding, type Review, Source } from '../core/index.ts';
import { rules } from '../rules/index.ts';
import { catalogue } from '../scripts/generate/catalogue-rows.ts';
import {
  applyFix,
  exampleFiles,
  exampleProject,
  type Files,
  findingsOf,
  reviewFiles,
  settledReview,
} from '../scripts/generate/example-review.ts';
import { repository, ruleIds } from '../scripts/generate/rule-files.ts';
import { assertNoRuleFailed, assertNothingAdded, plain } from './support/assert-review.ts';
import { frozenRules } from './support/frozen-rules.ts';
import { metadataFaults, textFaults } from './support/metadata.ts';

/** More fixes than any example needs: a fix that never closes its finding ends here. */
const mostFixes = 30;

const rows = new Set(catalogue.flatMap((section) => section.rows));

test('the list of rules holds every file of rules/, each under its own id', () => {
  assert.deepEqual(
    rules.map((rule) => rule.id),
    ruleIds(),
  );
});

for (const rule of rules) describe(rule.id, () => contract(rule));

function contract(rule: AnyRule): void {
  const bad = exampleFiles(rule, rule.bad);
  const good = exampleFiles(rule, rule.good);
  /** As users have them, but for this rule, which is on in any case. */
  const active = rules.map((one) => (one.id === rule.id ? { ...one, off: false } : one));
  const review = (files: Files): Review => {
    const result = reviewFiles(files, { rules: active, onlyDefault: true });
    assertNoRuleFailed(result, 'on its examples');
    return result;
  };
  const own = (files: Files) => findingsOf(review(files), rule.id);

  test('says what it must say of itself', () => {
    assert.deepEqual(metadataFaults(rule, rows), []);
    assert.ok(existsSync(join(repository, 'rules', `${rule.id}.ts`)), 'its id is its path');
  });

  test('finds the bad example, at one line, in whole sentences', () => {
    const watched = frozenRules(active);
    const result = reviewFiles(bad, { rules: watched.rules, onlyDefault: true });
    assertNoRuleFailed(result, 'on its bad example, whose model is frozen');
    assert.ok(findingsOf(result, rule.id).length > 0, 'bad must raise a finding of the rule');
    for (const { ruleId, observation } of watched.observations) {
      if (ruleId !== rule.id) continue;
      const { source, start, end } = observation.at;
      assert.ok(end > start, `a finding points at something: ${observation.message}`);
      assert.equal(
        source.position(start).line,
        source.position(end).line,
        `a finding points at one line: ${observation.message}`,
      );
      assert.deepEqual(textFaults(observation), []);
    }
    for (const finding of findingsOf(result, rule.id)) {
      const foreign = finding.peers.filter((peer) => !rule.peers?.includes(peer));
      assert.deepEqual(foreign, [], 'a finding names peers of its rule only');
    }
  });

  test('finds nothing in the good example', () => {
    const { findings } = review(good);
    assert.deepEqual(
      findings.filter((finding) => finding.ruleId === rule.id).map((finding) => finding.message),
      [],
    );
    const broken = findings.filter((finding) => finding.ruleId.endsWith('/syntax'));
    assert.deepEqual(
      broken.map((finding) => finding.message),
      [],
      'the good example has no syntax problem',
    );
  });

  test('first fixes turn bad into good exactly and add nothing', () => {
    let files = bad;
    let fixed = 0;
    for (let finding = fixable(own(files)); finding; finding = fixable(own(files))) {
      assert.ok(++fixed <= mostFixes, `"${finding.fixes[0]!.title}" does not end its finding`);
      const before = review(files);
      files = applyFix(files, finding.fixes[0]!);
      assertNothingAdded(before.findings, review(files).findings, `"${finding.fixes[0]!.title}"`);
    }
    if (fixed > 0) assert.deepEqual(files, good);
  });

  test('every offered fix closes its finding and adds none', () => {
    const before = review(bad);
    for (const finding of findingsOf(before, rule.id)) {
      for (const fix of finding.fixes) {
        const after = review(applyFix(bad, fix));
        const open = findingsOf(after, rule.id).filter((one) => one.message === finding.message);
        const had = findingsOf(before, rule.id).filter((one) => one.message === finding.message);
        assert.ok(open.length < had.length, `"${fix.title}" leaves its finding open`);
        assertNothingAdded(before.findings, after.findings, `"${fix.title}"`);
        assert.ok(
          !after.deployments.some((deployment) => deployment.waiting),
          `"${fix.title}" breaks the syntax`,
        );
      }
    }
  });

  test('says the same twice', () => {
    assert.deepEqual(review(bad).findings.map(plain), review(bad).findings.map(plain));
  });

  test('every prefix of the bad example is reviewed', () => {
    for (const path of Object.keys(bad)) reviewPrefixes(bad, path, active);
  });
}

function fixable(findings: readonly Finding[]): Finding | undefined {
  return findings.find((finding) => finding.fixes.length > 0);
}

/** Type a file from its first to its last character, in a project that holds the others. */
function reviewPrefixes(files: Files, path: string, active: readonly AnyRule[]): void {
  const project = exampleProject(files, { rules: active, onlyDefault: true });
  const { text } = new Source(path, files[path]!);
  for (let length = 0; length <= text.length; length++) {
    project.set(path, text.slice(0, length));
    assertNoRuleFailed(settledReview(project), `on the first ${length} characters of ${path}`);
  }
}
