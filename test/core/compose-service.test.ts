import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Service } from '../../core/model/compose.ts';
import { parseDuration } from '../../core/model/duration.ts';
import { formatSize, parseSize } from '../../core/model/size.ts';
import { type Span, textOf } from '../../core/text/index.ts';
import { plain } from '../support/compose-summary.ts';
import { readCompose } from '../support/read-compose.ts';

/** A service of one file from its attributes. */
function service(attributes: string, variables: Readonly<Record<string, string>> = {}): Service {
  const text = `services:\n  web:\n${attributes.replaceAll(/^/gm, '    ')}\n`;
  return readCompose({ 'app/compose.yaml': text }, undefined, variables).services[0]!;
}

const written = (span: Span | undefined) => span && textOf(span);

test('sizes', () => {
  const forms: readonly (readonly [string, number | undefined])[] = [
    ['512', 512],
    ['1b', 1],
    ['1k', 1024],
    ['2kb', 2048],
    ['64m', 2 ** 26],
    ['64MB', 2 ** 26],
    ['64MiB', 2 ** 26],
    ['1.5g', 1.5 * 2 ** 30],
    ['2 GB', 2 ** 31],
    ['1t', 2 ** 40],
    ['', undefined],
    ['much', undefined],
    ['-1', undefined],
    ['1x', undefined],
    ['1.g', undefined],
  ];
  for (const [text, bytes] of forms) assert.equal(parseSize(text), bytes, text);
  assert.deepEqual([2 ** 31, 512 * 2 ** 20, 1536 * 2 ** 20, 1000].map(formatSize), [
    '2G',
    '512M',
    '1536M',
    '1000',
  ]);
});

test('durations', () => {
  const forms: readonly (readonly [string, number | undefined])[] = [
    ['10s', 10],
    ['1m30s', 90],
    ['1.5h', 5400],
    ['500ms', 0.5],
    ['2h5m', 7500],
    ['0', 0],
    ['10', undefined],
    ['', undefined],
    ['1d', undefined],
    ['s', undefined],
  ];
  for (const [text, seconds] of forms) assert.equal(parseDuration(text), seconds, text);
});

describe('ports', () => {
  type Short = readonly [
    string | undefined,
    number | undefined,
    number | undefined,
    number | undefined,
    number | undefined,
    string,
    boolean,
  ];
  const forms: readonly (readonly [string, Short])[] = [
    ['3000', [undefined, undefined, undefined, 3000, undefined, 'tcp', false]],
    ['"3000-3005"', [undefined, undefined, undefined, 3000, 3005, 'tcp', false]],
    ['"8000:80"', [undefined, 8000, undefined, 80, undefined, 'tcp', false]],
    ['"9090-9091:8080-8081"', [undefined, 9090, 9091, 8080, 8081, 'tcp', false]],
    ['"127.0.0.1:8001:8001"', ['127.0.0.1', 8001, undefined, 8001, undefined, 'tcp', false]],
    ['"127.0.0.1::5000"', ['127.0.0.1', undefined, undefined, 5000, undefined, 'tcp', false]],
    ['"6060:6060/udp"', [undefined, 6060, undefined, 6060, undefined, 'udp', false]],
    ['"[::1]:80:81"', ['::1', 80, undefined, 81, undefined, 'tcp', false]],
    ['"::1:80:81"', ['::1', 80, undefined, 81, undefined, 'tcp', false]],
    ['"${PORT}:80"', [undefined, undefined, undefined, 80, undefined, 'tcp', true]],
    ['"${PORT:-81}:80"', [undefined, 81, undefined, 80, undefined, 'tcp', false]],
    [
      '{ target: 80, published: "8080", host_ip: 1.2.3.4, protocol: udp }',
      ['1.2.3.4', 8080, undefined, 80, undefined, 'udp', false],
    ],
    ['{ target: 80, published: "80-90" }', [undefined, 80, 90, 80, undefined, 'tcp', false]],
    ['{ target: 80 }', [undefined, undefined, undefined, 80, undefined, 'tcp', false]],
  ];
  for (const [yaml, expected] of forms) {
    test(yaml, () => {
      const [port] = service(`ports:\n  - ${yaml}`).ports;
      const { hostIp, published, publishedEnd, target, targetEnd, protocol, dynamic, form } = port!;
      assert.deepEqual([hostIp, published, publishedEnd, target, targetEnd, protocol, dynamic], expected);
      assert.equal(form, yaml.startsWith('{') ? 'long' : 'short');
      assert.equal(written(port!.span), yaml);
    });
  }
});

