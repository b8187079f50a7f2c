/** A place in a text as people and editors count it: both parts 0-based, the column in UTF-16 units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** One version of one file; immutable. Spans point into it by UTF-16 offsets. */
export class Source {
  /** Normalised path with `/` separators (see path.ts); relative or absolute, as the host hands it in. */
  readonly path: string;
  readonly text: string;
  #lineStarts: readonly number[] | undefined;

  constructor(path: string, text: string) {
    this.path = path;
    this.text = text;
  }

  /** Offsets at which lines begin. `\n`, `\r\n` and a lone `\r` end a line, as in the LSP. */
  get lineStarts(): readonly number[] {
    if (this.#lineStarts) return this.#lineStarts;
    this.#lineStarts = this.text.includes('\r') ? anyLineStarts(this.text) : unixLineStarts(this.text);
    return this.#lineStarts;
  }

  /** The line ending that the file uses first, `\n` where it has none. */
  get eol(): '\n' | '\r\n' {
    const first = this.text.indexOf('\n');
    return first > 0 && this.text[first - 1] === '\r' ? '\r\n' : '\n';
  }

  /** Line and column of an offset; an offset outside the text is taken to its nearest end. */
  position(offset: number): Position {
    const at = Math.max(0, Math.min(offset, this.text.length));
    const starts = this.lineStarts;
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (starts[middle]! <= at) low = middle;
      else high = middle - 1;
    }
    return { line: low, column: at - starts[low]! };
  }

  /** Offset of a line and column; a column past the line's end is taken to it. */
  offset(line: number, column: number): number {
    const starts = this.lineStarts;
    if (line < 0) return 0;
    const start = starts[line];
    if (start === undefined) return this.text.length;
    return Math.min(start + Math.max(0, column), this.lineEnd(line));
  }

  /** Offset at which a line's text ends, its line break excluded. */
  lineEnd(line: number): number {
    const next = this.lineStarts[line + 1];
    if (next === undefined) return this.text.length;
    const end = next - 1;
    return this.text[end] === '\n' && this.text[end - 1] === '\r' ? end - 1 : end;
  }

  /** A line's text without its line break; empty for a line that is not there. */
  line(line: number): string {
    const start = this.lineStarts[line];
    return start === undefined ? '' : this.text.slice(start, this.lineEnd(line));
  }
}

/** The search for one character is many times faster than a loop over all of them. */
function unixLineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', end + 1)) starts.push(end + 1);
  return starts;
}

function anyLineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 13 && text.charCodeAt(i + 1) === 10) i++;
    if (code === 10 || code === 13) starts.push(i + 1);
  }
  return starts;
}
