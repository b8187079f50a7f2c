import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { ComposeValue } from '../../core/model/compose.ts';
import { textOf } from '../../core/text/index.ts';
import { plain } from '../support/compose-summary.ts';
import { readCompose } from '../support/read-compose.ts';

/** The merged project of `base.yaml` and `over.yaml` as plain data. */
function merged(base: string, over: string): unknown {
  return plain(readCompose({ 'base.yaml': base, 'over.yaml': over }, ['base.yaml', 'over.yaml']).value);
}

/** One attribute of a service in a base and an override file. */
function mergedAttribute(base: string, over: string): unknown {
  const whole = merged(`services:\n  a: { ${base} }\n`, `services:\n  a: { ${over} }\n`);
  return (whole as { services: { a: unknown } }).services.a;
}

describe('override files, attribute by attribute', () => {
  const forms: readonly (readonly [string, string, unknown])[] = [
    ['image: one', 'image: two', { image: 'two' }],
    ['image: one', 'image:', { image: 'one' }],
    ['command: [a, b]', 'command: c', { command: 'c' }],
    ['entrypoint: a', 'entrypoint: []', { entrypoint: [] }],
    [
      'healthcheck: { test: [CMD, a], retries: 2 }',
      'healthcheck: { test: b }',
      { healthcheck: { test: 'b', retries: 2 } },
    ],
    [
      'environment: [A=1, B=1]',
      'environment: { B: "2", C: "2" }',
      { environment: { A: '1', B: '2', C: '2' } },
    ],
    ['environment: { A: "1" }', 'environment: [A=2, B]', { environment: { A: '2', B: null } }],
    ['labels: [a=1]', 'labels: [a=2, b=2]', { labels: { a: '2', b: '2' } }],
    [
      'extra_hosts: ["a:1.1.1.1"]',
      'extra_hosts: { a: 2.2.2.2, b: 3.3.3.3 }',
      { extra_hosts: { a: '2.2.2.2', b: '3.3.3.3' } },
    ],
    ['extra_hosts: ["a=1.1.1.1"]', 'extra_hosts: ["a:2.2.2.2"]', { extra_hosts: { a: '2.2.2.2' } }],
    ['sysctls: [x=1]', 'sysctls: { y: 2 }', { sysctls: { x: '1', y: 2 } }],
    ['ports: ["80:80"]', 'ports: ["81:81", "80:80"]', { ports: ['80:80', '81:81'] }],
    [
      'ports: ["80:80"]',
      'ports: [{ target: 80, published: "80" }]',
      { ports: [{ target: 80, published: '80' }] },
    ],
    ['ports: ["80:80"]', 'ports: ["127.0.0.1:80:80"]', { ports: ['80:80', '127.0.0.1:80:80'] }],
    ['volumes: ["one:/x", "two:/y"]', 'volumes: ["three:/x:ro"]', { volumes: ['three:/x:ro', 'two:/y'] }],
    [
      'volumes: ["./a:/x"]',
      'volumes: [{ type: volume, source: c, target: /x }]',
      { volumes: [{ type: 'volume', source: 'c', target: '/x' }] },
    ],
    ['devices: ["/dev/a:/dev/x"]', 'devices: ["/dev/b:/dev/x"]', { devices: ['/dev/b:/dev/x'] }],
    [
      'secrets: [one]',
      'secrets: [{ source: two, target: one }, three]',
      { secrets: [{ source: 'two', target: 'one' }, 'three'] },
    ],
    [
      'configs: [one]',
      'configs: [{ source: two, target: /one }]',
      { configs: [{ source: 'two', target: '/one' }] },
    ],
    ['expose: ["80"]', 'expose: ["80", "81"]', { expose: ['80', '81'] }],
    ['dns: 1.1.1.1', 'dns: [2.2.2.2]', { dns: ['1.1.1.1', '2.2.2.2'] }],
    ['tmpfs: /a', 'tmpfs: /b', { tmpfs: ['/a', '/b'] }],
    ['env_file: a.env', 'env_file: [b.env, { path: a.env }]', { env_file: [{ path: 'a.env' }, 'b.env'] }],
    ['cap_add: [A]', 'cap_add: [A, B]', { cap_add: ['A', 'B'] }],
    [
      'depends_on: [a]',
      'depends_on: { b: { condition: service_healthy } }',
      { depends_on: { a: null, b: { condition: 'service_healthy' } } },
    ],
    ['depends_on: { a: { condition: service_healthy } }', 'depends_on: [a]', { depends_on: { a: null } }],
    [
      'networks: [a]',
      'networks: { a: { aliases: [x] }, b: }',
      { networks: { a: { aliases: ['x'] }, b: null } },
    ],
    ['networks: { a: { aliases: [x] } }', 'networks: [a]', { networks: { a: { aliases: ['x'] } } }],
    [
      'networks: { a: { aliases: [x] } }',
      'networks: { a: { aliases: [x, y] } }',
      { networks: { a: { aliases: ['x', 'y'] } } },
    ],
    ['build: .', 'build: { target: t }', { build: { context: '.', target: 't' } }],
    [
      'build: { context: ., args: [A=1] }',
      'build: { args: { B: "2" } }',
      { build: { context: '.', args: { A: '1', B: '2' } } },
    ],
    ['build: { target: t }', 'build: ./x', { build: { target: 't', context: './x' } }],
    [
      'logging: { driver: d, options: { a: 1 } }',
      'logging: { options: { b: 2 } }',
      { logging: { driver: 'd', options: { a: 1, b: 2 } } },
    ],
    ['logging: { driver: d, options: { a: 1 } }', 'logging: { driver: e }', { logging: { driver: 'e' } }],
    [
      'deploy: { resources: { limits: { cpus: "1" } } }',
      'deploy: { resources: { limits: { memory: 1G } } }',
      { deploy: { resources: { limits: { cpus: '1', memory: '1G' } } } },
    ],
    [
      'ulimits: { nofile: 1 }',
      'ulimits: { nofile: { soft: 1, hard: 2 } }',
      { ulimits: { nofile: { soft: 1, hard: 2 } } },
    ],
    [
      'deploy: { placement: { preferences: [{ spread: a }] } }',
      'deploy: { placement: { preferences: [{ spread: b }] } }',
      { deploy: { placement: { preferences: [{ spread: 'a' }, { spread: 'b' }] } } },
    ],
    // The Compose specification's own examples of "Reset value" and "Replace value".
    [
      'image: app, ports: ["8080:80"], environment: { FOO: BAR }',
      'image: app, ports: !reset [], environment: { FOO: !reset null }',
      { image: 'app', environment: {} },
    ],
    [
      'image: app, ports: ["8080:80"]',
      'ports: !override ["8443:443"]',
      { image: 'app', ports: ['8443:443'] },
    ],
    ['environment: { A: "1" }', 'environment: !override { B: "2" }', { environment: { B: '2' } }],
    [
      'deploy: { replicas: 2, mode: global }',
      'deploy: { replicas: !reset null }',
      { deploy: { mode: 'global' } },
    ],
  ];
  for (const [base, over, expected] of forms) {
    test(`${base} + ${over}`, () => assert.deepEqual(mergedAttribute(base, over), expected));
  }
});

