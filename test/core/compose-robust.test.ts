import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import type { ComposeProject } from '../../core/model/compose.ts';
import { textOf } from '../../core/text/index.ts';
import { plain } from '../support/compose-summary.ts';
import { readCompose } from '../support/read-compose.ts';

describe('what cannot be', () => {
  const texts = ['base.yaml', 'override.yaml', 'forms.yaml', 'services.yaml'].map((name) =>
    readFileSync(new URL(`../support/compose/${name}`, import.meta.url), 'utf8'),
  );

  /** Ask for everything. */
  function readAll(project: ComposeProject): void {
    plain(project.value);
    const { variables, problems, allFiles, name, volumes, networks, secrets, configs } = project;
    void [variables, problems, allFiles, name, volumes, networks, secrets, configs];
    for (const file of project.files) void file.refused;
    for (const service of project.services) {
      for (const key of Object.keys(Object.getOwnPropertyDescriptors(Object.getPrototypeOf(service)))) {
        void (service as unknown as Record<string, unknown>)[key];
      }
    }
  }

  test('every prefix of every file resolves, alone and as an override', () => {
    for (const text of texts) {
      for (let length = 0; length <= text.length; length += 3) {
        const prefix = text.slice(0, length);
        readAll(readCompose({ 'a.yaml': prefix }));
        readAll(readCompose({ 'a.yaml': texts[0]!, 'b.yaml': prefix }, ['a.yaml', 'b.yaml']));
      }
    }
  });

  const strange: readonly string[] = [
    '',
    'services:',
    'services: []',
    'services: text',
    'services:\n  a:',
    'services:\n  a: []',
    'services:\n  a: text',
    '- a',
    'text',
    'include: text',
    'include: [[], {}, {path: []}]',
    'services: &s { a: *s }',
    'services:\n  a: { <<: *gone, <<: text, <<: [1] }',
    'services: { a: { extends: [] } }',
    'services: { a: { extends: {} } }',
    'services: { a: { ports: [[], {}, null, ":", "x:y:z:"], volumes: [null, "", ":", {}], healthcheck: [], build: [], environment: text, deploy: text } }',
    'services: { a: { depends_on: text, networks: text, command: {}, expose: [x, "9-1"], secrets: [null, {}], env_file: {}, image: [], profiles: a } }',
    '<<: { services: { a: { image: a } } }',
    'services: { ? [a] : b }',
    'volumes: [a]',
    '\0\u0001\ufffe',
  ];
  test('values of the wrong kind', () => {
    for (const text of strange) {
      readAll(readCompose({ 'a.yaml': text }));
      readAll(readCompose({ 'a.yaml': texts[0]!, 'b.yaml': text }, ['a.yaml', 'b.yaml']));
    }
  });

  test('image names made to be slow', () => {
    const started = performance.now();
    for (const image of [`${'a/'.repeat(40)}a:!`, `${'a-'.repeat(400)}!`, 'a'.repeat(100_000)]) {
      void readCompose({ 'compose.yaml': `services:\n  a: { image: "${image}" }\n` }).service('a')?.image;
    }
    assert.ok(performance.now() - started < 1000);
  });

  test('aliases of aliases cost no more than they are long', () => {
    const levels = 40;
    const lists = Array.from(
      { length: levels },
      (_, index) => `x-${index + 1}: &l${index + 1} [*l${index}, *l${index}, *l${index}]\n`,
    );
    const maps = Array.from(
      { length: levels },
      (_, index) =>
        `x-m${index + 1}: &m${index + 1} { <<: [*m${index}, *m${index}], k${index}: 1, o: *m${index} }\n`,
    );
    const text = `x-0: &l0 [a]\nx-m0: &m0 { a: 1 }\n${lists.join('')}${maps.join('')}services:\n  a: { command: *l${levels}, environment: *m${levels} }\n`;
    const started = performance.now();
    const service = readCompose({ 'compose.yaml': text }).service('a')!;
    assert.equal(service.environment.length, levels + 2);
    assert.equal(service.command?.argv.length, 0, 'lists of lists are no words');
    assert.ok(performance.now() - started < 1000);
  });

  test('chains of merge keys cost no more than they are long', () => {
    const count = 20_000;
    const chain = Array.from(
      { length: count },
      (_, index) => `x-${index + 1}: &m${index + 1} { <<: *m${index}, k${index}: 1 }\n`,
    );
    const started = performance.now();
    const project = readCompose({
      'compose.yaml': `x-0: &m0 { a: 1 }\n${chain.join('')}services:\n  a: { environment: *m${count} }\n`,
    });
    assert.ok(project.service('a')!.environment.length > 0);
    assert.ok(performance.now() - started < 6000);
  });
});

describe('what Compose refuses by its shape', () => {
  const forms: readonly (readonly [string, string, RegExp])[] = [
    ['- a', '- a', /A Compose file is a map/],
    ['services: [a]', '[a]', /"services" must be a map, but is a list/],
    ['services:\n  a: text', 'text', /Service "a" must be a map, but is a single value/],
    ['services:\n  a:\n    ports: 80', '80', /"ports" of service "a" must be a list/],
    ['services:\n  a:\n    environment: A=1', 'A=1', /must be a map or a list/],
    ['services:\n  a:\n    deploy: [1]', '[1]', /must be a map, but is a list/],
    ['x-a: &a [1]\nservices:\n  a:\n    deploy: *a', '*a', /must be a map/],
    ['services:\n  a:\n    command: echo $1', '$', /begins no variable/],
    ['volumes: v', 'v', /"volumes" must be a map/],
  ];
  for (const [text, at, message] of forms) {
    test(text, () => {
      const { refused } = readCompose({ 'compose.yaml': text }).files[0]!;
      assert.deepEqual(
        refused.map((problem) => textOf(problem.span)),
        [at],
      );
      assert.match(refused[0]!.message, message);
    });
  }
  test('nothing of what it takes', () => {
    for (const text of [
      '',
      'services:',
      'services:\n  a:\n    ports:\n',
      'services:\n  a:\n    ports: !reset null',
      'services:\n  a:\n    command: echo $$1 $A',
    ]) {
      assert.deepEqual(readCompose({ 'compose.yaml': text }).files[0]!.refused, [], text);
    }
  });
});

describe('a broken file', () => {
  test('only the service with the problem inside is not reviewed', () => {
    const project = readCompose({
      'compose.yaml': 'services:\n  a:\n    image: a\n  b:\n    image: "b\n  c:\n    image: c\n',
    });
    assert.deepEqual(project.services.map(({ name, broken }) => [name, broken]).slice(0, 2), [
      ['a', false],
      ['b', true],
    ]);
  });

  test('nor one that takes from a broken fragment', () => {
    const text =
      'x-base: &base\n  restart: always\n  image: [a, b\nservices:\n  a:\n    <<: *base\n  b:\n    image: b\n';
    const project = readCompose({ 'compose.yaml': text });
    for (const service of project.services) assert.equal(service.broken, service.name === 'a', service.name);
  });
});
