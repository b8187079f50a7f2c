/** What fixes that add services, volumes and files make of whole deployments. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { parse } from 'yaml';
import { type Edit, type Finding, type Fix, fileKind, isCreate } from '../../core/index.ts';
import { rules } from '../../rules/index.ts';
import {
  applyFix,
  type ExampleReviewOptions,
  type Files,
  findingsOf,
  reviewFiles,
} from '../../scripts/generate/example-review.ts';
import { repository } from '../../scripts/generate/rule-files.ts';
import { assertNothingAdded } from '../support/assert-review.ts';
import { filesBelow, sharedPath } from '../support/shared-folder.ts';
import { judgeCompose } from './compose-judge.ts';

interface Deployment {
  readonly files: Files;
  readonly options: ExampleReviewOptions;
}

function readFolder(folder: string): Files {
  const paths = filesBelow(folder).filter(
    (path) => fileKind(path) !== undefined || /\.(?:ya?ml|alloy)$/.test(path),
  );
  return Object.fromEntries(paths.map((path) => [path, readFileSync(join(folder, path), 'utf8')]));
}

const discovered: ExampleReviewOptions = { rules, onlyDefault: true, environment: 'discovered' };
const harbour: Deployment = {
  files: readFolder(join(repository, 'examples', 'harbour')),
  options: discovered,
};

/** Apply a rule's first fix, and hold the result to what every scaffold keeps to. @returns the files that it makes. */
async function scaffold({ files, options }: Deployment, ruleId: string): Promise<Files> {
  const before = reviewFiles(files, options);
  const finding = fixable(findingsOf(before, ruleId));
  assert.ok(finding, `${ruleId} offers something`);
  const fix = finding.fixes[0]!;
  assert.equal(fix.safety, 'review');
  const after = applyFix(files, fix);
  const review = reviewFiles(after, options);
  assertNothingAdded(before.findings, review.findings, `"${fix.title}"`);
  const again = findingsOf(review, ruleId).filter((one) => one.message === finding.message);
  assert.deepEqual(
    again.flatMap((one) => one.fixes.map(({ title }) => title)),
    [],
    'applied a second time it has nothing to offer',
  );
  assertLinesKept(files, after, fix);
  for (const edit of fix.edits) {
    if (isCreate(edit) && /\.ya?ml$/.test(edit.create)) assert.ok(parse(edit.text), edit.create);
  }
  const said = (await judgeCompose(files)).errors;
  assert.deepEqual(
    (await judgeCompose(after)).errors.filter((error) => !said.includes(error)),
    [],
    'docker-compose config',
  );
  return after;
}

function fixable(findings: readonly Finding[]): Finding | undefined {
  return findings.find((finding) => finding.fixes.length > 0);
}

/** Every line that no edit is in is there still, in its order. */
function assertLinesKept(before: Files, after: Files, { edits }: Fix): void {
  for (const [path, text] of Object.entries(before)) {
    const changed = new Set(edits.flatMap((edit) => linesOf(edit, path)));
    const lines = after[path]?.split('\n') ?? [];
    let from = 0;
    for (const [index, line] of text.split('\n').entries()) {
      if (changed.has(index)) continue;
      const found = lines.indexOf(line, from);
      assert.ok(found >= 0, `${path}:${index + 1} is gone, or stands elsewhere: ${line}`);
      from = found + 1;
    }
  }
}

/** The lines of a file that an edit is in; an insertion at a line's begin or end leaves the line as it is. */
function linesOf(edit: Edit, path: string): readonly number[] {
  if (isCreate(edit) || edit.span.source.path !== path) return [];
  const { source, start, end } = edit.span;
  const first = source.position(start);
  const last = source.position(end);
  const atRim = first.column === 0 || start === source.lineEnd(first.line);
  if (start === end && atRim) return [];
  const lines = last.column === 0 && last.line > first.line ? last.line - 1 : last.line;
  return Array.from({ length: lines - first.line + 1 }, (_, index) => first.line + index);
}

