import type { Problem, Source, Span } from '../text/index.ts';

/** One word of a directive, as nginx's tokenizer sees it. */
export interface NginxArgument {
  /** The word after unquoting and unescaping. */
  readonly text: string;
  /** As written, quotes included. */
  readonly span: Span;
  readonly quote?: '"' | "'";
}

/** `name arg …;` or `name arg … { … }`, as written. Includes are not followed here. */
export interface NginxNode {
  readonly name: string;
  readonly nameSpan: Span;
  readonly args: readonly NginxArgument[];
  /** From the name to the `;` or `}`, both included. */
  readonly span: Span;
  /** Present for a block: what stands between the braces, and the span from `{` to `}` (both included). */
  readonly block?: { readonly nodes: readonly NginxNode[]; readonly span: Span };
  /** Present for `*_by_lua_block { … }` and the like: the body is not parsed. */
  readonly opaque?: Span;
  /** A syntax problem lies inside this node (missing `;`, unclosed block …). */
  readonly broken: boolean;
}

export interface NginxComment {
  /** From `#` to the end of the line. */
  readonly span: Span;
  /** Text after `#`, trimmed. */
  readonly text: string;
}

export interface NginxFile {
  readonly source: Source;
  readonly nodes: readonly NginxNode[];
  readonly comments: readonly NginxComment[];
  readonly problems: readonly Problem[];
  /** Every brace has its other: what stands in which block is certain. */
  readonly balanced: boolean;
  /** Jinja, Go or ERB template text stands in it. */
  readonly templated: boolean;
}
