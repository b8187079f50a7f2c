import type { Spanned } from '../text/index.ts';
import type { DockerfileFlag, DockerfileWord } from './dockerfile-tree.ts';
import type { JoinedText } from './joined-text.ts';

const blank = /\s/;
const heredocOperator = /^\d*<<-?$/;

/** Index of the first character in `[index, end)` that is no blank; `end` where there is none. */
export function skipBlanks(text: string, index: number, end: number = text.length): number {
  let at = index;
  while (at < end && blank.test(text[at]!)) at++;
  return at;
}

/**
 * Words from an index on, split at blanks outside quotes, as BuildKit's parser splits `ENV` and `ARG`.
 * An unclosed quote runs to the end.
 * @param heredocs blanks may stand between `<<` and its name (RUN, COPY and ADD).
 */
export function readWords(
  joined: JoinedText,
  from: number,
  escapeMark: string,
  heredocs: boolean,
): DockerfileWord[] {
  const { text } = joined;
  const words: DockerfileWord[] = [];
  let at = skipBlanks(text, from);
  while (at < text.length) {
    const end = wordEnd(text, at, escapeMark, heredocs);
    words.push(word(joined, at, end, escapeMark));
    at = skipBlanks(text, end);
  }
  return words;
}

function word(joined: JoinedText, from: number, to: number, escapeMark: string): DockerfileWord {
  const raw = joined.text.slice(from, to);
  const first = raw[0];
  const base = { text: unquote(raw, escapeMark), raw, index: from, span: joined.span(from, to) };
  return first === '"' || first === "'" ? { ...base, quote: first } : base;
}

function wordEnd(text: string, from: number, escapeMark: string, heredocs: boolean): number {
  let quote = '';
  let at = from;
  for (; at < text.length; at++) {
    const character = text[at]!;
    if (character === escapeMark && quote !== "'") at++;
    else if (quote !== '') quote = character === quote ? '' : quote;
    else if (character === '"' || character === "'") quote = character;
    else if (blank.test(character)) {
      if (!heredocs || at - from > 20 || !heredocOperator.test(text.slice(from, at))) return at;
      const next = skipBlanks(text, at);
      if (next === text.length) return at;
      at = next - 1;
    }
  }
  return Math.min(at, text.length);
}

/** A word without its quotes and escapes; an escaped `$` keeps its escapeMark, so that it is no variable. */
export function unquote(raw: string, escapeMark: string): string {
  if (!raw.includes('"') && !raw.includes("'") && !raw.includes(escapeMark)) return raw;
  let result = '';
  let quote = '';
  for (let at = 0; at < raw.length; at++) {
    const character = raw[at]!;
    if (character === escapeMark && quote !== "'" && at + 1 < raw.length) {
      const next = raw[++at]!;
      const kept = next === '$' || (quote === '"' && next !== '"' && next !== escapeMark);
      result += kept ? character + next : next;
    } else if (character === quote) quote = '';
    else if (quote === '' && (character === '"' || character === "'")) quote = character;
    else result += character;
  }
  return result;
}

/** `--name=value` words at the front. @returns the flags and the index of the first argument. */
export function readFlags(
  joined: JoinedText,
  from: number,
  escapeMark: string,
): { flags: DockerfileFlag[]; index: number } {
  const { text } = joined;
  const flags: DockerfileFlag[] = [];
  let at = skipBlanks(text, from);
  while (text.startsWith('--', at)) {
    const end = wordEnd(text, at, escapeMark, false);
    if (end === at + 2) return { flags, index: skipBlanks(text, end) };
    flags.push(flag(joined, at, end, escapeMark));
    at = skipBlanks(text, end);
  }
  return { flags, index: at };
}

function flag(joined: JoinedText, from: number, to: number, escapeMark: string): DockerfileFlag {
  const raw = joined.text.slice(from, to);
  const equals = raw.indexOf('=');
  const nameEnd = equals < 0 ? to : from + equals;
  const base = {
    name: joined.text.slice(from + 2, nameEnd),
    nameSpan: joined.span(from + 2, nameEnd),
    span: joined.span(from, to),
  };
  if (equals < 0) return base;
  const value = { value: unquote(raw.slice(equals + 1), escapeMark), span: joined.span(nameEnd + 1, to) };
  return { ...base, value };
}

const jsonString = /\s*("(?:[^"\\]|\\.)*")\s*/y;

/** The strings of a JSON array that makes up the text from an index on; undefined for anything else. */
export function readJson(joined: JoinedText, from: number): Spanned<string>[] | undefined {
  const { text } = joined;
  let at = skipBlanks(text, from);
  if (text[at] !== '[') return undefined;
  at = skipBlanks(text, at + 1);
  const items: Spanned<string>[] = [];
  if (text[at] === ']') return skipBlanks(text, at + 1) === text.length ? items : undefined;
  while (true) {
    jsonString.lastIndex = at;
    const match = jsonString.exec(text);
    if (!match) return undefined;
    const start = at + match[0].indexOf('"');
    const value = decode(match[1]!);
    if (value === undefined) return undefined;
    items.push({ value, span: joined.span(start, start + match[1]!.length) });
    at = jsonString.lastIndex;
    const separator = text[at++];
    if (separator === ']') return skipBlanks(text, at) === text.length ? items : undefined;
    if (separator !== ',') return undefined;
  }
}

function decode(literal: string): string | undefined {
  if (!literal.includes('\\')) return hasControl(literal) ? undefined : literal.slice(1, -1);
  try {
    return JSON.parse(literal) as string;
  } catch {
    return undefined;
  }
}

function hasControl(text: string): boolean {
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) < 32) return true;
  return false;
}

export interface HeredocMarker {
  readonly word: DockerfileWord;
  readonly name: string;
  readonly quoted: boolean;
  readonly tabsStripped: boolean;
}

/**
 * The heredocs that a RUN, COPY or ADD announces, by BuildKit's own pattern: a word of its own that is
 * `<<NAME`, with a file descriptor before it or not (frontend/dockerfile/parser, `reHeredoc`).
 */
export function heredocMarkers(words: readonly DockerfileWord[]): HeredocMarker[] {
  const markers: HeredocMarker[] = [];
  for (const candidate of words) {
    const match = candidate.raw.includes('<<') ? /^\d*<<(-?)\s*([^<]*)$/.exec(candidate.raw) : null;
    if (!match || match[2] === '' || unclosed(match[2]!)) continue;
    const name = unquote(match[2]!, '\\').replaceAll('\\$', '$');
    const quoted = /(^|[^\\])["']/.test(match[2]!);
    markers.push({ word: candidate, name, quoted, tabsStripped: match[1] === '-' });
  }
  return markers;
}

function unclosed(raw: string): boolean {
  let quote = '';
  for (let at = 0; at < raw.length; at++) {
    const character = raw[at]!;
    if (character === '\\' && quote !== "'") at++;
    else if (quote !== '') quote = character === quote ? '' : quote;
    else if (character === '"' || character === "'") quote = character;
  }
  return quote !== '';
}
