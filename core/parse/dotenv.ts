import type { Problem, Source, Span, Spanned } from '../text/index.ts';

export interface DotenvEntry {
  readonly name: string;
  readonly nameSpan: Span;
  /** After unquoting; `$` references as written. */
  readonly value: string;
  /** The value as written, its quotes included; empty behind the `=` of `NAME=`. */
  readonly valueSpan: Span;
}

export interface DotenvFile {
  readonly source: Source;
  readonly entries: readonly DotenvEntry[];
  /** Names that stand alone on their line: Compose takes their values from its own environment. */
  readonly inherited: readonly Spanned<string>[];
  readonly problems: readonly Problem[];
}

/**
 * Read an environment file by Compose's own rules
 * (https://docs.docker.com/compose/how-tos/environment-variables/variable-interpolation/#env-file-syntax and compose-go's
 * dotenv package): `NAME=value`, `NAME: value`, `NAME`, an `export` before it, quotes over several lines, ` #` comments.
 * Never throws; takes linear time.
 */
export function parseDotenv(source: Source): DotenvFile {
  return new DotenvReader(source).read();
}

const blank = /[ \t\v\f\r\u0085\u00a0]*/y;
const blankLines = /\s*/y;
const exportWord = /export\s+/y;
const nameEnd = /[=:\n]/g;
const forbiddenInName = /[^\p{L}\p{N}_.\-[\]]/u;

class DotenvReader {
  readonly #source: Source;
  readonly #entries: DotenvEntry[] = [];
  readonly #inherited: Spanned<string>[] = [];
  readonly #problems: Problem[] = [];
  /** Quotes that were searched for in vain up to the text's end. */
  readonly #unclosed = new Set<string>();
  #at: number;

  constructor(source: Source) {
    this.#source = source;
    this.#at = source.text.startsWith('\ufeff') ? 1 : 0;
  }

  read(): DotenvFile {
    const { text } = this.#source;
    while (this.#skip(blankLines) < text.length) {
      if (text[this.#at] === '#') this.#at = this.#lineEnd(this.#at);
      else this.#statement();
    }
    return {
      source: this.#source,
      entries: this.#entries,
      inherited: this.#inherited,
      problems: this.#problems,
    };
  }

  #statement(): void {
    const { text } = this.#source;
    const start = this.#skip(exportWord);
    nameEnd.lastIndex = start;
    const end = nameEnd.exec(text)?.index ?? text.length;
    const name = text.slice(start, end).trimEnd();
    const nameSpan = this.#span(start, start + name.length);
    const valueless = end === text.length || text[end] === '\n';
    if (!this.#checkName(name, nameSpan)) {
      this.#at = this.#lineEnd(start);
      return;
    }
    this.#at = end + (valueless ? 0 : 1);
    if (valueless) this.#inherited.push({ value: name, span: nameSpan });
    else this.#value(name, nameSpan);
  }

  #checkName(name: string, at: Span): boolean {
    if (name === '')
      return this.#report(this.#span(at.start, at.start + 1), 'A variable name is missing here');
    if (/\s/.test(name)) return this.#report(at, `The variable name "${shortened(name)}" contains a space`);
    const forbidden = forbiddenInName.exec(name)?.[0];
    if (!forbidden) return true;
    return this.#report(at, `"${forbidden}" cannot stand in a variable name`);
  }

  #value(name: string, nameSpan: Span): void {
    const { text } = this.#source;
    const start = this.#skip(blank);
    const quote = text[start];
    const closing = quote === '"' || quote === "'" ? this.#closingQuote(start, quote) : undefined;
    if (quote !== undefined && closing !== undefined) {
      const raw = text.slice(start + 1, closing).replaceAll('\r\n', '\n');
      const value = quote === '"' ? unescaped(raw) : raw.replaceAll("\\'", "'");
      this.#at = closing + 1;
      this.#entries.push({ name, nameSpan, value, valueSpan: this.#span(start, closing + 1) });
      return;
    }
    const lineEnd = this.#lineEnd(start);
    const line = text.slice(start, lineEnd);
    const comment = line.indexOf(' #');
    const value = (comment < 0 ? line : line.slice(0, comment)).trimEnd();
    this.#at = lineEnd;
    this.#entries.push({ name, nameSpan, value, valueSpan: this.#span(start, start + value.length) });
  }

  /** Offset of the quote that ends the value; a problem is noted where there is none. */
  #closingQuote(start: number, quote: string): number | undefined {
    const { text } = this.#source;
    if (!this.#unclosed.has(quote)) {
      for (let at = start + 1; at < text.length; at++) {
        if (text[at] === '\\') at++;
        else if (text[at] === quote) return at;
      }
      this.#unclosed.add(quote);
    }
    this.#report(this.#span(start, this.#lineEnd(start)), `The closing ${quote} is missing`);
    return undefined;
  }

  #report(at: Span, message: string): false {
    this.#problems.push({ span: at, message });
    return false;
  }

  /** Move behind what a sticky expression matches here; the offset reached. */
  #skip(pattern: RegExp): number {
    pattern.lastIndex = this.#at;
    if (pattern.test(this.#source.text)) this.#at = pattern.lastIndex;
    return this.#at;
  }

  #lineEnd(from: number): number {
    const end = this.#source.text.indexOf('\n', from);
    if (end < 0) return this.#source.text.length;
    return this.#source.text[end - 1] === '\r' ? end - 1 : end;
  }

  #span(start: number, end: number): Span {
    return { source: this.#source, start, end: Math.min(end, this.#source.text.length) };
  }
}

const escapes: Readonly<Record<string, string>> = {
  a: '\u0007',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  $: '$',
  '"': '"',
  '\\': '\\',
};

/** The escapes that Compose knows in double quotes; others stay with their backslash. */
function unescaped(text: string): string {
  return text.replace(
    /\\(?:0([0-7]{1,3})|([abfnrtv$"\\]))/g,
    (_, octal: string | undefined, letter: string) =>
      octal === undefined ? escapes[letter]! : String.fromCharCode(Number.parseInt(octal, 8)),
  );
}

function shortened(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
