/** What is accepted costs nothing; what is put away without being looked at counts on. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { type JsonReview, renderJson } from '../../core/report/render/json.ts';
import { renderMarkdown } from '../../core/report/render/markdown.ts';
import { renderTerminal } from '../../core/report/render/terminal.ts';
import { rules } from '../../rules/index.ts';
import { reviewByDefault } from '../support/fix-properties.ts';

const lines = (image: string) => `    image: ${image}\n    restart: unless-stopped\n`;
const two = `services:\n  api:\n${lines('team/api:1.2')}  web:\n${lines('team/web:1.2')}`;
const one = `services:\n  api:\n${lines('team/api:1.2')}`;
const rule = 'compose/missing-memory-limit';

/** The exact points that a rule takes, and how its findings were put away. */
function reviewed(compose: string, configuration?: string) {
  const review = reviewByDefault({
    'compose.yaml': compose,
    ...(configuration !== undefined && { '.seaworthy.yaml': configuration }),
  });
  const [deployment] = review.deployments;
  const costs = deployment!.categories.flatMap((category) => category.rules);
  return {
    review,
    costs: costs.some(({ ruleId }) => ruleId === rule),
    told: review.findings.filter(({ ruleId }) => ruleId === rule).length,
    accepted: review.accepted.filter(({ ruleId }) => ruleId === rule),
    wholesale: deployment!.wholesale ?? [],
    score: deployment!.score,
    exact: deployment!.categories.reduce((left, { cost }) => left - cost, 10),
  };
}

test('what was looked at costs nothing', () => {
  const plain = reviewed(two);
  const services = ['api', 'web'].map((name) => `  - { rule: ${rule}, service: ${name}, reason: Known. }\n`);
  const byService = reviewed(two, `accepted:\n${services.join('')}`);
  const atLines = reviewed(two.replace(/^ {2}(?=\w)/gm, `  # seaworthy-ignore ${rule} -- known\n  `));
  for (const { costs, told, accepted, wholesale, exact } of [byService, atLines]) {
    assert.ok(!costs && told === 0 && accepted.length === 2);
    assert.deepEqual(wholesale, []);
    assert.ok(exact > plain.exact);
    assert.ok(accepted.every(({ counts }) => counts === undefined));
  }
  const single = reviewed(one, `accepted:\n  - { rule: ${rule}, reason: Known. }\n`);
  assert.ok(!single.costs, 'an entry that accepts one finding is no wider than a line');
});

test('what is put away wholesale counts as before, and the report says so', () => {
  const plain = reviewed(two);
  const ways = {
    off: reviewed(two, `rules:\n  ${rule}: off\n`),
    lowered: reviewed(two, `rules:\n  ${rule}: info\n`),
    wide: reviewed(`# seaworthy-ignore-file ${rule} -- the host limits it\n${two}`),
    'no reason': reviewed(two.replace('  api:', `  # seaworthy-ignore ${rule}\n  api:`)),
  };
  for (const [how, { exact, wholesale, told, accepted, review }] of Object.entries(ways)) {
    assert.ok(Math.abs(exact - plain.exact) < 1e-9, how);
    assert.equal(wholesale.length, 1);
    assert.equal(wholesale[0]!.how, how);
    assert.equal(wholesale[0]!.findings, how === 'no reason' ? 1 : 2);
    assert.equal(told, { off: 0, lowered: 2, wide: 0, 'no reason': 1 }[how]);
    assert.equal(accepted.filter(({ counts }) => counts).length, { wide: 2, 'no reason': 1 }[how] ?? 0);
    const context = { cwd: '.', rules, scoreVersion: 3 };
    assert.match(renderMarkdown(review, context), new RegExp(`Ignored wholesale\\n\\n.*\\n\\n- \`${rule}\``));
    const terminal = renderTerminal(review, { ...context, style: (_, text) => text, width: undefined });
    assert.match(terminal, /ignored wholesale and counted all the same/);
    const schema = JSON.parse(
      readFileSync(new URL('../../docs/review.schema.json', import.meta.url), 'utf8'),
    );
    const validate = new Ajv2020({ strict: true }).compile(schema);
    const json: JsonReview = JSON.parse(renderJson(review, context));
    const fits: boolean = validate(json);
    assert.ok(fits, JSON.stringify(validate.errors));
    assert.equal(json.deployments[0]?.wholesale?.[0]?.ruleId, rule);
    assert.ok((json.deployments[0]?.wayToReady?.score ?? 9) >= 9);
  }
  assert.ok((ways.off.wholesale[0]?.points ?? 0) > 0);
});

test('a rule that is off by default counts nothing, and as it is made where it is switched on', () => {
  const id = 'compose/image-without-digest';
  const plain = reviewed(two);
  const on = reviewed(two, `rules:\n  ${id}: info\n`);
  assert.deepEqual(on.wholesale, []);
  assert.ok(on.exact < plain.exact);
  assert.ok(Math.abs(reviewed(two, `rules:\n  ${id}: off\n`).exact - plain.exact) < 1e-9);
});

test('with a blocker that is switched off it stays what it is: not ready', () => {
  const blocked = one
    .replace(
      'restart',
      'ports: ["5432:5432"]\n    environment: { POSTGRES_PASSWORD: k29dh1mzqq8r }\n    restart',
    )
    .replace('team/api:1.2', 'postgres:18.1');
  const off = reviewed(blocked, 'rules:\n  compose/published-database-port: off\n');
  assert.ok(!off.review.findings.some(({ ruleId }) => ruleId === 'compose/published-database-port'));
  assert.equal(off.review.deployments[0]!.verdict, 'not ready');
  assert.equal(off.review.deployments[0]!.wayToReady, undefined);
});
