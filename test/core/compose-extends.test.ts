import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { ComposeProject } from '../../core/model/compose.ts';
import { textOf } from '../../core/text/index.ts';
import { plain } from '../support/compose-summary.ts';
import { readCompose } from '../support/read-compose.ts';

const messages = (project: ComposeProject) =>
  project.problems.map((problem) => `${textOf(problem.span)}: ${problem.message}`);

describe('extends', () => {
  const common =
    'services:\n  app:\n    extends: base\n    build: .\n    volumes: ["./data:/data"]\n    env_file: app.env\n  base:\n    image: base\n    environment: { A: base }\n    depends_on: [db]\n';

  test('paths start in the folder of the file in which they are written; everything merges', () => {
    const project = readCompose({
      'compose.yaml':
        'services:\n  web:\n    extends: { file: common/app.yaml, service: app }\n    environment: [B=own]\n    volumes: ["./own:/own"]\n  db: { image: db }\n',
      'common/app.yaml': common,
    });
    const web = project.service('web')!;
    assert.deepEqual(plain(web.value), {
      image: 'base',
      environment: { A: 'base', B: 'own' },
      depends_on: ['db'],
      build: '.',
      volumes: ['./data:/data', './own:/own'],
      env_file: 'app.env',
    });
    assert.deepEqual(
      [web.build?.contextPath, web.mounts.map((mount) => mount.path), web.envFiles[0]?.path],
      ['common', ['common/data', 'own'], 'common/app.env'],
    );
    assert.deepEqual(
      [web.scalar('image')?.origin, web.at('environment')?.origin, web.broken],
      ['shared', 'own', false],
    );
    assert.deepEqual(
      [project.allFiles.map((file) => file.source.path), project.problems],
      [['compose.yaml', 'common/app.yaml'], []],
    );
  });

  test('!reset takes away what was inherited', () => {
    const project = readCompose({
      'compose.yaml':
        'services:\n  a: { image: a, ports: ["80:80"] }\n  b: { extends: a, ports: !reset [] }\n',
    });
    assert.deepEqual(plain(project.service('b')!.value), { image: 'a' });
    assert.deepEqual(project.service('a')!.ports.length, 1);
  });

  test('a circle, a missing file, a missing service are problems, and the service is not reviewed', () => {
    const project = readCompose({
      'compose.yaml':
        'services:\n  a: { extends: b, image: a }\n  b: { extends: c }\n  c: { extends: a }\n  d: { extends: { file: gone.yaml, service: x } }\n  e: { extends: nobody }\n  f: { extends: { file: "${F}", service: x } }\n  g: { image: g }\n',
    });
    assert.deepEqual(
      project.services.map((service) => service.broken),
      [true, true, true, true, true, true, false],
    );
    assert.deepEqual(messages(project), [
      'a: "extends" goes in a circle: service "c" comes back to "a".',
      'b: "extends" goes in a circle: service "a" comes back to "b".',
      'c: "extends" goes in a circle: service "b" comes back to "c".',
      'gone.yaml: Service "d" extends a service of gone.yaml, which is not there.',
      'nobody: Service "e" extends "nobody", which compose.yaml does not have.',
    ]);
    assert.equal(project.service('a')?.image?.value, 'a');
  });

  test('a chain longer than any project needs ends', () => {
    const chain = Array.from(
      { length: 5000 },
      (_, index) => `  s${index}: { extends: s${index + 1} }\n`,
    ).join('');
    const project = readCompose({ 'compose.yaml': `services:\n${chain}  s5000: { image: a }\n` });
    assert.equal(project.service('s4950')?.image?.value, 'a');
    assert.equal(project.service('s0')?.image, undefined);
    assert.ok(project.service('s0')?.broken);
  });
});

describe('include', () => {
  const files = {
    'compose.yaml':
      'include:\n  - db/compose.yaml\n  - path: [apps/web.yaml, apps/over.yaml]\n    project_directory: .\n    env_file: apps/web.env\nservices:\n  own: { image: "own:${TAG:-none}", depends_on: [db] }\n',
    'db/compose.yaml':
      'services:\n  db: { image: "db:${TAG:-none}", volumes: ["./data:/data"] }\nvolumes: { v: }\n',
    'apps/web.yaml': 'services:\n  web: { image: "web:${TAG:-none}", build: ./web }\n',
    'apps/over.yaml': 'services:\n  web: { restart: always }\n',
  };

  test('short and long form; each with its own folder and variables', () => {
    const project = readCompose(
      files,
      ['compose.yaml'],
      {},
      { 'apps/web.env': { TAG: '1' }, 'db/.env': { TAG: '2' } },
    );
    assert.deepEqual(
      project.services.map((service) => [service.name, service.image?.value]),
      [
        ['db', 'db:2'],
        ['web', 'web:1'],
        ['own', 'own:none'],
      ],
    );
    assert.deepEqual(
      [project.service('db')?.mounts[0]?.path, project.service('web')?.build?.contextPath],
      ['db/data', 'web'],
    );
    assert.deepEqual(
      [project.service('web')?.scalar('restart')?.text, project.service('db')?.scalar('image')?.origin],
      ['always', 'own'],
    );
    assert.deepEqual(
      [project.files.length, project.allFiles.length, project.volumes.map((one) => one.name)],
      [1, 4, ['v']],
    );
    assert.deepEqual(
      [project.problems, Object.keys(plain(project.value) as object)],
      [[], ['services', 'volumes']],
    );
  });

  test('the including project’s variables come first', () => {
    const project = readCompose(files, ['compose.yaml'], { TAG: '9' }, { 'db/.env': { TAG: '2' } });
    assert.deepEqual(
      project.services.map((service) => service.image?.value),
      ['db:9', 'web:9', 'own:9'],
    );
  });

  test('an override file changes what the first file includes', () => {
    const project = readCompose({ ...files, 'over.yaml': 'services:\n  db: { restart: always }\n' }, [
      'compose.yaml',
      'over.yaml',
    ]);
    assert.deepEqual(plain(project.service('db')!.value), {
      image: 'db:none',
      volumes: ['./data:/data'],
      restart: 'always',
    });
    assert.equal(project.service('db')?.mounts[0]?.path, 'db/data');
  });

  test('a service of both is refused; the same file by two ways is not', () => {
    const project = readCompose({
      'compose.yaml': 'include: [a.yaml, b.yaml]\nservices:\n  a: { image: own }\n',
      'a.yaml': 'include: [c.yaml]\nservices:\n  a: { image: a }\n',
      'b.yaml': 'include: [c.yaml]\nservices:\n  b: { image: b }\n',
      'c.yaml': 'services:\n  c: { image: c }\n',
    });
    assert.deepEqual(messages(project), [
      'a: services.a is also in an included file, a.yaml: Compose refuses that.',
    ]);
    assert.deepEqual(
      project.services.map((service) => service.image?.value),
      ['c', 'b', 'own'],
    );
  });

  test('circles and missing files are problems', () => {
    const project = readCompose({
      'a.yaml':
        'include: [b.yaml, gone.yaml, "${X}.yaml", "oci://example.com/x"]\nservices:\n  a: { image: a }\n',
      'b.yaml': 'include: [a.yaml, b.yaml]\nservices:\n  b: { image: b }\n',
    });
    assert.deepEqual(project.services.map((service) => service.name).sort(), ['a', 'b']);
    assert.deepEqual(messages(project).sort(), [
      'b.yaml: "include" goes in a circle: b.yaml comes back to itself.',
      'b.yaml: "include" goes in a circle: b.yaml comes back to itself.',
      'gone.yaml: The included file gone.yaml is not there.',
    ]);
  });
});
