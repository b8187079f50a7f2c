import { plainValue } from '../parse/yaml-scalar.ts';
import type { YamlStyle } from './yaml-style.ts';

/** What can be written into a YAML file. `{ raw }` goes in as it stands (a string already quoted, an alias). */
export type YamlInput =
  | string
  | number
  | boolean
  | null
  | { readonly raw: string }
  | readonly YamlInput[]
  | { readonly [key: string]: YamlInput };

export type YamlObject = { readonly [key: string]: YamlInput };

export function isRaw(value: YamlInput): value is { readonly raw: string } {
  return isMapping(value) && Object.keys(value).length === 1 && typeof value.raw === 'string';
}

export function isObject(value: YamlInput): value is YamlObject {
  return isMapping(value) && !isRaw(value);
}

export function isList(value: YamlInput): value is readonly YamlInput[] {
  return Array.isArray(value);
}

function isMapping(value: YamlInput): value is YamlObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether a value takes lines of its own in block style. */
export function isBlockInput(value: YamlInput): value is YamlObject | readonly YamlInput[] {
  return isList(value) ? value.length > 0 : isObject(value) && Object.keys(value).length > 0;
}

/**
 * What YAML 1.1 reads as something other than a string and YAML 1.2 does not (https://yaml.org/type/): the older Compose
 * reads `yes`, `22:22` and dates so.
 */
const oldTypes =
  /^(?:[yY]|yes|Yes|YES|[nN]|no|No|NO|on|On|ON|off|Off|OFF|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?|[-+]?[0-9][0-9_,]*(?:\.[0-9_]*)?|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}.*|0b[01_]+|=|<<)$/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const unprintable = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/;

/** Whether a string can stand without quotes and still be read as that string. */
export function isPlainSafe(text: string, flow: boolean): boolean {
  if (text === '' || text !== text.trim() || unprintable.test(text)) return false;
  if (plainValue(text) !== text || oldTypes.test(text)) return false;
  return isPlainSyntax(text, flow);
}

/** Whether a text without quotes is one plain scalar, whatever its type. */
export function isPlainSyntax(text: string, flow: boolean): boolean {
  if (/^[,[\]{}#&*!|>'"%@`]/.test(text) || /^[-?:](?:\s|$)/.test(text) || /^(?:---|\.\.\.)/.test(text))
    return false;
  if (/:(?:\s|$)|\s#/.test(text)) return false;
  return !flow || !(/[,[\]{}]/.test(text) || /^[-?:]/.test(text));
}

/** A string with quotes around it: in the character wanted, in double quotes where single ones cannot hold it. */
export function quoted(text: string, quote: '"' | "'"): string {
  if (quote === "'" && !unprintable.test(text)) return `'${text.replaceAll("'", "''")}'`;
  return JSON.stringify(text).replace(/[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}

/** A scalar, an empty collection or raw text on one line. */
export function writeScalar(value: YamlInput, style: YamlStyle, flow: boolean): string {
  if (typeof value === 'string') return isPlainSafe(value, flow) ? value : quoted(value, style.quote);
  if (value === null) return 'null';
  if (typeof value === 'number') return writeNumber(value);
  if (typeof value === 'boolean') return String(value);
  if (isRaw(value)) return value.raw.replace(/\r?\n/g, style.eol);
  return isList(value) ? '[]' : '{}';
}

function writeNumber(value: number): string {
  if (Number.isNaN(value)) return '.nan';
  if (!Number.isFinite(value)) return value < 0 ? '-.inf' : '.inf';
  return Object.is(value, -0) ? '-0' : String(value);
}

/** `key` as it stands before its colon. */
export function writeKey(key: string, style: YamlStyle, flow: boolean): string {
  return isPlainSafe(key, flow) && key.length < 1000 ? key : quoted(key, style.quote);
}

/** The lines of `key: value`, indented by `column`. */
export function writeEntry(
  key: string,
  value: YamlInput,
  column: number,
  style: YamlStyle,
): readonly string[] {
  const head = `${' '.repeat(column)}${writeKey(key, style, false)}:`;
  if (value === null) return [head];
  if (isBlockInput(value)) {
    const inner = column + (isList(value) ? style.listStep : style.step);
    return [head, ...writeBlock(value, inner, style)];
  }
  return writeInline(head, value, column + style.step, style);
}

/** The lines of a non-empty mapping or list in block style, each indented by `column`. */
export function writeBlock(
  value: YamlObject | readonly YamlInput[],
  column: number,
  style: YamlStyle,
): readonly string[] {
  if (isList(value)) return value.flatMap((item) => writeItem(item, column, style));
  return Object.entries(value).flatMap(([key, inner]) => writeEntry(key, inner, column, style));
}

/** The lines of `- value`, indented by `column`. */
export function writeItem(value: YamlInput, column: number, style: YamlStyle): readonly string[] {
  const head = `${' '.repeat(column)}-`;
  if (value === null) return [`${head} null`];
  if (!isBlockInput(value)) return writeInline(head, value, column + 2, style);
  const [first = '', ...rest] = writeBlock(value, column + 2, style);
  return [`${head} ${first.slice(column + 2)}`, ...rest];
}

function writeInline(head: string, value: YamlInput, column: number, style: YamlStyle): readonly string[] {
  if (typeof value !== 'string' || !isLiteralSafe(value))
    return [`${head} ${writeScalar(value, style, false)}`];
  return [`${head} ${literalHeader(value)}`, ...literalLines(value, column)];
}

/** Whether a string of several lines can stand in a literal block as it is. */
export function isLiteralSafe(text: string): boolean {
  if (!text.includes('\n') || /^[ \n]/.test(text) || /[ \t]$|\n\n$/.test(text)) return false;
  return (
    !unprintable.test(text.replace(/[\n\t]/g, '')) && !/\n[ \t]+(?:\n|$)/.test(text) && !/^\t/.test(text)
  );
}

/** `|` with the sign for the text's last line break. */
export function literalHeader(text: string): string {
  return text.endsWith('\n') ? '|' : '|-';
}

export function literalLines(text: string, column: number): readonly string[] {
  const body = text.endsWith('\n') ? text.slice(0, -1) : text;
  return body.split('\n').map((line) => (line === '' ? '' : ' '.repeat(column) + line));
}

/** A value in flow style on one line. `json`: all keys and strings in double quotes, as their neighbours are. */
export function writeFlow(value: YamlInput, style: YamlStyle, json: boolean): string {
  if (isList(value)) return `[${value.map((item) => writeFlow(item, style, json)).join(', ')}]`;
  if (isObject(value)) {
    const pairs = Object.entries(value).map(([key, inner]) => writeFlowEntry(key, inner, style, json));
    return pairs.length === 0 ? '{}' : `{ ${pairs.join(', ')} }`;
  }
  return json && typeof value === 'string' ? quoted(value, '"') : writeScalar(value, style, true);
}

export function writeFlowEntry(key: string, value: YamlInput, style: YamlStyle, json: boolean): string {
  const name = json ? quoted(key, '"') : writeKey(key, style, true);
  return `${name}: ${writeFlow(value, style, json)}`;
}
