/** What fixes that add services, volumes and files make of our example, and of texts made for it. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { parse } from 'yaml';
import { rules } from '../../rules/index.ts';
import type { ExampleReviewOptions } from '../../scripts/generate/example-review.ts';
import { repository } from '../../scripts/generate/rule-files.ts';
import { readFolder, scaffold, type WholeDeployment } from './scaffold.ts';

const discovered: ExampleReviewOptions = { rules, onlyDefault: true, environment: 'discovered' };
const harbour: WholeDeployment = {
  files: readFolder(join(repository, 'examples', 'harbour')),
  options: discovered,
};

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

  test('compose/secret-in-environment, as a file', async () => {
    const after = await scaffold(harbour, 'compose/secret-in-environment', (fix) =>
      /secrets\//.test(fix.title),
    );
    assert.equal(after['secrets/postgres_password.txt'], '', 'nobody here knows the password');
    assert.match(after['compose.production.yaml']!, /file: \.\/secrets\/postgres_password\.txt/);
    assert.match(after['.gitignore']!, /^\/secrets\/$/m);
  });

  test('compose/hardcoded-secret, as a file', async () => {
    const compose = harbour.files['compose.production.yaml']!;
    const files = {
      ...harbour.files,
      'compose.production.yaml': compose.replace(
        'POSTGRES_PASSWORD: ${DATABASE_PASSWORD}',
        'POSTGRES_PASSWORD: "h7Kd$$92" # as on the old server',
      ),
    };
    const after = await scaffold({ ...harbour, files }, 'compose/hardcoded-secret');
    assert.equal(after['secrets/postgres_password.txt'], 'h7Kd$92');
    const others = Object.entries(after).filter(([path]) => path !== 'secrets/postgres_password.txt');
    assert.doesNotMatch(others.map(([, text]) => text).join('\n'), /h7Kd/, 'it stands nowhere else');
    assert.match(after['compose.production.yaml']!, /"\/run\/secrets\/postgres_password" # as on/);
  });

  test('deployment/missing-ci, in a repository of its own', async () => {
    const files = { ...harbour.files, '.github/CODEOWNERS': '* @harbour\n' };
    const after = await scaffold({ ...harbour, files }, 'deployment/missing-ci');
    assert.match(after['.github/workflows/deploy.yml']!, /--target production .*frontend/);
  });

  test('deployment/missing-dockerignore, once there is none', async () => {
    const { 'frontend/.dockerignore': _, ...files } = harbour.files;
    const after = await scaffold({ ...harbour, files }, 'deployment/missing-dockerignore');
    assert.match(after['frontend/.dockerignore']!, /^node_modules$/m);
  });

  test('deployment/undefined-variable, once neither an example nor a script names the variables', async () => {
    const { '.env.example': _, 'scripts/deploy.sh': __, ...files } = harbour.files;
    const after = await scaffold({ ...harbour, files }, 'deployment/undefined-variable');
    assert.match(after['.env.example']!, /^DOMAIN=$/m);
    assert.match(after['.env.example']!, /^# TIDES_STATION=8518750$/m);
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
