/** YAML 1.2 core schema (https://yaml.org/spec/1.2.2/#103-core-schema): what a plain scalar's text stands for. */

const nullText = /^(?:~|[Nn]ull|NULL)?$/;
const booleanText = /^(?:[Tt]rue|TRUE|[Ff]alse|FALSE)$/;
const octalText = /^0o[0-7]+$/;
const hexadecimalText = /^0x[0-9a-fA-F]+$/;
const numberText = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;
const infinityText = /^[-+]?\.(?:inf|Inf|INF)$/;
const notNumberText = /^\.(?:nan|NaN|NAN)$/;

export type ScalarValue = string | number | boolean | null;

/** A plain scalar's value by the core schema. */
export function plainValue(text: string): ScalarValue {
  if (!mayBeTyped(text)) return text;
  if (nullText.test(text)) return null;
  if (booleanText.test(text)) return text[0] === 't' || text[0] === 'T';
  return numberValue(text) ?? text;
}

/** A scalar's value where its tag says its type: `!!str`, `!!int`, `!!float`, `!!bool`, `!!null`. */
export function taggedValue(tag: string, text: string, plain: boolean): ScalarValue {
  const name = tag.startsWith('!!') ? tag.slice(2) : standardName.exec(tag)?.[1];
  if (name === 'str' || tag === '!') return text;
  if (name === 'int' || name === 'float') return numberValue(text) ?? text;
  if (name === 'bool' && booleanText.test(text)) return text[0] === 't' || text[0] === 'T';
  if (name === 'null') return null;
  return plain ? plainValue(text) : text;
}

const standardName = /^!<tag:yaml\.org,2002:(\w+)>$/;

/** Most strings are told from numbers, booleans and null by their first character. */
function mayBeTyped(text: string): boolean {
  if (text.length === 0) return true;
  const first = text.charCodeAt(0);
  if (first >= 48 && first <= 57) return true;
  return '+-.~nNtTfF'.includes(text[0]!);
}

function numberValue(text: string): number | undefined {
  if (numberText.test(text)) return Number(text);
  if (octalText.test(text)) return Number.parseInt(text.slice(2), 8);
  if (hexadecimalText.test(text)) return Number.parseInt(text.slice(2), 16);
  if (infinityText.test(text)) return text[0] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  return notNumberText.test(text) ? Number.NaN : undefined;
}
