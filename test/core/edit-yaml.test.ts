import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as edit from '../../core/edit/index.ts';
import type { YamlMap, YamlNode, YamlScalar, YamlSequence } from '../../core/parse/yaml-tree.ts';
import type { TextEdit } from '../../core/text/index.ts';
import { apply, at, rootOf } from '../support/yaml-edits.ts';

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