describe('volumes', () => {
  type Expected = readonly [string, string | undefined, string | undefined, string, boolean];
  const forms: readonly (readonly [string, Expected])[] = [
    ['/data', ['volume', undefined, undefined, '/data', false]],
    ['name:/data', ['volume', 'name', undefined, '/data', false]],
    ['name:/data/:ro', ['volume', 'name', undefined, '/data', true]],
    ['./here:/data:ro,z', ['bind', './here', 'app/here', '/data', true]],
    ['../up:/data:rw', ['bind', '../up', 'up', '/data', false]],
    ['.:/data', ['bind', '.', 'app', '/data', false]],
    ['/etc/x:/x', ['bind', '/etc/x', '/etc/x', '/x', false]],
    ['~/x:/x', ['bind', '~/x', undefined, '/x', false]],
    ['C:\\data:/data', ['bind', 'C:\\data', 'C:/data', '/data', false]],
    ['${HERE}/x:/x', ['bind', '${HERE}/x', undefined, '/x', false]],
    [
      '{ type: bind, source: ./here, target: /data, read_only: true }',
      ['bind', './here', 'app/here', '/data', true],
    ],
    ['{ type: volume, source: name, target: /data }', ['volume', 'name', undefined, '/data', false]],
    ['{ type: tmpfs, target: /tmp }', ['tmpfs', undefined, undefined, '/tmp', false]],
  ];
  for (const [yaml, expected] of forms) {
    test(yaml, () => {
      const [mount] = service(`volumes:\n  - ${yaml}`).mounts;
      const { type, source, path, target, readOnly, dynamic } = mount!;
      assert.deepEqual([type, source, path, target, readOnly], expected);
      assert.equal(dynamic, yaml.includes('$'));
      assert.equal(written(mount!.span), yaml);
    });
  }
});

describe('commands', () => {
  /** Command string and what Python's shlex, which docker-compose 1.29 splits by, makes of it. */
  const strings: readonly (readonly [string, readonly string[]])[] = [
    ['nginx -g "daemon off;"', ['nginx', '-g', 'daemon off;']],
    ["sh -c 'a && b'", ['sh', '-c', 'a && b']],
    ['a  b\tc', ['a', 'b', 'c']],
    ['a\\ b c', ['a b', 'c']],
    [`"a \\" b" 'c " d'`, ['a " b', 'c " d']],
    ['a"b"\'c\'', ['abc']],
    ['"a\\nb"', ['a\\nb']],
    ['a && b; c | d', ['a', '&&', 'b;', 'c', '|', 'd']],
    ['"" a', ['', 'a']],
    ['', []],
  ];
  for (const [text, argv] of strings) {
    test(`string ${text}`, () => {
      const { command } = service(`command: |-\n  ${text}`);
      assert.deepEqual([command!.form, command!.argv], ['string', argv]);
    });
  }

  test('words point at where they stand', () => {
    const { command } = service(`command: 'run --port=80 "a b" \${X:-c}'`);
    assert.deepEqual(
      command!.words.map((word) => written(word.span)),
      ['run', '--port=80', '"a b"', '${X:-c}'],
    );
    assert.deepEqual(command!.argv, ['run', '--port=80', 'a b', 'c']);
  });

  test('lists, unknown words, none', () => {
    const { command, entrypoint } = service('command: [a, "$X", "b c"]\nentrypoint: ["/entry"]');
    assert.deepEqual([command!.form, command!.argv, command!.dynamic], ['list', ['a', '${X}', 'b c'], true]);
    assert.deepEqual(
      command!.words.map((word) => word.dynamic),
      [false, true, false],
    );
    assert.deepEqual([entrypoint!.argv, entrypoint!.dynamic], [['/entry'], false]);
    assert.equal(service('command:').command, undefined);
    assert.deepEqual(service('command: []').command?.argv, []);
  });
});

test('environment, as a list and as a map', () => {
  const list = service('environment:\n  - A=1\n  - "B=x=y"\n  - C\n  - D=${X}\n  - E=').environment;
  assert.deepEqual(
    list.map(({ name, value, form }) => [name, value?.text, value?.dynamic, form]),
    [
      ['A', '1', false, 'list'],
      ['B', 'x=y', false, 'list'],
      ['C', undefined, undefined, 'list'],
      ['D', '${X}', true, 'list'],
      ['E', '', false, 'list'],
    ],
  );
  assert.deepEqual(
    list.map(({ nameSpan, value, span }) => [written(nameSpan), written(value?.span), written(span)]),
    [
      ['A', '1', 'A=1'],
      ['B', 'x=y', '"B=x=y"'],
      ['C', undefined, 'C'],
      ['D', '${X}', 'D=${X}'],
      ['E', '', 'E='],
    ],
  );
  const map = service('environment:\n  A: 1\n  B: "x"\n  C:\n  D: ${X:-d}').environment;
  assert.deepEqual(
    map.map(({ name, value, form, span }) => [name, value?.text, form, written(span)]),
    [
      ['A', '1', 'map', 'A: 1'],
      ['B', 'x', 'map', 'B: "x"'],
      ['C', undefined, 'map', 'C'],
      ['D', 'd', 'map', 'D: ${X:-d}'],
    ],
  );
});

test('dependencies', () => {
  const short = service('depends_on: [db, cache]').dependsOn;
  assert.deepEqual(
    short.map(({ service: name, condition, form, required }) => [name, condition, form, required]),
    [
      ['db', 'service_started', 'short', true],
      ['cache', 'service_started', 'short', true],
    ],
  );
  const long = service(
    'depends_on:\n  db: { condition: service_healthy }\n  job: { condition: service_completed_successfully, required: false }',
  ).dependsOn;
  assert.deepEqual(
    long.map(({ service: name, condition, required, conditionSpan }) => [
      name,
      condition,
      required,
      written(conditionSpan),
    ]),
    [
      ['db', 'service_healthy', true, 'service_healthy'],
      ['job', 'service_completed_successfully', false, 'service_completed_successfully'],
    ],
  );
});

