/**
 * Words and punctuation of an nginx configuration, cut as `ngx_conf_read_token` in nginx's src/core/ngx_conf_file.c cuts them:
 * a quote counts only at a word's start, a comment only between words, `{` inside a word only behind `$`, `}` only between words.
 */

/** `unterminated`: its quote never closes. `bare-brace`: nginx would cut it at a `{`. `glued`: something follows its closing quote. */
export type NginxFlaw = 'unterminated' | 'bare-brace' | 'glued';

export interface NginxToken {
  readonly kind: 'word' | ';' | '{' | '}' | 'end';
  readonly start: number;
  readonly end: number;
  /** A word after unquoting and unescaping. */
  readonly text: string;
  readonly quote?: '"' | "'";
  /** Only blanks and comments stand before it on its line. */
  readonly firstOnLine: boolean;
  /** What is wrong with the word itself. */
  readonly flaw?: NginxFlaw;
}

const tab = 9;
const lineFeed = 10;
const carriageReturn = 13;
const blank = 32;
const doubleQuote = 34;
const hash = 35;
const dollar = 36;
const percent = 37;
const singleQuote = 39;
const closingParenthesis = 41;
const semicolon = 59;
const lessThan = 60;
const backslash = 92;
const openBrace = 123;
const closeBrace = 125;

