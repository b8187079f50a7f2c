import { type Span, span } from '../text/index.ts';
import type { ComposeScalar, VariableUse } from './compose.ts';
import { verbatimStart } from './interpolate.ts';

/**
 * Takes a scalar apart: words of a command, the two sides of `KEY=value`. A part's span is exact where its text stands in
 * the file as it is, else the whole scalar's. Parts are to be asked for in the order of the text.
 */
export class ScalarParts {
  readonly #scalar: ComposeScalar;
  /** Offset of the text in the file. */
  readonly #base: number | undefined;
  /** How many characters interpolation left alike at either end. */
  readonly #prefix: number;
  readonly #suffix: number;
  #firstUse = 0;

  constructor(scalar: ComposeScalar) {
    this.#scalar = scalar;
    const raw = scalar.node?.kind === 'scalar' ? scalar.node : undefined;
    this.#base = raw && verbatimStart(raw);
    const same = raw === undefined || raw.text === scalar.text;
    this.#prefix = same ? scalar.text.length : commonPrefix(raw.text, scalar.text);
    this.#suffix = same ? scalar.text.length : commonSuffix(raw.text, scalar.text);
  }

  /** @param start,end offsets into the scalar's text. */
  part(start: number, end: number): ComposeScalar {
    const text = this.#scalar.text.slice(start, end);
    const at = this.span(start, end);
    // What is unknown stays in the text as `${NAME}`.
    const dynamic = this.#scalar.dynamic && text.includes('${');
    return { ...this.#scalar, text, value: text, dynamic, variables: this.#uses(at), span: at };
  }

  span(start: number, end: number): Span {
    const from = this.#raw(start);
    const to = this.#raw(end);
    if (this.#base === undefined || from === undefined || to === undefined || to < from)
      return this.#scalar.span;
    return span(this.#scalar.span.source, this.#base + from, this.#base + to);
  }

  #raw(offset: number): number | undefined {
    if (offset <= this.#prefix) return offset;
    const { node, text } = this.#scalar;
    const behind = text.length - offset;
    return behind <= this.#suffix && node?.kind === 'scalar' ? node.text.length - behind : undefined;
  }

  #uses(at: Span): readonly VariableUse[] {
    const { variables } = this.#scalar;
    if (variables.length === 0 || at === this.#scalar.span) return variables;
    while (this.#firstUse < variables.length && variables[this.#firstUse]!.span.start < at.start)
      this.#firstUse++;
    let end = this.#firstUse;
    while (end < variables.length && variables[end]!.span.start < at.end) end++;
    return variables.slice(this.#firstUse, end);
  }
}

function commonPrefix(a: string, b: string): number {
  const most = Math.min(a.length, b.length);
  let length = 0;
  while (length < most && a[length] === b[length]) length++;
  return length;
}

function commonSuffix(a: string, b: string): number {
  const most = Math.min(a.length, b.length);
  let length = 0;
  while (length < most && a[a.length - 1 - length] === b[b.length - 1 - length]) length++;
  return length;
}
