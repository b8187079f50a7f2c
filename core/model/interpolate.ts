import type { YamlScalar } from '../parse/yaml-tree.ts';
import { type Span, span } from '../text/index.ts';
import type { VariableUse } from './compose.ts';

/** One `$NAME` or `${…}` in a text: offsets into that text. */
export interface TemplateUse extends Omit<VariableUse, 'span'> {
  readonly start: number;
  readonly end: number;
}

/** A text after interpolation. */
export interface Interpolated {
  readonly text: string;
  /** Something has neither a value nor a default; it stays in the text as `${NAME}`. */
  readonly dynamic: boolean;
  /** In the order in which they begin, those inside operands included. */
  readonly uses: readonly TemplateUse[];
  /** Each `$` that Compose takes for the start of a variable and cannot read: it refuses the file. Offsets into the text. */
  readonly invalid: readonly number[];
}

type Variables = ReadonlyMap<string, string>;

/** Deeper `${A:-${B:-…}}` are not followed: the value then counts as unknown. */
const deepest = 50;

const head = /\$(?:(\$)|([A-Za-z_]\w*)|\{([A-Za-z_]\w*)(?:(\})|(:?[-?+])))/y;

/**
 * Interpolate as Compose does (Compose specification, "Interpolation"): `$V`, `${V}`, the six operators with nested
 * operands, `$$` for a dollar.
 */
export function interpolate(text: string, variables: Variables): Interpolated {
  if (!text.includes('$')) return { text, dynamic: false, uses: [], invalid: [] };
  const reader = new TemplateReader(text, variables);
  const result = reader.read(0, 0).text;
  return { text: result, dynamic: reader.dynamic, uses: reader.uses, invalid: reader.invalid };
}

class TemplateReader {
  readonly uses: TemplateUse[] = [];
  readonly invalid: number[] = [];
  dynamic = false;
  readonly #source: string;
  readonly #variables: Variables;

  constructor(source: string, variables: Variables) {
    this.#source = source;
    this.#variables = variables;
  }

  /**
   * Read to the end, or inside an operand (`depth` > 0) to its closing brace.
   * @returns the interpolated text, whether something in it is unknown, and the offset behind what was read; -1 where the brace is missing.
   */
  read(
    from: number,
    depth: number,
  ): { readonly text: string; readonly dynamic: boolean; readonly end: number } {
    let result = '';
    let dynamic = false;
    let at = from;
    while (at < this.#source.length) {
      const next = this.#nextSpecial(at, depth);
      result += this.#source.slice(at, next);
      at = next;
      if (at >= this.#source.length) break;
      if (this.#source[at] === '}') return { text: result, dynamic, end: at + 1 };
      const piece = this.#variable(at, depth);
      result += piece.text;
      dynamic ||= piece.dynamic;
      at = piece.end;
    }
    if (depth === 0) this.dynamic = dynamic;
    return { text: result, dynamic, end: depth === 0 ? at : -1 };
  }

  #nextSpecial(from: number, depth: number): number {
    for (let at = from; at < this.#source.length; at++) {
      const char = this.#source[at];
      if (char === '$' || (depth > 0 && char === '}')) return at;
    }
    return this.#source.length;
  }

  #variable(
    start: number,
    depth: number,
  ): { readonly text: string; readonly dynamic: boolean; readonly end: number } {
    head.lastIndex = start;
    const match = head.exec(this.#source);
    if (!match) {
      this.invalid.push(start);
      return { text: '$', dynamic: false, end: start + 1 };
    }
    const [whole, escaped, named, braced, closed, operator] = match;
    const end = start + whole.length;
    if (escaped) return { text: '$', dynamic: false, end };
    const name = named ?? braced!;
    if (named || closed) {
      this.uses.push({ name, start, end });
      return { ...this.#plain(name), end };
    }
    const place = this.uses.length;
    const invalidBefore = this.invalid.length;
    const operand = depth < deepest ? this.read(end, depth + 1) : { text: '', dynamic: true, end: -1 };
    if (operand.end < 0) {
      // Without its brace the rest of the text belongs to this operand: nothing behind it can be read.
      this.uses.length = place;
      this.invalid.length = invalidBefore;
      this.invalid.push(start);
      return { text: this.#source.slice(start), dynamic: true, end: this.#source.length };
    }
    const written = this.#source.slice(end, operand.end - 1);
    this.uses.splice(place, 0, {
      name,
      operator: operator as NonNullable<VariableUse['operator']>,
      operand: written,
      start,
      end: operand.end,
    });
    return { ...this.#substitute(name, operator!, operand), end: operand.end };
  }

  #plain(name: string): { readonly text: string; readonly dynamic: boolean } {
    const value = this.#variables.get(name);
    return value === undefined ? { text: `\${${name}}`, dynamic: true } : { text: value, dynamic: false };
  }

  #substitute(
    name: string,
    operator: string,
    operand: { readonly text: string; readonly dynamic: boolean },
  ): { readonly text: string; readonly dynamic: boolean } {
    const value = this.#variables.get(name);
    const given = operator.startsWith(':') ? value !== undefined && value !== '' : value !== undefined;
    if (operator.endsWith('+')) {
      if (value === undefined) return { text: `\${${name}}`, dynamic: true };
      return given ? operand : { text: '', dynamic: false };
    }
    if (given) return { text: value!, dynamic: false };
    return operator.endsWith('-') ? operand : { text: `\${${name}}`, dynamic: true };
  }
}

/**
 * Where a scalar's text stands in its file one to one: the offset of its first character.
 * @returns undefined where escapes, folding or indentation lie between.
 */
export function verbatimStart(node: YamlScalar): number | undefined {
  const { source, start } = node.span;
  const at = node.style === 'single' || node.style === 'double' ? start + 1 : start;
  return source.text.startsWith(node.text, at) ? at : undefined;
}

/** The places of a scalar's `$…` in its file, in order; the scalar's own span for what cannot be found there. */
export function spansOfUses(node: YamlScalar, uses: readonly TemplateUse[]): readonly Span[] {
  const { source, start, end } = node.span;
  const base = verbatimStart(node);
  if (base !== undefined) return uses.map((use) => span(source, base + use.start, base + use.end));
  return new UseFinder(node.text, source.text.slice(start, end))
    .find(uses)
    .map((found) => (found ? span(source, start + found.start, start + found.end) : node.span));
}

/** Finds pieces of a scalar's text in its written form, where lines are indented or folded and quotes escaped. */
class UseFinder {
  readonly #text: string;
  readonly #written: string;

  constructor(text: string, written: string) {
    this.#text = text;
    this.#written = written;
  }

  find(
    uses: readonly TemplateUse[],
  ): readonly ({ readonly start: number; readonly end: number } | undefined)[] {
    const found: ({ readonly start: number; readonly end: number } | undefined)[] = [];
    let inText = 0;
    let inWritten = 0;
    for (const use of uses) {
      // Every `$` counts, escaped ones too: only so the n-th in the text is the n-th in the file.
      for (
        let at = this.#text.indexOf('$', inText);
        at >= 0 && at < use.start;
        at = this.#text.indexOf('$', at + 1)
      ) {
        inWritten = this.#written.indexOf('$', inWritten) + 1;
        inText = at + 1;
      }
      const start = this.#written.indexOf('$', inWritten);
      const raw = this.#text.slice(use.start, use.end);
      found.push(
        start >= 0 && this.#written.startsWith(raw, start) ? { start, end: start + raw.length } : undefined,
      );
      inText = use.start + 1;
      inWritten = start + 1;
    }
    return found;
  }
}