test('health checks', () => {
  const forms: readonly (readonly [string, string | undefined, readonly string[] | undefined, boolean])[] = [
    ['{ test: curl -f x }', 'shell', ['curl -f x'], false],
    ['{ test: ["CMD", "curl", "x"] }', 'cmd', ['curl', 'x'], false],
    ['{ test: ["CMD-SHELL", "a || b"] }', 'shell', ['a || b'], false],
    ['{ test: ["NONE"] }', 'none', [], false],
    ['{ test: ["curl", "x"] }', 'invalid', ['curl', 'x'], false],
    ['{ disable: true }', undefined, undefined, true],
    ['{ interval: 10s }', undefined, undefined, false],
  ];
  for (const [yaml, form, words, disabled] of forms) {
    const check = service(`healthcheck: ${yaml}`).healthcheck!;
    assert.deepEqual([check.test?.form, check.test?.words, check.disabled], [form, words, disabled], yaml);
  }
  assert.equal(service('image: a').healthcheck, undefined);
});

test('builds', () => {
  const paths = (yaml: string) => {
    const build = service(`build: ${yaml}`).build!;
    return [build.contextPath, build.dockerfilePath, build.target?.text];
  };
  assert.deepEqual(paths('.'), ['app', 'app/Dockerfile', undefined]);
  assert.deepEqual(paths('./web/'), ['app/web', 'app/web/Dockerfile', undefined]);
  assert.deepEqual(paths('{ context: .., dockerfile: docker/web.Dockerfile, target: final }'), [
    '.',
    'docker/web.Dockerfile',
    'final',
  ]);
  assert.deepEqual(paths('{ dockerfile: Dockerfile.prod }'), ['app', 'app/Dockerfile.prod', undefined]);
  assert.deepEqual(paths('{ context: ., dockerfile_inline: FROM scratch }'), ['app', undefined, undefined]);
  assert.deepEqual(paths('https://example.com/repository.git#main'), [undefined, undefined, undefined]);
  assert.deepEqual(paths('${WHERE}'), [undefined, undefined, undefined]);
  assert.deepEqual(
    service('build: { context: ., args: [A=1, B] }').build?.args.map((one) => one.name),
    ['A', 'B'],
  );
});

test('limits, replicas, networks, secrets, env files, image', () => {
  const both = service(
    'mem_limit: 1g\ncpus: 2\ndeploy: { replicas: 3, resources: { limits: { memory: 512M, cpus: "0.50" } } }',
  );
  assert.deepEqual([both.memoryLimit?.value, both.cpuLimit?.value, both.replicas], [2 ** 29, 0.5, 3]);
  const old = service('mem_limit: 1g\ncpus: 1.5\nscale: 2');
  assert.deepEqual([old.memoryLimit?.value, old.cpuLimit?.value, old.replicas], [2 ** 30, 1.5, 2]);
  const unknown = service('mem_limit: ${M}\nscale: ${N}');
  assert.deepEqual(
    [unknown.memoryLimit?.value, unknown.memoryLimit?.dynamic, unknown.replicas],
    [undefined, true, undefined],
  );
  assert.deepEqual(
    service('image: a').networks.map((one) => one.value),
    ['default'],
  );
  assert.deepEqual(service('network_mode: host').networks, []);
  const networks = service('networks: { a: { aliases: [x] }, b: }').networks;
  assert.deepEqual(
    networks.map((one) => [one.value, one.aliases]),
    [
      ['a', ['x']],
      ['b', []],
    ],
  );
  const secrets = service('secrets: [one, { source: two, target: /t }]').secrets;
  assert.deepEqual(
    secrets.map(({ source, target }) => [source, target]),
    [
      ['one', undefined],
      ['two', '/t'],
    ],
  );
  const envFiles = service('env_file: [a.env, { path: ../b.env, required: false }, "${X}.env"]').envFiles;
  assert.deepEqual(
    envFiles.map(({ path, required }) => [path, required]),
    [
      ['app/a.env', true],
      ['b.env', false],
      [undefined, true],
    ],
  );
  const image = service('image: "nginx:${TAG:-1.2}"').image!;
  assert.deepEqual(
    [image.value, image.reference?.repository, image.reference?.tag],
    ['nginx:1.2', 'nginx', '1.2'],
  );
  assert.equal(service('image: "nginx:${TAG}"').image?.reference, undefined);
});

test('values are what YAML types them, unless interpolated', () => {
  const one = service('read_only: true\nscale: 2\nuser: ${U:-1000}\nrestart: no');
  assert.deepEqual(
    plain(one.value),
    { read_only: true, scale: 2, user: '1000', restart: 'no' },
    'YAML 1.2: "no" is a text',
  );
  assert.equal(one.scalar('user')?.value, '1000');
});
