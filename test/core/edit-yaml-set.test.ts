import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as edit from '../../core/edit/index.ts';
import { apply, rootOf } from '../support/yaml-edits.ts';

const set = (text: string, ...setting: edit.YamlSetting) => {
  const edits = edit.setYaml(rootOf(text), ...setting);
  return edits && apply(text, edits);
};

interface SetCase {
  readonly name: string;
  readonly before: string;
  readonly path: readonly string[];
  readonly value: edit.YamlInput;
  readonly options?: edit.SetOptions;
  readonly after: string | undefined;
}

const setCases: readonly SetCase[] = [
  {
    name: 'a new key stands behind the last line of the entry before it, not behind the next one’s comment',
    before: 'services:\n  web:\n    image: nginx # web\n\n  # the database\n  db:\n    image: postgres\n',
    path: ['services', 'web', 'restart'],
    value: 'always',
    after:
      'services:\n  web:\n    image: nginx # web\n    restart: always\n\n  # the database\n  db:\n    image: postgres\n',
  },
  {
    name: 'what is missing on the way is made',
    before: 'web:\n    image: nginx\n    deploy:\n        replicas: 2\n',
    path: ['web', 'deploy', 'resources', 'limits', 'cpus'],
    value: '0.5',
    after:
      'web:\n    image: nginx\n    deploy:\n        replicas: 2\n        resources:\n            limits:\n                cpus: "0.5"\n',
  },
  {
    name: 'a list stands as its siblings do',
    before: "web:\n  cap_add:\n  - 'NET_ADMIN'\n",
    path: ['web', 'cap_drop'],
    value: ['ALL'],
    after: "web:\n  cap_add:\n  - 'NET_ADMIN'\n  cap_drop:\n  - ALL\n",
  },
  {
    name: 'strings that read as something else are quoted, in the quotes of the file',
    before: "web:\n  image: 'nginx'\n",
    path: ['web'],
    value: { restart: 'no', cpus: '0.5', command: 'a: b', count: 5, init: true, user: 'root' },
    after:
      "web:\n  image: 'nginx'\n  restart: 'no'\n  cpus: '0.5'\n  command: 'a: b'\n  count: 5\n  init: true\n  user: root\n",
  },
  {
    name: 'after places the key, comment explains it',
    before: 'web:\n  image: nginx # 1\n  ports: []\n',
    path: ['web', 'init'],
    value: true,
    options: { after: ['build', 'image'], comment: 'reaps zombies' },
    after: 'web:\n  image: nginx # 1\n  # reaps zombies\n  init: true\n  ports: []\n',
  },
  {
    name: 'a file without a last line break keeps none',
    before: 'a: 1',
    path: ['b'],
    value: 2,
    after: 'a: 1\nb: 2',
  },
  {
    name: 'CRLF is kept',
    before: 'a:\r\n  b: 1\r\n',
    path: ['a', 'c'],
    value: [1],
    after: 'a:\r\n  b: 1\r\n  c:\r\n    - 1\r\n',
  },
  {
    name: 'a key without a value gets one behind its colon, a mapping below its line',
    before: 'a: # why\nb: # why\n',
    path: [],
    value: { a: 1, b: { c: 1 } },
    after: 'a: 1 # why\nb: # why\n  c: 1\n',
  },
  {
    name: 'an empty mapping in braces is opened',
    before: 'a: {} # c\nb: 1\n',
    path: ['a', 'x'],
    value: 1,
    after: 'a: # c\n  x: 1\nb: 1\n',
  },
  { name: 'an explicit null gives way', before: 'a: ~\n', path: ['a', 'x'], value: 1, after: 'a:\n  x: 1\n' },
  {
    name: 'braces get a pair',
    before: 'a: {b: 1}\n',
    path: ['a', 'c', 'd'],
    value: 'x, y',
    after: 'a: {b: 1, c: { d: "x, y" }}\n',
  },
  {
    name: 'JSON stays JSON',
    before: '{"a": {"b": 1}}',
    path: ['a', 'c'],
    value: 'x',
    after: '{"a": {"b": 1, "c": "x"}}',
  },
  {
    name: 'braces over several lines get a line, comments stay on theirs',
    before: 'a: {\n  b: 1, # one\n  c: 2 # two\n}\n',
    path: ['a', 'd'],
    value: 3,
    after: 'a: {\n  b: 1, # one\n  c: 2, # two\n  d: 3\n}\n',
  },
  {
    name: 'a pair between others in braces over several lines',
    before: 'a: {\n  b: 1, # one\n  c: 2\n}\n',
    path: ['a', 'd'],
    value: 3,
    options: { after: ['b'] },
    after: 'a: {\n  b: 1, # one\n  d: 3,\n  c: 2\n}\n',
  },
  {
    name: 'an anchor on the map’s line stays',
    before: 'a: &d # deploy\n  b: 1\nc: *d\n',
    path: ['a', 'e'],
    value: 1,
    after: 'a: &d # deploy\n  b: 1\n  e: 1\nc: *d\n',
  },
  {
    name: 'tags and anchors of a key without value stay',
    before: 'a: !reset\nb: &b null\n',
    path: [],
    value: { a: { x: 1 }, b: { z: 2 } },
    after: 'a: !reset\n  x: 1\nb: &b\n  z: 2\n',
  },
  {
    name: 'a mapping within a list',
    before: 'a:\n  - image: x\n    ports: []\n  - z\n',
    path: [],
    value: { b: [{ c: 1, d: [2] }] },
    after: 'a:\n  - image: x\n    ports: []\n  - z\nb:\n  - c: 1\n    d:\n      - 2\n',
  },
  {
    name: 'lines that a |+ scalar keeps stay with it',
    before: 'a: |+\n  x\n\nb: 1\n',
    path: ['c'],
    value: 1,
    options: { after: ['a'] },
    after: 'a: |+\n  x\n\nc: 1\nb: 1\n',
  },
  {
    name: 'sections set apart by blank lines stay so',
    before: 'services:\n  a: 1\n\nvolumes:\n  b:\n',
    path: ['networks', 'c'],
    value: null,
    after: 'services:\n  a: 1\n\nvolumes:\n  b:\n\nnetworks:\n  c:\n',
  },
  {
    name: 'raw text goes in as it stands',
    before: 'a: 1\n',
    path: ['b'],
    value: { raw: '["CMD", "x"]' },
    after: 'a: 1\nb: ["CMD", "x"]\n',
  },
  {
    name: 'a text of several lines becomes a literal block',
    before: 'a: 1\n',
    path: ['b', 'c'],
    value: 'x\n y\n',
    after: 'a: 1\nb:\n  c: |\n    x\n     y\n',
  },
  {
    name: 'a value keeps its quotes',
    before: "a: 'x' # c\n",
    path: ['a'],
    value: "it's",
    after: "a: 'it''s' # c\n",
  },
  {
    name: 'a list in place of a value',
    before: 'a: x # c\nb: 1\n',
    path: ['a'],
    value: ['x'],
    after: 'a: # c\n  - x\nb: 1\n',
  },
  {
    name: 'a value in place of a list',
    before: 'a: # c\n- x\nb: 1\n',
    path: ['a'],
    value: 'z',
    after: 'a: z # c\nb: 1\n',
  },
  {
    name: 'a mapping in place of a list moves in',
    before: 'a:\n- x\nb: 1\n',
    path: ['a'],
    value: { c: 1 },
    after: 'a:\n  c: 1\nb: 1\n',
  },
  {
    name: 'a key beside a merge key',
    before: 'x: &x { a: 1 }\ns:\n  <<: *x\n',
    path: ['s', 'a'],
    value: 2,
    after: 'x: &x { a: 1 }\ns:\n  <<: *x\n  a: 2\n',
  },
  {
    name: 'not below what a merge key brings',
    before: 'x: &x { a: { b: 1 } }\ns:\n  <<: *x\n',
    path: ['s', 'a', 'c'],
    value: 2,
    after: undefined,
  },
  {
    name: 'not through an alias',
    before: 'x: &x { a: 1 }\ns: *x\n',
    path: ['s', 'b'],
    value: 2,
    after: undefined,
  },
  { name: 'not through a list', before: 'a: [1]\n', path: ['a', 'b'], value: 2, after: undefined },
  { name: 'not through a text', before: 'a: x\n', path: ['a', 'b'], value: 2, after: undefined },
];

for (const { name, before, path: keys, value, options, after } of setCases) {
  test(`set: ${name}`, () => {
    assert.equal(set(before, keys, value, options), after);
    if (after !== undefined) assert.deepEqual(edit.setYaml(rootOf(after), keys, value, options), []);
  });
}

test('set many: shared parents are made once, new keys of one map stand in their order', () => {
  const text = 'web:\n  image: x\n';
  const edits = edit.setYamlMany(rootOf(text), [
    [['web', 'deploy', 'resources', 'limits', 'memory'], '256M'],
    [['web', 'deploy', 'resources', 'limits', 'cpus'], 0.5],
    [['web', 'read_only'], true],
  ]);
  assert.equal(
    apply(text, edits!),
    'web:\n  image: x\n  deploy:\n    resources:\n      limits:\n        memory: 256M\n        cpus: 0.5\n  read_only: true\n',
  );
});

test('set many: a value of the last key and a new key behind it do not mix', () => {
  const text = 'a:\n  b:';
  const edits = edit.setYamlMany(rootOf(text), [
    [['c'], 1],
    [['a', 'd'], 2],
    [['a', 'b'], 3],
  ]);
  assert.equal(apply(text, edits!), 'a:\n  b: 3\n  d: 2\nc: 1');
});
