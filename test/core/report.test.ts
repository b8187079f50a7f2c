import assert from 'node:assert/strict';
import { test } from 'node:test';
import { byRule, findingsOf, gainText, narrow, shownPath, topGains } from '../../core/report/report.ts';
import { Source } from '../../core/text/index.ts';
import { deployment, finding, review, rule, spanOf } from '../support/hand-made-review.ts';

const source = new Source('/app/compose.yaml', 'services:\n');
const at = spanOf(source, 'services');
const other = spanOf(new Source('/app/b/compose.yaml', 'services:\n'), 'services');

test('paths are shown from where the reader stands', () => {
  assert.equal(shownPath('/app/web/Dockerfile', '/app'), 'web/Dockerfile');
  assert.equal(shownPath('/app', '/app'), '.');
  assert.equal(shownPath('/app/x', '/'), 'app/x');
  assert.equal(shownPath('/application/x', '/app'), '../application/x');
  assert.equal(shownPath('/srv/x', '/home/me'), '../../srv/x');
  assert.equal(shownPath('D:/x', 'C:/y'), 'D:/x');
  assert.equal(shownPath('C:/x/a', 'C:/y'), '../x/a');
});

test('rules come by urgency, then by what they gain', () => {
  const groups = byRule(
    [
      finding(at, { ruleId: 'a/info', severity: 'info', priority: 1 }),
      finding(at, { ruleId: 'a/late', priority: 3, gain: 5 }),
      finding(at, { ruleId: 'a/small', gain: 0.1 }),
      finding(at, { ruleId: 'a/big', gain: 0.2 }),
      finding(at, { ruleId: 'a/late', priority: 2 }),
    ],
    [rule('a/big', { title: 'Big' })],
  );
  assert.deepEqual(
    groups.map(({ ruleId, title, findings }) => [ruleId, title, findings.length]),
    [
      ['a/big', 'Big', 1],
      ['a/small', 'a/small', 1],
      ['a/info', 'a/info', 1],
      ['a/late', 'a/late', 2],
    ],
  );
});

test('the best gains name each rule once, the most urgent of what gains nothing behind them', () => {
  const best = topGains(
    [
      finding(at, { ruleId: 'a/a', gain: 0.2 }),
      finding(at, { ruleId: 'a/b', gain: 0.5 }),
      finding(at, { ruleId: 'a/b', gain: 0.4 }),
      finding(at, { ruleId: 'a/c', priority: 2 }),
      finding(at, { ruleId: 'a/d', priority: 0 }),
    ],
    3,
  );
  assert.deepEqual(
    best.map(({ ruleId, gain }) => [ruleId, gain]),
    [
      ['a/b', 0.5],
      ['a/a', 0.2],
      ['a/d', 0],
    ],
  );
});

test('a gain that rounds to nothing is not shown as nothing', () => {
  assert.equal(gainText(0.01), '+<0.1');
  assert.equal(gainText(0.06), '+0.1');
});

test('a finding without a deployment belongs to those that hold its file', () => {
  const found = findingsOf(deployment(), [
    finding(at),
    finding(other),
    finding(other, { deployment: 'compose.yaml' }),
  ]);
  assert.equal(found.length, 2);
});

test('a review narrows to the deployments that hold a file', () => {
  const a = deployment({ name: 'a', files: ['/app/compose.yaml', '/app/shared'] });
  const b = deployment({ name: 'b', files: ['/app/b/compose.yaml', '/app/shared'] });
  const whole = review({
    deployments: [a, b],
    findings: [finding(at, { deployment: 'a' }), finding(other, { deployment: 'b' }), finding(other)],
    problems: [{ path: '/app/b/compose.yaml', message: 'x' }, { message: 'everywhere' }],
    files: ['/app/compose.yaml', '/app/b/compose.yaml', '/app/shared'],
  });
  const narrowed = narrow(whole, ['/app/compose.yaml']);
  assert.deepEqual(narrowed.deployments, [a]);
  assert.equal(narrowed.findings.length, 1);
  assert.deepEqual(narrowed.problems, [{ message: 'everywhere' }]);
  assert.deepEqual(narrowed.files, ['/app/compose.yaml', '/app/shared']);
  assert.equal(narrow(whole, ['/app/shared']).findings.length, 3);
});
