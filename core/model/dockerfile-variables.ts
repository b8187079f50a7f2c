import type { DockerfileInstruction } from '../parse/dockerfile-tree.ts';
import type { Span } from '../text/index.ts';
import type { Expanded, VariableDefinition } from './dockerfile.ts';

/** A variable's value, where there is one; `dynamic` when it depends on what is not known. */
export interface KnownValue {
  readonly value: string;
  readonly dynamic: boolean;
}

export type Lookup = (name: string) => KnownValue | undefined;

/** Defaults in defaults are read to this depth. */
const deepest = 8;
const variableName = /^(?:[A-Za-z_][A-Za-z0-9_]*|[0-9@*#?$!-])/;
const operation = /^(:?[-+?]|##?|%%?|\/\/?)/;

/**
 * Build variables in a word replaced and its quotes taken off, by
 * https://docs.docker.com/reference/dockerfile/#environment-replacement.
 * A variable without a known value stays as it is written and makes the result dynamic.
 * @param raw as written. @param escapeMark the file's escape character.
 */
export function expand(raw: string, escapeMark: string, lookup: Lookup, depth = deepest): KnownValue {
  if (!/[$'"]/.test(raw) && !raw.includes(escapeMark)) return { value: raw, dynamic: false };
  let value = '';
  let dynamic = false;
  let quote = '';
  for (let at = 0; at < raw.length; at++) {
    const character = raw[at]!;
    if (character === escapeMark && quote !== "'" && at + 1 < raw.length) {
      const next = raw[++at]!;
      value += quote === '"' && next !== '"' && next !== '$' && next !== escapeMark ? character + next : next;
    } else if (character === quote) quote = '';
    else if (quote === '' && (character === '"' || character === "'")) quote = character;
    else if (character === '$' && quote !== "'") {
      const found = variable(raw, at, escapeMark, lookup, depth);
      value += found.value;
      dynamic ||= found.dynamic;
      at = found.end - 1;
    } else value += character;
  }
  return { value, dynamic };
}

/** The variable at an offset of `$`. @returns its value and the offset behind it. */
function variable(
  raw: string,
  at: number,
  escapeMark: string,
  lookup: Lookup,
  depth: number,
): KnownValue & { end: number } {
  const braced = raw[at + 1] === '{';
  const name = variableName.exec(raw.slice(at + (braced ? 2 : 1), at + 250))?.[0];
  if (name === undefined) return { value: '$', dynamic: false, end: at + 1 };
  const behind = at + (braced ? 2 : 1) + name.length;
  const end = braced ? closing(raw, behind) : behind;
  const written = { value: raw.slice(at, end), dynamic: true, end };
  if (!braced || raw[behind] === '}') return { ...written, ...lookup(name) };
  const operator = operation.exec(raw.slice(behind, behind + 2))?.[0];
  if (operator === undefined || depth === 0 || raw[end - 1] !== '}') return written;
  const operand = () => expand(raw.slice(behind + operator.length, end - 1), escapeMark, lookup, depth - 1);
  return { ...written, ...operate(operator, lookup(name), operand) };
}

function operate(
  operator: string,
  known: KnownValue | undefined,
  operand: () => KnownValue,
): KnownValue | undefined {
  const given = known !== undefined && !(operator.startsWith(':') && known.value === '' && !known.dynamic);
  switch (operator) {
    case ':-':
    case '-':
      return given ? known : operand();
    case ':+':
    case '+':
      // Whether a variable that is not known here is set cannot be told.
      if (known === undefined || known.dynamic) return undefined;
      return given ? operand() : { value: '', dynamic: false };
    case ':?':
    case '?':
      return given ? known : undefined;
    default:
      return undefined;
  }
}

/** Offset behind the brace that closes the one opened before; the text's end where none does. */
function closing(raw: string, from: number): number {
  let depth = 1;
  for (let at = from; at < raw.length; at++) {
    if (raw[at] === '\\') at++;
    else if (raw[at] === '{') depth++;
    else if (raw[at] === '}' && --depth === 0) return at + 1;
  }
  return raw.length;
}

/** What `ARG` and `ENV` define so far, and how later words are read by it. */
export interface Scope {
  readonly args: { get(name: string): KnownValue | undefined };
  readonly env: { get(name: string): KnownValue | undefined };
}

/** ENV beats ARG; what is defined in neither may come from the base image or the builder. */
export function scopeLookup(scope: Scope): Lookup {
  return (name) => scope.env.get(name) ?? scope.args.get(name);
}

interface Pair {
  readonly name: string;
  readonly nameSpan: Span;
  readonly raw: string | undefined;
  readonly valueSpan: Span;
}

/** The `KEY=value` pairs of an ARG, ENV or LABEL, or the one of the old form `ENV KEY value`. */
export function pairsOf(instruction: DockerfileInstruction): readonly Pair[] {
  const { joined, words } = instruction;
  const first = words[0];
  if (!first) return [];
  if (instruction.name !== 'ARG' && !first.raw.includes('=')) {
    const from = words[1]?.index ?? joined.text.length;
    const raw = joined.text.slice(from).trimEnd();
    return [{ name: first.raw, nameSpan: first.span, raw, valueSpan: joined.span(from, from + raw.length) }];
  }
  return words.map((word) => {
    const equals = word.raw.indexOf('=');
    if (equals < 0) return { name: word.raw, nameSpan: word.span, raw: undefined, valueSpan: word.span };
    const middle = word.index + equals;
    return {
      name: word.raw.slice(0, equals),
      nameSpan: joined.span(word.index, middle),
      raw: word.raw.slice(equals + 1),
      valueSpan: joined.span(middle + 1, word.index + word.raw.length),
    };
  });
}

/** The definitions of an ARG or ENV; all of one instruction are read by what was defined before it. */
export function definitionsOf(
  instruction: DockerfileInstruction,
  escapeMark: string,
  lookup: Lookup,
): readonly VariableDefinition[] {
  const kind = instruction.name === 'ARG' ? 'ARG' : 'ENV';
  return pairsOf(instruction).map(({ name, nameSpan, raw, valueSpan }) => {
    const value: Expanded | undefined =
      raw === undefined ? undefined : { ...expand(raw, escapeMark, lookup), span: valueSpan };
    return { kind, name, nameSpan, value, instruction };
  });
}
