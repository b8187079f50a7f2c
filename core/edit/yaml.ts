import type { YamlMap, YamlNode, YamlScalar, YamlSequence } from '../parse/yaml-tree.ts';
import type { TextEdit } from '../text/index.ts';

/** What can be written into a YAML file. `{ raw }` goes in as it stands (a string already quoted, an alias). */
export type YamlInput =
  | string
  | number
  | boolean
  | null
  | { readonly raw: string }
  | readonly YamlInput[]
  | { readonly [key: string]: YamlInput };

export interface SetOptions {
  /** Place a new key behind the first of these that is there; at the map's end otherwise. */
  readonly after?: readonly string[];
  /** A comment line to stand above a new key, without `#`. */
  readonly comment?: string;
}

declare const notYet: never;

/**
 * The edits that give `map` the value at a path of keys, making what is missing in between, in the file's own style
 * (indentation, quotes, block or flow, line endings).
 * @returns undefined where the way leads through an alias, a merge key's content, or something that is no map.
 */
export declare function setYaml(map: YamlMap, path: readonly string[], value: YamlInput, options?: SetOptions): readonly TextEdit[] | undefined;
/** Take out a key with its value, its line and the comment lines that belong to it alone. */
export declare function removeYaml(map: YamlMap, key: string): readonly TextEdit[];
/** Give a scalar another text, keeping its quotes where they can be kept. */
export declare function replaceScalar(scalar: YamlScalar, text: string): TextEdit;
/** Replace any node by a value in the file's style. */
export declare function replaceYaml(node: YamlNode, value: YamlInput): readonly TextEdit[];
/** Add an item at a sequence's end. */
export declare function appendYaml(sequence: YamlSequence, value: YamlInput): readonly TextEdit[];
/** Take out the item at an index. */
export declare function removeItem(sequence: YamlSequence, index: number): readonly TextEdit[];
/** A map's value at a path of keys, as written (aliases not followed). */
export declare function findYaml(map: YamlMap, path: readonly string[]): YamlNode | undefined;
void (0 as unknown as typeof notYet);
