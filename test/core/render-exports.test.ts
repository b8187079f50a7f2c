import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compareReports, withoutKnown } from '../../core/report/compare.ts';
import { fingerprints } from '../../core/report/fingerprint.ts';
import { renderBadge } from '../../core/report/render/badge.ts';
import { renderGithub } from '../../core/report/render/github.ts';
import { renderGitlab } from '../../core/report/render/gitlab.ts';
import { toJson } from '../../core/report/render/json.ts';
import { renderJunit } from '../../core/report/render/junit.ts';
import { renderSarif } from '../../core/report/render/sarif.ts';
import { Source } from '../../core/text/index.ts';
import { deployment, finding, review, spanOf, wholeReview } from '../support/hand-made-review.ts';

const { review: whole, rules } = wholeReview();
const context = { cwd: '/app', rules, scoreVersion: 1 };
const source = new Source('/app/a,b: c.yaml', 'one\ntwo\n');
const awkward = review({
  deployments: [deployment()],
  findings: [finding(spanOf(source, 'two'), { message: '100 % <b>&"quoted"\u0007</b>\r\nnext' })],
});

test('SARIF has each finding with its place, its mark and its fixes', () => {
  const { runs } = JSON.parse(renderSarif(whole, { ...context, version: '1.2.3' }));
  const [run] = runs;
  assert.equal(runs.length, 1);
  assert.equal(run.results.length, whole.findings.length + whole.accepted.length);
  assert.equal(run.tool.driver.semanticVersion, '1.2.3');
  for (const [index, result] of run.results.entries()) {
    const { at, fixes } = [...whole.findings, ...whole.accepted][index]!;
    const { region, artifactLocation } = result.locations[0].physicalLocation;
    assert.equal(region.startLine, at.source.position(at.start).line + 1);
    assert.equal(region.startColumn, at.source.position(at.start).column + 1);
    assert.ok(region.endLine > region.startLine || region.endColumn > region.startColumn);
    assert.ok(!artifactLocation.uri.startsWith('/'), 'paths are relative');
    assert.equal(result.fixes?.length ?? 0, fixes.length);
    assert.ok(result.partialFingerprints['seaworthy/v1']);
    if (result.ruleIndex >= 0) assert.equal(run.tool.driver.rules[result.ruleIndex].id, result.ruleId);
  }
});

test('SARIF keeps what was accepted as a suppression with its reason', () => {
  const [run] = JSON.parse(renderSarif(whole, { ...context, version: '1.2.3' })).runs;
  const accepted = run.results.filter((one: { suppressions?: unknown }) => one.suppressions);
  assert.equal(accepted.length, 1);
  assert.deepEqual(accepted[0].suppressions[0].justification, 'we mirror it');
  assert.equal(accepted[0].suppressions[0].kind, 'inSource');
});

test('SARIF writes a file that a fix creates as an insertion at its start', () => {
  const [run] = JSON.parse(renderSarif(whole, { ...context, version: '1.2.3' })).runs;
  const changes = run.results.flatMap((one: { fixes?: { artifactChanges: object[] }[] }) =>
    (one.fixes ?? []).flatMap((fix) => fix.artifactChanges),
  );
  const created = changes.find(
    (one: { artifactLocation: { uri: string } }) => one.artifactLocation.uri === 'web/.dockerignore',
  );
  assert.deepEqual(created.replacements, [
    {
      deletedRegion: { startLine: 1, startColumn: 1, endLine: 1, endColumn: 1 },
      insertedContent: { text: 'node_modules\n' },
    },
  ]);
});

test('SARIF escapes paths as addresses do', () => {
  const [run] = JSON.parse(renderSarif(awkward, { ...context, version: '1.2.3' })).runs;
  assert.equal(run.results[0].locations[0].physicalLocation.artifactLocation.uri, 'a%2Cb%3A%20c.yaml');
});

test('GitHub gets a command a line, whatever stands in a message or a path', () => {
  const lines = renderGithub(awkward, context).trimEnd().split('\n');
  assert.equal(lines.length, 2);
  assert.match(lines[0]!, /^::warning file=a%2Cb%3A c\.yaml,line=2,endLine=2,col=1,endColumn=4,title=/);
  assert.ok(lines[0]!.endsWith('::100 %25 <b>&"quoted"\u0007</b>%0D%0Anext'));
  assert.match(lines[1]!, /^::notice title=Seaworthy::compose\.yaml: 10\.0 of 10/);
});

