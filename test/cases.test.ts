/** The edges of every rule and what it is silent about: test/cases/<kind>/<rule>.md, read by support/case-file.ts. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { type AnyRule, type Finding, type Options, Source } from '../core/index.ts';
import { rules } from '../rules/index.ts';
import { applyFix, type Files, reviewFiles } from '../scripts/generate/example-review.ts';
import { markedText } from '../scripts/generate/marked-text.ts';
import { repository } from '../scripts/generate/rule-files.ts';
import { assertNoRuleFailed } from './support/assert-review.ts';
import { type Case, parseCaseFile } from './support/case-file.ts';
import { filesBelow } from './support/shared-folder.ts';

const folder = join(repository, 'test', 'cases');

test('every case file belongs to a rule', () => {
  const ids = new Set(rules.map((rule) => `${rule.id}.md`));
  assert.deepEqual(
    filesBelow(folder).filter((path) => !ids.has(path)),
    [],
  );
});

for (const rule of rules) {
  describe(rule.id, () => {
    const path = join(folder, `${rule.id}.md`);
    if (!existsSync(path)) {
      test('has a case file', () => assert.fail(`test/cases/${rule.id}.md is not there`));
      return;
    }
    const cases = parseCaseFile(readFileSync(path, 'utf8'));
    test('has a case with a finding and two without', () => {
      assert.ok(
        cases.some((one) => one.marks.length > 0),
        'a case with a finding',
      );
      assert.ok(cases.filter((one) => one.marks.length === 0).length >= 2, 'two cases without a finding');
    });
    for (const one of cases) test(one.name, () => check(rule, one));
  });
}

function check(rule: AnyRule, one: Case): void {
  const findings = findingsIn(one.files, rule, one);
  for (const path of Object.keys(one.files))
    assert.equal(found(findings, path, one), expected(one, path), path);
  const elsewhere = findings.filter((finding) => !(finding.at.source.path in one.files));
  assert.deepEqual(
    elsewhere.map((finding) => finding.at.source.path),
    [],
    'no finding in a file that is not there',
  );
  if (one.unfixable)
    assert.deepEqual(
      findings.flatMap(({ fixes }) => fixes.map(({ title }) => title)),
      [],
      'no fix',
    );
  if (one.fixed) checkFix(findings, rule, one, one.fixed);
}

function checkFix(findings: readonly Finding[], rule: AnyRule, one: Case, fixed: Files): void {
  const finding = findings.find((candidate) => candidate.fixes.length > 0);
  assert.ok(finding, 'a finding with a fix');
  const result = applyFix(one.files, finding.fixes[0]!);
  for (const [path, text] of Object.entries({ ...one.files, ...fixed }))
    assert.equal(shown(one, path, result[path]), text, `${path} after the fix`);
  const unnamed = Object.keys(result).filter((path) => !(path in one.files) && !(path in fixed));
  assert.deepEqual(unnamed, [], 'the fix creates files that the case does not show');
  const left = findingsIn(result, rule, one);
  assert.ok(left.length < findings.length, 'the fix closes the finding');
}

/** A fence ends its last line; a file that a fix creates need not. */
function shown({ files }: Case, path: string, text: string | undefined): string | undefined {
  return path in files || text === undefined || text === '' || text.endsWith('\n') ? text : `${text}\n`;
}

function findingsIn(files: Files, rule: AnyRule, one: Case): readonly Finding[] {
  const asked = withOptions(rule, one.options);
  // Rules about ignore comments speak only when the rules that the comments name have run.
  const only = rule.id.startsWith('seaworthy/') ? undefined : [rule.id];
  const all = rules.map((other) => (other === rule ? asked : other));
  const today = one.today === undefined ? {} : { today: one.today };
  const review = reviewFiles(files, { rules: all, environment: one.environment, only, ...today });
  assertNoRuleFailed(review, 'on a case');
  return review.findings.filter((finding) => finding.ruleId === rule.id);
}

function withOptions(rule: AnyRule, options: Readonly<Record<string, unknown>>): AnyRule {
  for (const [name, value] of Object.entries(options)) {
    const known = rule.options?.[name];
    assert.ok(known !== undefined, `${rule.id} has no option ${name}`);
    assert.equal(
      Array.isArray(value) ? 'list' : typeof value,
      Array.isArray(known) ? 'list' : typeof known,
      `the type of ${name}`,
    );
  }
  return { ...rule, options: { ...rule.options, ...(options as Options) } };
}

/** The file with carets where findings are expected; a message that the case gives in part is shown as it gives it. */
function expected(one: Case, path: string): string {
  const source = new Source(path, one.files[path]!);
  const marks = one.marks.filter((mark) => mark.path === path);
  return markedText(
    source.text,
    marks.map(({ start, end, message }) => ({ at: { source, start, end }, message })),
  );
}

/** The file with carets at what was found; messages are shown as far as the case gives them. */
function found(findings: readonly Finding[], path: string, one: Case): string {
  const own = findings.filter((finding) => finding.at.source.path === path);
  const text = own[0]?.at.source.text ?? one.files[path]!;
  const marks = own.map(({ at, message }) => {
    const wanted = one.marks.find(
      (mark) => mark.path === path && mark.start === at.start && mark.end === at.end,
    );
    return { at, message: wanted && message.includes(wanted.message) ? wanted.message : message };
  });
  return markedText(text, marks);
}
