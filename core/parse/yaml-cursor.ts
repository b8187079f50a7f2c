import type { ContextMark, YamlContext } from './yaml-context.ts';
import type { YamlComment } from './yaml-tree.ts';

/** Thrown where a text leaves what the direct reader knows. Made once: a stack trace would cost more than the reading. */
export const unusual = new Error('The direct reader does not know this form');

export const code = {
  tab: 9,
  newline: 10,
  carriageReturn: 13,
  space: 32,
  exclamation: 33,
  doubleQuote: 34,
  hash: 35,
  ampersand: 38,
  singleQuote: 39,
  asterisk: 42,
  comma: 44,
  dash: 45,
  colon: 58,
  greater: 62,
  question: 63,
  openBracket: 91,
  backslash: 92,
  closeBracket: 93,
  openBrace: 123,
  bar: 124,
  closeBrace: 125,
} as const;

export interface CursorMark {
  readonly offset: number;
  readonly column: number;
  readonly depth: number;
  readonly flowDepth: number;
  readonly comments: number;
  readonly context: ContextMark;
}

/** A place in a YAML text that moves from content to content, gathering comments. Knows `\n` and `\r\n` alone. */
export class YamlCursor {
  readonly context: YamlContext;
  readonly text: string;
  readonly comments: YamlComment[] = [];
  offset: number;
  /** Column of the content at `offset` in its line; -1 at a document's end. */
  column = 0;
  /** Levels of indented mappings and lists at this place. */
  depth = 0;
  /** Levels of brackets and braces at this place. */
  flowDepth = 0;
  /** How many characters may still be given to the slower reader before it had better take the whole text. */
  allowance: number;

  constructor(context: YamlContext) {
    this.context = context;
    this.text = context.source.text;
    this.offset = this.text.charCodeAt(0) === 0xfeff ? 1 : 0;
    this.allowance = this.text.length;
  }

  /** The state at this place, to go back to. */
  mark(): CursorMark {
    const { offset, column, depth, flowDepth, context, comments } = this;
    return { offset, column, depth, flowDepth, comments: comments.length, context: context.mark() };
  }

  goBack(mark: CursorMark): void {
    this.offset = mark.offset;
    this.column = mark.column;
    this.depth = mark.depth;
    this.flowDepth = mark.flowDepth;
    this.comments.length = mark.comments;
    this.context.goBack(mark.context);
  }

  get atEnd(): boolean {
    return this.offset >= this.text.length;
  }

  /** Whether the character at an offset is a blank, a line break or the text's end. */
  isBlank(offset: number): boolean {
    const found = this.text.charCodeAt(offset);
    return (
      found === code.space ||
      found === code.newline ||
      found === code.tab ||
      found === code.carriageReturn ||
      offset >= this.text.length
    );
  }

  /** Whether the dash of a list's item stands here. */
  isDash(): boolean {
    return this.text.charCodeAt(this.offset) === code.dash && this.isBlank(this.offset + 1);
  }

  /** Offset of the end of the line's text, from an offset within it. */
  lineEnd(offset: number): number {
    const end = this.text.indexOf('\n', offset);
    if (end < 0) return this.text.length;
    return this.text.charCodeAt(end - 1) === code.carriageReturn && end > offset ? end - 1 : end;
  }

  skipSpaces(): void {
    const { text } = this;
    let { offset } = this;
    while (text.charCodeAt(offset) === code.space) offset++;
    if (text.charCodeAt(offset) === code.tab) throw unusual;
    this.offset = offset;
  }

  /** Whether nothing but a comment follows on this line, blanks skipped; a comment needs a blank before it. */
  atLineEnd(): boolean {
    const start = this.offset;
    this.skipSpaces();
    const found = this.text.charCodeAt(this.offset);
    if (found === code.hash && this.offset > start) return true;
    return found === code.newline || found === code.carriageReturn || this.atEnd;
  }

  /** Go from the end of a value to the next content. What else stands on the value's line is not known here. */
  leaveLine(): void {
    if (!this.atLineEnd()) throw unusual;
    this.nextLine();
    this.findContent();
  }

  /** Go to the first content at or behind the start of a line. */
  findContent(): void {
    const { text } = this;
    while (this.offset < text.length) {
      const lineStart = this.offset;
      while (text.charCodeAt(this.offset) === code.space) this.offset++;
      const found = text.charCodeAt(this.offset);
      if (found === code.hash || this.isBlankLine(this.offset)) {
        this.nextLine();
        continue;
      }
      if (found === code.tab) throw unusual;
      if (this.atEnd) break;
      this.column = this.offset - lineStart;
      if (this.column === 0 && this.atMarker()) this.column = -1;
      return;
    }
    this.column = -1;
  }

  /** Whether nothing but blanks stands from an offset to the end of its line. */
  isBlankLine(offset: number): boolean {
    let at = offset;
    while (this.text.charCodeAt(at) === code.space || this.text.charCodeAt(at) === code.tab) at++;
    const found = this.text.charCodeAt(at);
    return found === code.newline || found === code.carriageReturn || at >= this.text.length;
  }

  /** Whether `---` or `...` stands here. */
  atMarker(): boolean {
    const { text, offset } = this;
    return (text.startsWith('---', offset) || text.startsWith('...', offset)) && this.isBlank(offset + 3);
  }

  /** Behind the line break, a comment on the way noted; from blanks, a comment or the line's end. */
  nextLine(): void {
    const end = this.lineEnd(this.offset);
    if (this.text.charCodeAt(this.offset) === code.hash) this.comment(end);
    this.offset = Math.min(
      this.text.length,
      end + (this.text.charCodeAt(end) === code.carriageReturn ? 2 : 1),
    );
  }

  comment(end: number): void {
    const { offset } = this;
    this.comments.push({
      span: this.context.span(offset, end),
      text: this.text.slice(offset + 1, end).trim(),
    });
  }
}