test('GitHub gets errors, warnings and notices', () => {
  const words = renderGithub(whole, context)
    .split('\n')
    .map((line) => /^::(\w+)/.exec(line)?.[1]);
  assert.ok(words.includes('error') && words.includes('warning'));
});

test('GitLab gets a list with every field that it asks for, and marks that differ', () => {
  const issues = JSON.parse(renderGitlab(whole, context));
  assert.equal(issues.length, whole.findings.length);
  for (const issue of issues) {
    assert.deepEqual(Object.keys(issue).sort(), [
      'check_name',
      'description',
      'fingerprint',
      'location',
      'severity',
    ]);
    assert.ok(['info', 'minor', 'major', 'critical', 'blocker'].includes(issue.severity));
    assert.ok(issue.location.lines.begin >= 1);
  }
  const marks = issues.map((issue: { fingerprint: string }) => issue.fingerprint);
  assert.equal(new Set(marks).size, marks.length);
});

test('JUnit counts what it lists, and is well-formed whatever stands in a message', () => {
  for (const one of [whole, awkward, review()]) {
    const xml = renderJunit(one, context);
    assert.deepEqual(unclosed(xml), []);
    for (const suite of xml.matchAll(
      /<testsuite name="[^"]*" tests="(\d+)" failures="(\d+)" errors="0" skipped="(\d+)">([\s\S]*?)<\/testsuite>/g,
    )) {
      const count = (pattern: RegExp) => suite[4]!.match(pattern)?.length ?? 0;
      assert.equal(count(/<testcase /g), Number(suite[1]));
      assert.equal(count(/<failure /g), Number(suite[2]));
      assert.equal(count(/<skipped>/g), Number(suite[3]));
    }
    assert.ok(!xml.includes('\u0007'));
  }
});

/** Tags that are opened and not closed, and closed and not opened. */
function unclosed(xml: string): readonly string[] {
  const open: string[] = [];
  const body = xml.replace(/^<\?xml[^>]*\?>/, '');
  assert.ok(!/&(?!amp;|lt;|gt;|quot;|#10;)/.test(body), 'an ampersand is escaped');
  for (const [, slash, name, rest] of body.matchAll(/<(\/?)([\w-]+)((?:\s+[\w-]+="[^"<]*")*\s*\/?)>/g)) {
    if (slash) {
      if (open.pop() !== name) return [`</${name}>`];
    } else if (!rest!.endsWith('/')) open.push(name!);
  }
  return open;
}

test('marks stay when lines move, and tell those apart that read alike', () => {
  const moved = new Source('/app/a.yaml', '\n\none\none\n');
  const before = new Source('/app/a.yaml', 'one\none\n');
  const pair = (text: Source) => [finding(spanOf(text, 'one')), finding(spanOf(text, 'one', 1))];
  const marks = (text: Source) => [...fingerprints(pair(text), '/app').values()];
  assert.deepEqual(marks(before), marks(moved));
  assert.equal(new Set(marks(before)).size, 2);
});

test('two reports are told apart by what is found, not by where it stands', () => {
  const report = (text: string, messages: readonly string[]) => {
    const file = new Source('/app/compose.yaml', text);
    const findings = messages.map((message) => finding(spanOf(file, 'db'), { message }));
    return review({ deployments: [deployment({ score: 10 - messages.length })], findings });
  };
  const before = toJson(report('db', ['A.', 'B.', 'B.']), context);
  const after = toJson(report('\n\ndb', ['B.', 'C.']), context);
  const { added, gone, deployments } = compareReports(before, after);
  assert.deepEqual(
    added.map(({ message }) => message),
    ['C.'],
  );
  assert.deepEqual(gone.map(({ message }) => message).sort(), ['A.', 'B.']);
  assert.deepEqual(deployments, [{ name: 'compose.yaml', before: 7, after: 8 }]);
  const left = withoutKnown(report('x\ndb', ['A.', 'A.', 'D.']), before.findings, '/app');
  assert.deepEqual(
    left.findings.map(({ message }) => message),
    ['A.', 'D.'],
  );
});

test('the badge shows the lowest score that counts', () => {
  const badge = renderBadge(
    review({
      deployments: [
        deployment({ score: 2, environment: 'development' }),
        deployment({ score: 8.25 }),
        deployment({ score: 9.5 }),
      ],
    }),
  );
  assert.match(badge, /^<svg [^>]*aria-label="seaworthy: 8\.3 \/ 10">/);
  assert.deepEqual(unclosed(badge), []);
  assert.match(renderBadge(review()), /nothing to review/);
});
