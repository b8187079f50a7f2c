import { type Source, type Span, span } from '../text/index.ts';

/** A text that was put together from pieces of a file (continuation lines), and the way back to the file. */
export class JoinedText {
  readonly source: Source;
  readonly text: string;
  /** Index in `text` at which each piece begins, ascending from 0. */
  readonly #starts: readonly number[];
  /** File offset of each piece's first character. */
  readonly #offsets: readonly number[];

  /** @param starts index in `text` of each piece. @param offsets file offset of each piece. At least one piece. */
  constructor(source: Source, text: string, starts: readonly number[], offsets: readonly number[]) {
    this.source = source;
    this.text = text;
    this.#starts = starts;
    this.#offsets = offsets;
  }

  /** Pieces of one file, one behind the other. @param pieces file offsets `[start, end)`, ascending; at least one. */
  static from(source: Source, pieces: readonly (readonly [number, number])[]): JoinedText {
    return new JoinedText(source, '', [], []).append(pieces);
  }

  /** File offset of the character at an index; of the text's end for an index at or behind it. */
  readonly offset = (index: number): number => {
    const piece = this.#piece(index);
    return this.#offsets[piece]! + index - this.#starts[piece]!;
  };

  /** File offset just behind the character before an index: where a span that ends there ends in the file. */
  readonly end = (index: number): number => {
    return index <= 0 ? this.offset(0) : this.offset(index - 1) + 1;
  };

  /** The file's span for `[from, to)` of the text. */
  span(from: number, to: number): Span {
    const start = this.offset(from);
    return span(this.source, start, to <= from ? start : this.end(to));
  }

  /** The part from an index to the text's end (or another index). */
  slice(from: number, to: number = this.text.length): JoinedText {
    const first = this.#piece(from);
    const starts = [0];
    const offsets = [this.offset(from)];
    for (let piece = first + 1; piece < this.#starts.length && this.#starts[piece]! < to; piece++) {
      starts.push(this.#starts[piece]! - from);
      offsets.push(this.#offsets[piece]!);
    }
    return new JoinedText(this.source, this.text.slice(from, to), starts, offsets);
  }

  /** This text with further pieces of the file behind it. @param pieces file offsets `[start, end)`, ascending. */
  append(pieces: readonly (readonly [number, number])[]): JoinedText {
    const starts = [...this.#starts];
    const offsets = [...this.#offsets];
    const texts = [this.text];
    let length = this.text.length;
    for (const [start, end] of pieces) {
      starts.push(length);
      offsets.push(start);
      texts.push(this.source.text.slice(start, end));
      length += end - start;
    }
    return new JoinedText(this.source, texts.join(''), starts, offsets);
  }

  #piece(index: number): number {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#starts[middle]! <= index) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}