describe('scaffolds in harbour', () => {
  for (const ruleId of [
    'compose/missing-monitoring',
    'compose/missing-central-logging',
    'compose/missing-backup',
    'compose/secret-in-environment',
    'compose/unpooled-postgres-connections',
    'compose/unsegmented-database',
  ]) {
    test(ruleId, async () => {
      await scaffold(harbour, ruleId);
    });
  }

  test('logs join the Grafana that measurements brought', async () => {
    const measured = await scaffold(harbour, 'compose/missing-monitoring');
    const files = await scaffold({ ...harbour, files: measured }, 'compose/missing-central-logging');
    const { services } = parse(files['compose.production.yaml']!);
    assert.deepEqual(services.grafana.networks, ['monitoring', 'logging']);
    assert.ok(files['monitoring/grafana/logs.yml']);
  });

  test('compose/missing-alerting, once the alert rules are gone', async () => {
    const measured = await scaffold(harbour, 'compose/missing-monitoring');
    const { 'monitoring/prometheus/alerts.yml': _, ...rest } = measured;
    const settings = 'monitoring/prometheus/prometheus.yml';
    const silent = rest[settings]!.replace(/rule_files:\n.*\n\n/, '');
    const files = await scaffold(
      { ...harbour, files: { ...rest, [settings]: silent } },
      'compose/missing-alerting',
    );
    const { rule_files: rulesRead, alerting } = parse(files[settings]!);
    assert.deepEqual(rulesRead, ['/etc/prometheus/alerts.yml']);
    assert.equal(alerting.alertmanagers[0].static_configs[0].targets[0], 'alertmanager:9093');
  });

  test('compose/secret-in-build-argument, with a token for the packages', async () => {
    const compose = harbour.files['compose.production.yaml']!;
    const dockerfile = harbour.files['backend/Dockerfile']!;
    const files = {
      ...harbour.files,
      'compose.production.yaml': compose.replace(
        '      context: ./backend\n',
        '      context: ./backend\n      # For the packages\n      args:\n        NPM_TOKEN: ${NPM_TOKEN}\n',
      ),
      'backend/Dockerfile': dockerfile.replace(/^RUN /m, 'ARG NPM_TOKEN\nRUN '),
    };
    const after = await scaffold({ ...harbour, files }, 'compose/secret-in-build-argument');
    assert.match(after['backend/Dockerfile']!, /^RUN --mount=type=secret,id=npm_token,env=NPM_TOKEN /m);
    assert.doesNotMatch(after['backend/Dockerfile']!, /ARG NPM_TOKEN/);
  });
});

test('new services log as the others do, and none is added that could not log in', async () => {
  const files = {
    'compose.yaml': `x-logging: &logging
  driver: json-file
  options: { max-size: 5m }

services:
  web: { build: ./web, logging: *logging }
  api: { build: ./api, logging: *logging }
  literal:
    image: postgres:18
    environment: { POSTGRES_PASSWORD: hunter2 }
  elsewhere:
    image: postgres:18
    env_file: db.env
    environment: { POSTGRES_PASSWORD: "\${PASSWORD}" }
  secret:
    image: postgres:18
    environment: { POSTGRES_PASSWORD_FILE: /run/secrets/password }
    secrets: [password]
  orders:
    image: mariadb:11.8
    environment: { MARIADB_ROOT_PASSWORD: "\${PASSWORD}" }
  documents:
    image: mongo:8.0
    environment: { MONGO_INITDB_ROOT_USERNAME: root, MONGO_INITDB_ROOT_PASSWORD: "\${PASSWORD}" }
  cache:
    image: redis:8.2
    command: redis-server --requirepass \${CACHE_PASSWORD}
  office:
    image: team/app:1
    ports: ["3000:3000"]

secrets:
  password:
    environment: PASSWORD
`,
  };
  const options: ExampleReviewOptions = { rules, onlyDefault: true, environment: 'production' };
  const after = await scaffold({ files, options }, 'compose/missing-monitoring');
  const text = after['compose.yaml']!;
  const { services } = parse(text, { merge: true });
  const added = Object.keys(services).filter((name) => name.endsWith('-exporter'));
  assert.deepEqual(added, [
    'node-exporter',
    'secret-exporter',
    'orders-exporter',
    'documents-exporter',
    'cache-exporter',
  ]);
  assert.equal(text.match(/logging: \*logging$/gm)?.length, 7);
  assert.equal(services['secret-exporter'].environment.DATA_SOURCE_PASS_FILE, '/run/secrets/password');
  assert.equal(
    services['cache-exporter'].environment.REDIS_PASSWORD,
    '${CACHE_PASSWORD:?set CACHE_PASSWORD}',
  );
  assert.deepEqual(services.grafana.ports, ['127.0.0.1:3001:3000']);
});

/** Scaffold → deployments of others that have what it mends. */
const elsewhere: Readonly<Record<string, readonly string[]>> = {
  'compose/missing-monitoring': ['react-express-mongodb', 'react-express-mysql', 'react-rust-postgres'],
  'compose/missing-central-logging': ['react-express-mongodb', 'react-express-mysql', 'react-rust-postgres'],
  'compose/missing-backup': ['nginx-aspnet-mysql', 'nginx-flask-mysql', 'nginx-golang-mysql'],
};

describe('scaffolds in deployments that others wrote', () => {
  for (const [ruleId, names] of Object.entries(elsewhere)) {
    for (const name of names) {
      test(`${ruleId} in ${name}`, async (context) => {
        const folder = sharedPath(`corpus/docker+awesome-compose/${name}`, context);
        if (folder === undefined) return;
        const options: ExampleReviewOptions = { rules, onlyDefault: true, environment: 'production' };
        await scaffold({ files: readFolder(folder), options }, ruleId);
      });
    }
  }

  for (const name of [
    'docker+awesome-compose/postgresql-pgadmin',
    'n8n-io+n8n-hosting',
    'zammad+zammad-docker-compose',
  ]) {
    test(`compose/secret-in-environment in ${name}`, async (context) => {
      const folder = sharedPath(`corpus/${name}`, context);
      if (folder === undefined) return;
      const options: ExampleReviewOptions = { rules, onlyDefault: true, environment: 'production' };
      await scaffold({ files: readFolder(folder), options }, 'compose/secret-in-environment');
    });
  }
});
