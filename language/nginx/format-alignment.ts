import type { Source } from '../../core/text/index.ts';
import type { Piece } from './layout.ts';

/** A line of words: where they begin, seen from the first, and behind which of them several blanks stand. */
interface Line {
  readonly number: number;
  readonly words: readonly Piece[];
  readonly columns: ReadonlySet<number>;
  /** Columns behind several blanks. */
  readonly wide: readonly number[];
}

/**
 * Words whose blanks behind them are kept, by where they begin: those of lines that stand under one another with a word in the
 * same column, set there by several blanks. It is the same for both lines, so that formatting again finds them so again.
 */
export function alignedLines(source: Source, pieces: readonly Piece[]): ReadonlySet<number> {
  const kept = new Set<number>();
  let above: Line | undefined;
  for (const line of linesOf(source, pieces)) {
    if (above?.number === line.number - 1 && (share(above, line) || share(line, above)))
      for (const word of [...above.words, ...line.words]) kept.add(word.start);
    above = line;
  }
  return kept;
}

function share(a: Line, b: Line): boolean {
  return a.wide.some((column) => b.columns.has(column));
}

function* linesOf(source: Source, pieces: readonly Piece[]): Generator<Line> {
  let words: Piece[] = [];
  let number = -1;
  let ended = false;
  for (const piece of pieces) {
    const line = source.position(piece.start).line;
    if (line !== number) {
      if (words.length > 0) yield lineOf(source.text, number, words);
      words = [];
      number = line;
      ended = false;
    }
    // What stands behind a `;` may move: no column of it is certain.
    if (piece.kind === 'word' && !ended) words.push(piece);
    else ended = true;
  }
  if (words.length > 0) yield lineOf(source.text, number, words);
}

function lineOf(text: string, number: number, words: readonly Piece[]): Line {
  const first = words[0]!.start;
  const columns = new Set<number>();
  const wide: number[] = [];
  words.forEach((word, index) => {
    if (index === 0) return;
    columns.add(word.start - first);
    if (/^ {2,}$/.test(text.slice(words[index - 1]!.end, word.start))) wide.push(word.start - first);
  });
  return { number, words, columns, wide };
}