/** `a{2}`, `a{2,}`: nginx cuts the word there, so a regular expression with it has to be quoted. */
const quantifier = /\{\d+(?:,\d*)?\}/y;
/** Names of files that are filled in before nginx reads them. */
const templateName = /\.(?:template|j2|jinja2?|tmpl|tpl|erb|gotmpl)(?:\.|$)/i;
/** What may stand between a string's last line's text and its end: `;`, `{`, `) {`. */
const trailing = /(?:;|\)?\s*\{)$/;
/** Statements of Jinja and Go templates stand for no word of their own. */
const statement = /\{\{-?\s*(?:if|else|end|range|with|define|template|block|\/\*)|\{%|\{#|<%(?!=)/y;
/** Nothing more stands on the line. */
const restOfLine = /[ \t]*(?=[\r\n#]|$)/y;
/** What envsubst replaces by whole directives, alone on its line. */
const placeholder = /\$(?:\{\w+\}|\w+)[ \t]*(?=[\r\n#]|$)/y;

export class NginxTokens {
  readonly text: string;
  /** Where the next token is looked for. */
  at: number;
  readonly #origin: number;
  /** Jinja, Go or ERB template text was met. */
  templated = false;
  readonly comments: { readonly start: number; readonly end: number }[] = [];
  readonly #namedTemplate: boolean;
  readonly #lastClose: { readonly [closer: string]: number };

  constructor(path: string, text: string) {
    this.text = text;
    this.#origin = text.charCodeAt(0) === 0xfeff ? 1 : 0;
    this.at = this.#origin;
    this.#namedTemplate = templateName.test(path);
    this.#lastClose = {
      '}}': text.lastIndexOf('}}'),
      '%}': text.lastIndexOf('%}'),
      '#}': text.lastIndexOf('#}'),
      '%>': text.lastIndexOf('%>'),
    };
  }

  /** The next token. @param atStart no word of a directive was read yet: template statements may stand here. */
  next(atStart: boolean): NginxToken {
    const { text } = this;
    let firstOnLine = this.at === this.#origin;
    for (;;) {
      const code = text.charCodeAt(this.at);
      if (Number.isNaN(code))
        return { kind: 'end', start: text.length, end: text.length, text: '', firstOnLine };
      if (code === lineFeed || code === carriageReturn) firstOnLine = true;
      else if (code === hash) this.#comment();
      else if (code !== blank && code !== tab) {
        const trivia = atStart ? this.#trivia(code) : 0;
        if (trivia === 0) return this.#token(code, firstOnLine);
        this.at = trivia - 1;
      }
      this.at++;
    }
  }

  /** Steps to the comment's last character. */
  #comment(): void {
    const start = this.at;
    const lineEnd = this.text.indexOf('\n', start);
    let end = lineEnd < 0 ? this.text.length : lineEnd;
    this.at = end - 1;
    if (this.text.charCodeAt(end - 1) === carriageReturn) end--;
    this.comments.push({ start, end });
  }

  /** End of template text that stands for no directive, 0 where there is none. */
  #trivia(code: number): number {
    if (code === dollar) {
      placeholder.lastIndex = this.at;
      return placeholder.test(this.text) ? placeholder.lastIndex : 0;
    }
    const end = this.#template(code, this.at);
    if (end === 0) return 0;
    statement.lastIndex = this.at;
    if (statement.test(this.text)) return end;
    restOfLine.lastIndex = end;
    return restOfLine.test(this.text) ? end : 0;
  }

  /** End of `{{ … }}`, `{% … %}`, `{# … #}` or `<% … %>` that begins here, 0 where none does. */
  #template(code: number, at: number): number {
    if (code !== openBrace && code !== lessThan) return 0;
    const next = this.text.charCodeAt(at + 1);
    let closer = '';
    if (code === lessThan) closer = next === percent ? '%>' : '';
    else if (next === openBrace) closer = '}}';
    else if (next === percent) closer = '%}';
    else if (next === hash && (this.#namedTemplate || this.templated)) closer = '#}';
    if (closer === '' || this.#lastClose[closer]! < at + 2) return 0;
    this.templated = true;
    return this.text.indexOf(closer, at + 2) + 2;
  }

  #token(code: number, firstOnLine: boolean): NginxToken {
    const start = this.at;
    const kind =
      code === semicolon
        ? ';'
        : code === closeBrace
          ? '}'
          : code === openBrace && this.#template(code, start) === 0
            ? '{'
            : undefined;
    if (kind) {
      this.at = start + 1;
      return { kind, start, end: this.at, text: '', firstOnLine };
    }
    if (code === doubleQuote || code === singleQuote) return this.#string(code, firstOnLine);
    return this.#word(firstOnLine);
  }

  #word(firstOnLine: boolean): NginxToken {
    const { text } = this;
    const start = this.at;
    let flaw: 'bare-brace' | undefined;
    let afterDollar = false;
    let at = start;
    for (; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code === openBrace) {
        if (afterDollar) continue;
        quantifier.lastIndex = at;
        const template = this.#template(code, at);
        if (template > 0) at = template - 1;
        else if (at > start && quantifier.test(text)) {
          flaw = 'bare-brace';
          at = quantifier.lastIndex - 1;
        } else break;
      } else if (code === lessThan) {
        const template = this.#template(code, at);
        if (template > 0) at = template - 1;
      } else if (code === backslash) at++;
      else if (
        code === blank ||
        code === tab ||
        code === carriageReturn ||
        code === lineFeed ||
        code === semicolon
      )
        break;
      afterDollar = code === dollar;
    }
    this.at = Math.min(at, text.length);
    return {
      kind: 'word',
      start,
      end: this.at,
      text: unescapeWord(text.slice(start, this.at)),
      firstOnLine,
      flaw,
    };
  }

  #string(quote: number, firstOnLine: boolean): NginxToken {
    const { text } = this;
    const start = this.at;
    let at = start + 1;
    for (; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code === quote) break;
      if (code === backslash) at++;
      else if (this.#namedTemplate || this.templated) {
        const template = this.#template(code, at);
        if (template > 0) at = template - 1;
      }
    }
    const written = quote === doubleQuote ? '"' : "'";
    if (at >= text.length || !this.#mayFollowString(at + 1))
      return this.#unterminated(start, Math.min(at, text.length), written, firstOnLine);
    this.at = at + 1;
    return {
      kind: 'word',
      start,
      end: this.at,
      text: unescapeWord(text.slice(start + 1, at)),
      quote: written,
      firstOnLine,
    };
  }

  #mayFollowString(at: number): boolean {
    if (at >= this.text.length) return true;
    const code = this.text.charCodeAt(at);
    return (
      code <= blank ||
      code === semicolon ||
      code === openBrace ||
      code === closingParenthesis ||
      code === closeBrace ||
      this.#template(code, at) > 0
    );
  }

  /** A string that never ends, or that ends in the middle of a later line's word: it is cut at its first line's end. */
  #unterminated(start: number, close: number, quote: '"' | "'", firstOnLine: boolean): NginxToken {
    const { text } = this;
    const lineBreak = text.slice(start, close).search(/[\r\n]/);
    if (lineBreak < 0 && close < text.length) {
      this.at = close + 1;
      return {
        kind: 'word',
        start,
        end: this.at,
        text: unescapeWord(text.slice(start + 1, close)),
        quote,
        firstOnLine,
        flaw: 'glued',
      };
    }
    const line = text.slice(start, lineBreak < 0 ? text.length : start + lineBreak).trimEnd();
    const end = start + Math.max(1, line.replace(trailing, '').trimEnd().length);
    this.at = end;
    return {
      kind: 'word',
      start,
      end,
      text: unescapeWord(text.slice(start + 1, end)),
      quote,
      firstOnLine,
      flaw: 'unterminated',
    };
  }
}

const escapes: Readonly<Record<string, string>> = {
  '"': '"',
  "'": "'",
  '\\': '\\',
  t: '\t',
  r: '\r',
  n: '\n',
};

/** Only these escapes are nginx's; any other backslash stays (`\d` in a regular expression). */
function unescapeWord(written: string): string {
  if (!written.includes('\\')) return written;
  return written.replace(/\\(["'\\trn])/g, (_, letter: string) => escapes[letter] ?? letter);
}
