import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Project } from '../../core/index.ts';
import { images } from '../../rules/facts/images.ts';

/** The deployments of a set of files: `name environment: files`. */
function deployments(files: Readonly<Record<string, string>>): readonly string[] {
  const project = new Project({ rules: [], images, today: '2026-11-24' });
  project.setTree(['.'], Object.keys(files));
  for (const [path, text] of Object.entries(files))
    if (project.wants(path) === 'text') project.set(path, text);
  return project.review().deployments.map((one) => `${one.name} ${one.environment}: ${one.files.join(' ')}`);
}

const whole = 'services:\n  web:\n    image: nginx:1.30\n';
const part = 'services:\n  web:\n    restart: always\n';

test('a lone Compose file is taken for production', () => {
  assert.deepEqual(deployments({ 'compose.yaml': whole }), ['compose.yaml production: compose.yaml']);
});

test('a plain file beside a production one is for development', () => {
  assert.deepEqual(deployments({ 'docker-compose.yml': whole, 'docker-compose.production.yml': whole }), [
    'docker-compose.yml development: docker-compose.yml',
    'docker-compose.production.yml production: docker-compose.production.yml',
  ]);
});

test('a production file without image or build overrides the base file', () => {
  assert.deepEqual(deployments({ 'compose.yaml': whole, 'compose.prod.yaml': part }), [
    'compose.yaml development: compose.yaml',
    'compose.prod.yaml production: compose.prod.yaml compose.yaml',
  ]);
});

test('override, dev, test and example files are for development', () => {
  assert.deepEqual(
    deployments({ 'compose.yaml': whole, 'compose.override.yaml': part, 'compose.test.yaml': whole }),
    [
      'compose.yaml production: compose.yaml',
      'compose.override.yaml development: compose.override.yaml compose.yaml',
      'compose.test.yaml development: compose.test.yaml',
    ],
  );
});

test('COMPOSE_FILE in .env says what ships together', () => {
  assert.deepEqual(
    deployments({
      'compose.yaml': whole,
      'compose.tls.yaml': part,
      '.env': 'COMPOSE_FILE=compose.yaml:compose.tls.yaml\n',
    }),
    ['compose.tls.yaml production: .env compose.tls.yaml compose.yaml'],
  );
});

test('the configuration says what ships together, and for what', () => {
  assert.deepEqual(
    deployments({
      'a/compose.yaml': whole,
      'b/compose.yaml': part,
      '.seaworthy.yaml':
        'deployments:\n  both:\n    files: [a/compose.yaml, b/compose.yaml]\n    environment: development\n',
    }),
    ['both development: a/compose.yaml b/compose.yaml'],
  );
});

test('an environment by glob', () => {
  assert.deepEqual(
    deployments({
      'stage/compose.yaml': whole,
      '.seaworthy.yaml': 'environments:\n  stage/**: development\n',
    }),
    ['stage/compose.yaml development: stage/compose.yaml'],
  );
});

test('each folder is a deployment of its own; a Dockerfile belongs to the service that builds it', () => {
  assert.deepEqual(
    deployments({
      'app/compose.yaml': 'services:\n  web:\n    build: ./web\n',
      'app/web/Dockerfile': 'FROM node:22\n',
      'tool/Dockerfile': 'FROM node:22\n',
      'tool/Dockerfile.dev': 'FROM node:22\n',
    }),
    [
      'app/compose.yaml production: app/compose.yaml app/web/Dockerfile',
      'tool/Dockerfile production: tool/Dockerfile',
      'tool/Dockerfile.dev development: tool/Dockerfile.dev',
    ],
  );
});

test('a lone nginx configuration brings what it includes from beside it', () => {
  assert.deepEqual(
    deployments({
      'nginx/conf.d/site.conf': 'server { listen 80; }\n',
      'nginx/nginx.conf': 'events {}\nhttp { include /etc/nginx/conf.d/*.conf; }\n',
    }),
    ['nginx/nginx.conf production: nginx/conf.d/site.conf nginx/nginx.conf'],
  );
});

test('a mounted nginx configuration belongs to its service, with the image’s own main file where only parts are mounted', () => {
  assert.deepEqual(
    deployments({
      'compose.yaml':
        'services:\n  proxy:\n    image: nginx:1.30\n    volumes:\n      - ./conf.d:/etc/nginx/conf.d:ro\n',
      'conf.d/site.conf': 'server { listen 80; }\n',
    }),
    ['compose.yaml production: compose.yaml conf.d/site.conf'],
  );
});

test('Apache and ini files in conf.d are not taken for nginx', () => {
  assert.deepEqual(
    deployments({
      'conf.d/a.conf': '<VirtualHost *:80>\n</VirtualHost>\n',
      'conf.d/b.conf': '[mysqld]\nport = 3306\n',
    }),
    [],
  );
});

test('an included file is part of the one that includes it; a loop of two hides neither', () => {
  assert.deepEqual(
    deployments({
      'compose.yaml': `include: [compose.db.yaml]\n${whole}`,
      'compose.db.yaml': whole.replace('web', 'db'),
    }),
    ['compose.yaml production: compose.db.yaml compose.yaml'],
  );
  const looped = deployments({
    'compose.yaml': `include: [compose.db.yaml]\n${whole}`,
    'compose.db.yaml': 'include: [compose.yaml]\n',
  });
  assert.ok(looped.length > 0);
});

test('an ignored folder is not reviewed', () => {
  assert.deepEqual(
    deployments({ 'vendor/compose.yaml': whole, '.seaworthy.yaml': 'ignore: [vendor]\n' }),
    [],
  );
});
