import assert from 'node:assert/strict';
import * as edit from '../../core/edit/index.ts';
import { parseYaml } from '../../core/parse/yaml.ts';
import type { YamlMap, YamlNode } from '../../core/parse/yaml-tree.ts';
import { applyEdits, Source, type TextEdit } from '../../core/text/index.ts';

/** Texts, trees and edits of one YAML file, for tests. */

export const path = 'compose.yaml';

/** The first document's map of a text without problems. */
export function rootOf(text: string): YamlMap {
  const file = parseYaml(new Source(path, text));
  assert.deepEqual(file.problems, [], text);
  return file.documents[0] as YamlMap;
}

/** The text with edits that do not overlap. */
export function apply(text: string, edits: readonly TextEdit[]): string {
  const result = applyEdits(path, text, edits);
  assert.ok(result !== undefined, 'the edits overlap');
  return result;
}

/** The node at a path that is there. */
export function at(root: YamlMap, ...keys: string[]): YamlNode {
  const node = edit.findYaml(root, keys);
  assert.ok(node);
  return node;
}
