import type { Problem, Source, Span } from '../text/index.ts';

/**
 * YAML as it was written: plain data, every node with its span, comments kept aside.
 * Aliases stay aliases here (resolving, merging and interpolating is the model's work).
 */
export type YamlNode = YamlMap | YamlSequence | YamlScalar | YamlAlias;

interface YamlBase {
  /** From the first character of the value (its tag and anchor excluded) to its last one, comments excluded. */
  readonly span: Span;
  /** `!reset`, `!override`, `!!str` … as written. */
  readonly tag?: string;
  /** Name without `&`, and the span of `&name`. */
  readonly anchor?: { readonly name: string; readonly span: Span };
}

export interface YamlMap extends YamlBase {
  readonly kind: 'map';
  readonly entries: readonly YamlEntry[];
  /** `{ a: 1 }` rather than block style. */
  readonly flow: boolean;
}

export interface YamlEntry {
  readonly key: YamlScalar;
  /** Absent for `key:` with nothing behind it. */
  readonly value?: YamlNode;
  /** From the key to the end of its value (the colon's end where there is none), comments excluded. */
  readonly span: Span;
}

export interface YamlSequence extends YamlBase {
  readonly kind: 'sequence';
  readonly items: readonly YamlNode[];
  readonly flow: boolean;
}

export interface YamlScalar extends YamlBase {
  readonly kind: 'scalar';
  /** The text after unquoting and folding, before type resolution: `'on'` → `on`, `0644` → `0644`. Empty for null. */
  readonly text: string;
  /** The value by YAML 1.2 core rules (Compose's): string, number, boolean, null. Quoted scalars are strings. */
  readonly value: string | number | boolean | null;
  readonly style: 'plain' | 'single' | 'double' | 'literal' | 'folded';
}

export interface YamlAlias extends YamlBase {
  readonly kind: 'alias';
  readonly name: string;
  /** The anchored node, resolved in one walk; absent where no such anchor stands before. Never the alias's own ancestor. */
  readonly target?: YamlNode;
}

export interface YamlComment {
  /** From `#` to the end of the line. */
  readonly span: Span;
  /** Text after `#`, trimmed. */
  readonly text: string;
}

export interface YamlFile {
  readonly source: Source;
  /** One per YAML document; `undefined` for an empty one. */
  readonly documents: readonly (YamlNode | undefined)[];
  readonly comments: readonly YamlComment[];
  readonly problems: readonly Problem[];
}
