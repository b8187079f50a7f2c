import type { NginxFile } from '../../core/parse/nginx-tree.ts';
import { type Source, span, type TextEdit } from '../../core/text/index.ts';
import { alignedLines } from './format-alignment.ts';
import { type Piece, piecesOf } from './layout.ts';

export interface FormatOptions {
  /** One step of indentation. */
  readonly unit: string;
}

/** Blank lines that are kept between two lines. */
const mostBlankLines = 2;

/**
 * Indents by blocks, one blank between words (lines that are aligned with a neighbour stay so), no blanks at the ends of lines.
 * Line breaks, words and comments stay as they are; so does a line with template text in it, and a text that cannot be
 * read without a mistake: there every brace counts.
 */
export function format(file: NginxFile, options: FormatOptions): readonly TextEdit[] {
  const { source, balanced, problems, nodes } = file;
  // In a template problems are not told, but what was read in spite of one is not certain there either.
  if (!balanced || problems.length > 0 || nodes.some(({ broken }) => broken)) return [];
  return new Layout(source, options).edits();
}

/** The edits of `format` that touch lines `first` to `last`, 0-based, both included. */
export function formatLines(
  file: NginxFile,
  first: number,
  last: number,
  options: FormatOptions,
): readonly TextEdit[] {
  const { source } = file;
  const start = source.offset(first, 0);
  const end = source.lineEnd(last);
  return format(file, options).filter((edit) => start <= edit.span.end && edit.span.end <= end);
}

class Layout {
  readonly #source: Source;
  readonly #unit: string;
  readonly #pieces: readonly Piece[];
  readonly #aligned: ReadonlySet<number>;
  readonly #edits: TextEdit[] = [];
  #following: Piece | undefined;
  #depth = 0;
  /** Words of a directive are being read. */
  #inside = false;
  /** Indentation of the line, before and after; and of the line that the directive began on. */
  #line = { before: '', after: '' };
  #first = { before: '', after: '' };

  constructor(source: Source, { unit }: FormatOptions) {
    this.#source = source;
    this.#unit = unit;
    this.#pieces = piecesOf(source);
    this.#aligned = alignedLines(source, this.#pieces);
  }

  edits(): readonly TextEdit[] {
    let last: Piece | undefined;
    for (const [index, piece] of this.#pieces.entries()) {
      this.#following = this.#pieces[index + 1];
      if (piece.kind === '}') this.#depth = Math.max(0, this.#depth - 1);
      this.#gap(last, piece);
      if (piece.kind === 'word' && !this.#inside) this.#first = this.#line;
      if (piece.kind === '{') this.#depth++;
      if (piece.kind !== 'comment' && piece.kind !== 'template') this.#inside = piece.kind === 'word';
      last = piece;
    }
    const { text } = this.#source;
    if (last) this.#replace(last.end, text.length, this.#source.eol);
    return this.#edits;
  }

  #gap(last: Piece | undefined, next: Piece): void {
    const start = last?.end ?? 0;
    const gap = this.#source.text.slice(start, next.start);
    const breaks = gap.split('\n').length - 1;
    if (breaks > 0 || !last) this.#lineBreak(last, next, gap, breaks);
    else this.#replace(start, next.start, this.#blanks(last, next, gap));
  }

  #lineBreak(last: Piece | undefined, next: Piece, gap: string, breaks: number): void {
    const old = gap.slice(gap.lastIndexOf('\n') + 1);
    const indent = this.#indent(next, old);
    this.#line = { before: old, after: indent };
    const lines = last ? Math.min(breaks, mostBlankLines + 1) : 0;
    this.#replace(last?.end ?? 0, next.start, this.#source.eol.repeat(lines) + indent);
  }

  #indent(next: Piece, old: string): string {
    if (next.kind === 'template' || this.#sharesLineWithTemplate(next)) return old;
    const own = this.#unit.repeat(this.#depth);
    if (!this.#inside || next.kind === '{') return own;
    // A directive's further lines keep their distance from its first.
    const { before, after } = this.#first;
    const distance = old.startsWith(before) ? old.slice(before.length) : '';
    return after + (distance === '' ? this.#unit : distance);
  }

  #sharesLineWithTemplate(piece: Piece): boolean {
    const next = this.#following;
    return next?.kind === 'template' && !this.#source.text.slice(piece.end, next.start).includes('\n');
  }

  #blanks(last: Piece, next: Piece, gap: string): string {
    if (last.kind === 'template' || next.kind === 'template') return gap;
    if (next.kind === ';') return '';
    if (next.kind === 'comment') return /^ *$/.test(gap) && gap !== '' ? gap : ' ';
    if (last.kind === '{' && next.kind === '}') return gap === '' ? '' : ' ';
    if (last.kind === 'word' && next.kind === 'word') return this.#aligned.has(last.start) ? gap : ' ';
    return ' ';
  }

  #replace(start: number, end: number, text: string): void {
    if (this.#source.text.slice(start, end) === text) return;
    this.#edits.push({ span: span(this.#source, start, end), text });
  }
}
