import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import * as edit from '../../core/edit/index.ts';
import { parseYaml } from '../../core/parse/yaml.ts';
import type { YamlMap, YamlNode, YamlScalar, YamlSequence } from '../../core/parse/yaml-tree.ts';
import { applyEdits, Source, type TextEdit } from '../../core/text/index.ts';
import { filesBelow, sharedPath } from '../support/shared-folder.ts';
import { anyKey, anyText, anyValue, type Plain, plainOf } from '../support/yaml-texts.ts';

const path = 'compose.yaml';

function rootOf(text: string): YamlMap {
  const file = parseYaml(new Source(path, text));
  assert.deepEqual(file.problems, [], text);
  return file.documents[0] as YamlMap;
}

function apply(text: string, edits: readonly TextEdit[]): string {
  const result = applyEdits(path, text, edits);
  assert.ok(result !== undefined, 'the edits overlap');
  return result;
}

const set = (text: string, ...setting: edit.YamlSetting) => {
  const edits = edit.setYaml(rootOf(text), ...setting);
  return edits && apply(text, edits);
};
const at = (root: YamlMap, ...keys: string[]) => {
  const node = edit.findYaml(root, keys);
  assert.ok(node);
  return node;
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

interface NodeCase {
  readonly name: string;
  readonly before: string;
  readonly edits: (root: YamlMap) => readonly TextEdit[];
  readonly after: string;
}

const list = (node: YamlNode) => node as YamlSequence;
const scalar = (node: YamlNode) => node as YamlScalar;

const nodeCases: readonly NodeCase[] = [
  {
    name: 'append in the quotes of the others',
    before: 'a:\n  - "x" # c\n  - "y"\n\nb: 1\n',
    edits: (root) => edit.appendYaml(list(at(root, 'a')), 'z'),
    after: 'a:\n  - "x" # c\n  - "y"\n  - "z"\n\nb: 1\n',
  },
  {
    name: 'append to brackets',
    before: 'a: [x]\n',
    edits: (root) => edit.appendYaml(list(at(root, 'a')), '${B}'),
    after: 'a: [x, "${B}"]\n',
  },
  {
    name: 'append to empty brackets',
    before: 'a: []',
    edits: (root) => edit.appendYaml(list(at(root, 'a')), 1),
    after: 'a: [1]',
  },
  {
    name: 'append a mapping',
    before: 'a:\n- x: 1\nb: 1',
    edits: (root) => edit.appendYaml(list(at(root, 'a')), { x: 2, z: { w: 3 } }),
    after: 'a:\n- x: 1\n- x: 2\n  z:\n    w: 3\nb: 1',
  },
  {
    name: 'remove a key with its own comment lines',
    before: 'a: 1\n# b is old\nb:\n  c: 1 # c\n# d\nd: 1\n',
    edits: (root) => edit.removeYaml(root, 'b'),
    after: 'a: 1\n# d\nd: 1\n',
  },
  {
    name: 'remove the last key of a file without a last line break',
    before: 'a: 1\nb: 2',
    edits: (root) => edit.removeYaml(root, 'b'),
    after: 'a: 1',
  },
  {
    name: 'remove the only key',
    before: 'a:\n  b: 1\nc: 1\n',
    edits: (root) => edit.removeYaml(at(root, 'a') as YamlMap, 'b'),
    after: 'a: {}\nc: 1\n',
  },
  {
    name: 'remove the key beside a dash',
    before: 'a:\n  - b: 1\n    # c\n    c: 2\n  - d\n',
    edits: (root) => edit.removeYaml(list(at(root, 'a')).items[0] as YamlMap, 'b'),
    after: 'a:\n  - # c\n    c: 2\n  - d\n',
  },
  {
    name: 'remove a pair from braces',
    before: 'a: { b: 1, c: 2 }\n',
    edits: (root) => edit.removeYaml(at(root, 'a') as YamlMap, 'c'),
    after: 'a: { b: 1 }\n',
  },
  {
    name: 'remove the last pair of braces over several lines',
    before: '{\n  "a": 1, # a\n  "b": 2 # b\n}\n',
    edits: (root) => edit.removeYaml(root, 'b'),
    after: '{\n  "a": 1 # a\n}\n',
  },
  {
    name: 'remove the only pair of braces',
    before: 'a: { b: 1 }',
    edits: (root) => edit.removeYaml(at(root, 'a') as YamlMap, 'b'),
    after: 'a: {}',
  },
  {
    name: 'remove an item with an anchor and its line',
    before: 'a:\n  - x\n  - &y\n    b: 1\n  - z # z\n',
    edits: (root) => edit.removeItem(list(at(root, 'a')), 1),
    after: 'a:\n  - x\n  - z # z\n',
  },
  {
    name: 'remove the only item',
    before: 'a: # c\n  - x\n',
    edits: (root) => edit.removeItem(list(at(root, 'a')), 0),
    after: 'a: [] # c\n',
  },
  {
    name: 'remove an item from brackets',
    before: 'a: [x, y, z]',
    edits: (root) => edit.removeItem(list(at(root, 'a')), 1),
    after: 'a: [x, z]',
  },
  {
    name: 'a number stays a number, a text a text',
    before: 'a: 5\nb: latest\n',
    edits: (root) => [
      edit.replaceScalar(scalar(at(root, 'a')), '6'),
      edit.replaceScalar(scalar(at(root, 'b')), '16'),
    ],
    after: 'a: 6\nb: "16"\n',
  },
  {
    name: 'a block scalar stays one',
    before: 'a:\n  b: >- # c\n    x\n    y\n  d: 1\n',
    edits: (root) => [edit.replaceScalar(scalar(at(root, 'a', 'b')), 'p\nq\n')],
    after: 'a:\n  b: | # c\n    p\n    q\n  d: 1\n',
  },
  {
    name: 'a list item becomes a mapping, its comment kept',
    before: 'a:\n  - x # c\n',
    edits: (root) => edit.replaceYaml(list(at(root, 'a')).items[0]!, { b: 1, c: 2 }),
    after: 'a:\n  - b: 1 # c\n    c: 2\n',
  },
  {
    name: 'in brackets more is quoted',
    before: 'a: [x, y]\n',
    edits: (root) => edit.replaceYaml(list(at(root, 'a')).items[1]!, 'p, q'),
    after: 'a: [x, "p, q"]\n',
  },
];

for (const { name, before, edits, after } of nodeCases) {
  test(name, () => assert.equal(apply(before, edits(rootOf(before))), after));
}

test('keys and items that are not there need no edit', () => {
  const root = rootOf('a: [1]\n');
  assert.deepEqual(edit.removeYaml(root, 'b'), []);
  assert.deepEqual(edit.removeItem(list(at(root, 'a')), 1), []);
  assert.equal(edit.findYaml(root, ['a', 'b']), undefined);
});

/** What a mapping is after a value was set: mappings merge, all else is replaced. */
function merged(before: Plain | undefined, value: Plain): Plain {
  if (!isMapping(before) || !isMapping(value)) return value;
  const keys = new Set([...Object.keys(before), ...Object.keys(value)]);
  return Object.fromEntries(
    [...keys].map((key) => [
      key,
      Object.hasOwn(value, key) ? merged(before[key], value[key]!) : before[key]!,
    ]),
  );
}

function isMapping(value: Plain | undefined): value is { readonly [key: string]: Plain } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The lines of `part` stand in `whole`, in their order. */
function keepsComments(before: string, after: string): void {
  const commentsOf = (text: string) =>
    parseYaml(new Source(path, text)).comments.map((comment) => comment.text);
  assert.deepEqual(commentsOf(after), commentsOf(before));
}

const setting = fc.tuple(fc.array(anyKey, { minLength: 1, maxLength: 3 }), anyValue);

test('whatever is set is there, nothing else changed, and setting it again needs no edit', () => {
  fc.assert(
    fc.property(anyText, setting, ({ data, text }, [keys, value]) => {
      const root = rootOf(text);
      assert.deepEqual(plainOf(root), data);
      const edits = edit.setYaml(root, keys, value);
      if (!edits) return;
      const result = apply(text, edits);
      const again = rootOf(result);
      const nested = keys.reduceRight<Plain>((inner, key) => ({ [key]: inner }), value);
      assert.deepEqual(plainOf(again), merged(data, nested), result);
      assert.deepEqual(edit.setYaml(again, keys, value), [], result);
      if (edit.findYaml(root, keys.slice(0, 1)) === undefined) {
        keepsComments(text, result);
        assert.ok(edits.every(({ span }) => span.start === span.end));
      }
      const lineBreaks = new Set(result.match(/\r?\n/g));
      if (text.includes('\n'))
        assert.ok([...lineBreaks].every((each) => each === new Source(path, text).eol));
      assert.equal(text.endsWith('\n'), result.endsWith('\n'));
    }),
    { numRuns: 2_000 },
  );
});

test('new keys keep every comment and every byte of the rest', () => {
  fc.assert(
    fc.property(
      anyText,
      fc.dictionary(
        anyKey.map((key) => `new ${key}`),
        anyValue,
        { maxKeys: 3 },
      ),
      ({ text }, value) => {
        const edits = edit.setYaml(rootOf(text), [], value);
        assert.ok(edits?.every(({ span }) => span.start === span.end));
        keepsComments(text, apply(text, edits!));
      },
    ),
  );
});

/** Every map and sequence of a tree. */
function collections(node: YamlNode | undefined): readonly (YamlMap | YamlSequence)[] {
  if (node?.kind === 'map') return [node, ...node.entries.flatMap(({ value }) => collections(value))];
  if (node?.kind === 'sequence') return [node, ...node.items.flatMap(collections)];
  return [];
}

test('what is taken out is gone, and nothing else', () => {
  fc.assert(
    fc.property(anyText, fc.nat(20), fc.nat(5), ({ text }, which, index) => {
      const root = rootOf(text);
      const all = collections(root).filter(
        (each) => (each.kind === 'map' ? each.entries : each.items).length > 0,
      );
      const place = which % all.length;
      const chosen = all[place]!;
      const size = chosen.kind === 'map' ? chosen.entries.length : chosen.items.length;
      const gone = index % size;
      const edits =
        chosen.kind === 'map'
          ? edit.removeYaml(chosen, chosen.entries[gone]!.key.text)
          : edit.removeItem(chosen, gone);
      const result = apply(text, edits);
      const again = collections(rootOf(result)).map(plainOf);
      const expected = plainOf(chosen);
      const without = Array.isArray(expected)
        ? expected.filter((_, each) => each !== gone)
        : Object.fromEntries(Object.entries(expected!).filter((_, each) => each !== gone));
      assert.ok(
        again.some((each) => JSON.stringify(each) === JSON.stringify(without)),
        result,
      );
      assert.equal(
        JSON.stringify(plainOf(rootOf(result))),
        JSON.stringify(replacedIn(root, chosen, without)),
        result,
      );
    }),
    { numRuns: 1_000 },
  );
});

/** A tree as plain data with one of its collections replaced. */
function replacedIn(node: YamlNode | undefined, chosen: YamlNode, replacement: unknown): unknown {
  if (node === chosen) return replacement;
  if (node?.kind === 'map') {
    return Object.fromEntries(
      node.entries.map(({ key, value }) => [key.text, replacedIn(value, chosen, replacement)]),
    );
  }
  return node?.kind === 'sequence'
    ? node.items.map((item) => replacedIn(item, chosen, replacement))
    : plainOf(node);
}

test('what is appended is the last item, and any node can be replaced by any value', () => {
  fc.assert(
    fc.property(anyText, fc.nat(20), anyValue, ({ text }, which, value) => {
      const root = rootOf(text);
      const all = collections(root);
      const chosen = all[which % all.length]!;
      if (chosen.kind === 'sequence') {
        const result = apply(text, edit.appendYaml(chosen, value));
        const expected = [...chosen.items.map(plainOf), value];
        assert.equal(
          JSON.stringify(plainOf(rootOf(result))),
          JSON.stringify(replacedIn(root, chosen, expected)),
          result,
        );
      }
      if (chosen === root) return;
      const replaced = apply(text, edit.replaceYaml(chosen, value));
      assert.equal(
        JSON.stringify(plainOf(rootOf(replaced))),
        JSON.stringify(replacedIn(root, chosen, value)),
        replaced,
      );
    }),
    { numRuns: 1_000 },
  );
});

test('a text that is still being typed can be edited too: nothing throws, nothing overlaps', () => {
  fc.assert(
    fc.property(anyText, fc.nat(400), anyValue, ({ text }, length, value) => {
      const prefix = text.slice(0, length);
      const root = parseYaml(new Source(path, prefix)).documents[0];
      for (const each of collections(root)) {
        apply(prefix, edit.replaceYaml(each, value));
        if (each.kind === 'sequence') {
          apply(prefix, edit.appendYaml(each, value));
          each.items.forEach((_, index) => void apply(prefix, edit.removeItem(each, index)));
          continue;
        }
        apply(prefix, edit.setYaml(each, ['new', 'key'], value) ?? []);
        for (const { key } of each.entries) {
          apply(prefix, edit.removeYaml(each, key.text));
          apply(prefix, edit.setYaml(each, [key.text], value) ?? []);
        }
      }
    }),
    { numRuns: 1_000 },
  );
});

test('any text can stand in any scalar’s place', () => {
  const text = 'a: x\nb: \'x\'\nc: "x"\nd: [x, y]\ne: |\n  x\nf: >-\n  x\ng: 5\n';
  fc.assert(
    fc.property(fc.constantFrom('a', 'b', 'c', 'e', 'f'), fc.string({ unit: 'binary' }), (key, content) => {
      const root = rootOf(text);
      const edits = [edit.replaceScalar(scalar(at(root, key)), content)];
      const value = plainOf(at(rootOf(apply(text, edits)), key));
      const expected = key === 'e' || key === 'f' ? content.replace(/\n$/, '') : content;
      assert.equal(key === 'e' || key === 'f' ? String(value).replace(/\n$/, '') : value, expected);
    }),
    { numRuns: 500 },
  );
});

const hardening: readonly edit.YamlSetting[] = [
  [['deploy', 'resources', 'limits', 'memory'], '512M'],
  [['deploy', 'resources', 'limits', 'cpus'], '0.5'],
  [['security_opt'], ['no-new-privileges:true']],
  [['healthcheck'], { test: { raw: '["CMD", "true"]' }, interval: '30s' }, { after: ['ports', 'image'] }],
  [['logging', 'options', 'max-size'], '10m'],
];

test('real services take new keys: their texts stay valid, other services and all comments as they were', (context) => {
  for (const folder of ['corpus', 'deployments']) {
    const root = sharedPath(folder, context);
    if (root === undefined) return;
    for (const file of filesBelow(root).filter((name) => /\.ya?ml$/.test(name))) {
      const text = readFileSync(join(root, file), 'utf8');
      const document = parseYaml(new Source(path, text)).documents[0];
      const services = document?.kind === 'map' ? edit.findYaml(document, ['services']) : undefined;
      if (document?.kind !== 'map' || services?.kind !== 'map') continue;
      for (const { key, value } of services.entries) hardened(text, document, key.text, value, file);
    }
  }
});

function hardened(
  text: string,
  root: YamlMap,
  name: string,
  service: YamlNode | undefined,
  file: string,
): void {
  const edits = service?.kind === 'map' ? edit.setYamlMany(service, hardening) : undefined;
  if (!edits) return;
  const result = apply(text, edits);
  const again = rootOf(result);
  const place = at(again, 'services', name);
  assert.deepEqual(place.kind === 'map' && edit.setYamlMany(place, hardening), [], file);
  assert.equal(plainOf(at(again, 'services', name, 'deploy', 'resources', 'limits', 'memory')), '512M', file);
  keepsComments(text, result);
  const others = (map: YamlMap) =>
    map.entries.filter((entry) => entry.key.text !== 'services').map(({ value }) => plainOf(value));
  assert.deepEqual(others(again), others(root), file);
}