describe('override files', () => {
  test('services and resources', () => {
    assert.deepEqual(
      merged(
        'name: one\nservices:\n  a: { image: a }\n  b: { image: b }\nvolumes: { v: { driver: local }, w: }\n',
        'name: two\nservices:\n  b: !reset null\n  c: { image: c }\n  a: !override { image: new }\nvolumes: { v: { labels: [x=1] } }\nnetworks: { n: }\n',
      ),
      {
        name: 'two',
        services: { a: { image: 'new' }, c: { image: 'c' } },
        volumes: { v: { driver: 'local', labels: ['x=1'] }, w: null },
        networks: { n: null },
      },
    );
    assert.deepEqual(merged('services: { a: { image: a } }\nvolumes: { v: }\n', 'volumes: !reset {}\n'), {
      services: { a: { image: 'a' } },
    });
    assert.deepEqual(merged('services: { a: { image: a } }\n', 'services: !override { b: { image: b } }\n'), {
      services: { b: { image: 'b' } },
    });
  });

  test('values keep their place and their origin; paths start in the first file’s folder', () => {
    const project = readCompose(
      {
        'base/compose.yaml':
          'services:\n  a:\n    build: ./a\n    restart: always\n    deploy:\n      replicas: 2\n  b:\n    image: b\n',
        'over/compose.yaml':
          'services:\n  a:\n    image: a\n    volumes: ["./x:/x"]\n    deploy:\n      mode: global\n',
      },
      ['base/compose.yaml', 'over/compose.yaml'],
    );
    const a = project.service('a')!;
    assert.deepEqual([a.build?.contextPath, a.mounts[0]?.path], ['base/a', 'base/x']);
    assert.deepEqual(
      [a.nameSpan.source.path, a.node?.span.source.path, a.written.length],
      ['over/compose.yaml', 'over/compose.yaml', 2],
    );
    assert.deepEqual(
      [a.scalar('restart')?.origin, a.scalar('restart')?.span.source.path],
      ['file', 'base/compose.yaml'],
    );
    assert.deepEqual([a.scalar('image')?.origin, a.at('deploy')?.origin], ['own', 'own']);
    assert.equal(
      (a.at('deploy') as { node?: { span: { source: { path: string } } } }).node?.span.source.path,
      'over/compose.yaml',
    );
    const b = project.service('b')!;
    assert.deepEqual([b.scalar('image')?.origin, b.nameSpan.source.path], ['own', 'base/compose.yaml']);
    assert.deepEqual(
      project.allFiles.map((file) => file.source.path),
      ['base/compose.yaml', 'over/compose.yaml'],
    );
  });
});

