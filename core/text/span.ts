import type { Source } from './source.ts';

/** A piece of one file: UTF-16 offsets, the end exclusive. It carries its source, so it may point into any file. */
export interface Span {
  readonly source: Source;
  readonly start: number;
  readonly end: number;
}

/** A value and the place where it was written. */
export interface Spanned<T> {
  readonly value: T;
  readonly span: Span;
}

/** Something that a parser could not make sense of; parsers report these beside the tree and never throw. */
export interface Problem {
  readonly span: Span;
  readonly message: string;
  /** Edits that certainly mend it (a missing semicolon), where there are such. */
  readonly mend?: { readonly title: string; readonly span: Span; readonly text: string };
}

export function span(source: Source, start: number, end: number): Span {
  return { source, start, end };
}

/** The text that a span covers. */
export function textOf(at: Span): string {
  return at.source.text.slice(at.start, at.end);
}

/** Whether two spans cover the same piece of the same file. */
export function sameSpan(a: Span, b: Span): boolean {
  return a.source.path === b.source.path && a.start === b.start && a.end === b.end;
}

/** Whether `outer` covers all of `inner`. */
export function covers(outer: Span, inner: Span): boolean {
  return outer.source.path === inner.source.path && outer.start <= inner.start && inner.end <= outer.end;
}

/** The part of a span on its first line: findings point at one line. */
export function firstLine(at: Span): Span {
  const { source, start, end } = at;
  // Nearly all do: no line needs to be looked up for them.
  const newline = source.text.indexOf('\n', start);
  if (newline < 0 || end < newline) return at;
  const lineEnd = source.lineEnd(source.position(start).line);
  return end <= lineEnd ? at : { source, start, end: Math.max(start, lineEnd) };
}