describe('anchors', () => {
  const text = `x-one: &one { A: one, B: one }
x-two: &two { B: two, C: two }
x-deploy: &deploy
  resources: { limits: { memory: 1G } }
x-service: &service
  restart: always
  deploy: *deploy
services:
  a:
    <<: *service
    image: a
    environment:
      <<: [*one, *two]
      A: own
  b: *service
  c:
    restart: "no"
    <<: *service
    deploy:
      <<: *deploy
      mode: global
`;
  const project = readCompose({ 'compose.yaml': text });

  test('merge keys, lists of them, aliases', () => {
    const deploy = { resources: { limits: { memory: '1G' } } };
    assert.deepEqual((plain(project.value) as { services: unknown }).services, {
      a: { restart: 'always', deploy, image: 'a', environment: { A: 'own', B: 'one', C: 'two' } },
      b: { restart: 'always', deploy },
      c: { restart: 'no', deploy: { ...deploy, mode: 'global' } },
    });
  });

  test('what is shared says so, is one object, and offers no node to edit', () => {
    const [a, b, c] = [project.service('a')!, project.service('b')!, project.service('c')!];
    assert.deepEqual(
      [a.scalar('image')?.origin, a.scalar('restart')?.origin, b.value.origin, c.scalar('restart')?.origin],
      ['own', 'shared', 'shared', 'own'],
    );
    assert.equal(a.at('deploy'), b.at('deploy'));
    const node = (value: ComposeValue | undefined) => (value?.kind === 'mapping' ? value.node : 'none');
    assert.deepEqual([node(a.at('deploy')), node(b.value), b.node], [undefined, undefined, undefined]);
    assert.ok(a.node && node(c.at('deploy')), 'a map with a merge key in it is written at its place');
    assert.equal(textOf(a.memoryLimit!.span), '1G');
  });
});
