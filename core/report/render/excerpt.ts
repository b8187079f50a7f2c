import type { Span } from '../../text/index.ts';
import { glyphWidth, printable } from './width.ts';

/** A source line as a terminal shows it, and where in it a span lies, in columns. */
export interface Excerpt {
  readonly text: string;
  readonly before: number;
  /** At least one. */
  readonly length: number;
}

interface Glyph {
  readonly text: string;
  readonly width: number;
  /** UTF-16 offset in the line. */
  readonly at: number;
}

const tabWidth = 4;
/** Nearly every line: nothing in it needs to be measured. */
const oneColumnEach = /^[\x20-\x7e]*$/;
/** UTF-16 units of a line that are looked at: minified text has lines of megabytes. */
const longest = 4000;

/**
 * The line that a span begins on, tabs spread to columns, control characters made visible, and cut down around the
 * span where it is wider than `width` columns.
 */
export function excerpt(at: Span, width: number): Excerpt {
  const { line, column } = at.source.position(at.start);
  const whole = at.source.line(line);
  const from = whole.length > longest ? Math.max(0, column - longest / 4) : 0;
  const text = whole.slice(from, from + longest);
  const start = column - from;
  const end = Math.min(text.length, start + (at.end - at.start));
  if (text.length <= width && oneColumnEach.test(text))
    return { text, before: start, length: Math.max(1, end - start) };
  const glyphs = glyphsOf(text);
  const before = widthOf(glyphs.filter((glyph) => glyph.at < start));
  const length = Math.max(1, widthOf(glyphs.filter((glyph) => glyph.at >= start && glyph.at < end)));
  return crop(glyphs, before, length, width);
}

function glyphsOf(text: string): readonly Glyph[] {
  const glyphs: Glyph[] = [];
  let at = 0;
  let column = 0;
  for (const char of text) {
    const spread = char === '\t' ? tabWidth - (column % tabWidth) : undefined;
    const shown = spread === undefined ? printable(char) : ' '.repeat(spread);
    const width = spread ?? glyphWidth(shown);
    glyphs.push({ text: shown, width, at });
    at += char.length;
    column += width;
  }
  return glyphs;
}

function crop(glyphs: readonly Glyph[], before: number, length: number, width: number): Excerpt {
  const whole = widthOf(glyphs);
  if (whole <= width) return { text: textOf(glyphs), before, length };
  // Two columns are for the marks that say something was cut.
  const room = Math.max(1, width - 2);
  const from = before + length <= room ? 0 : Math.min(before, Math.max(0, before - Math.floor(room / 3)));
  const kept: Glyph[] = [];
  let column = 0;
  let start: number | undefined;
  let taken = 0;
  for (const glyph of glyphs) {
    if (column >= from && taken + glyph.width <= room) {
      start ??= column;
      kept.push(glyph);
      taken += glyph.width;
    } else if (start !== undefined) break;
    column += glyph.width;
  }
  const cutAhead = (start ?? 0) > 0;
  const shift = before - (start ?? 0);
  return {
    text: `${cutAhead ? '…' : ''}${textOf(kept)}${(start ?? 0) + taken < whole ? '…' : ''}`,
    before: shift + (cutAhead ? 1 : 0),
    length: Math.max(1, Math.min(length, taken - shift)),
  };
}

function widthOf(glyphs: readonly Glyph[]): number {
  return glyphs.reduce((sum, glyph) => sum + glyph.width, 0);
}

function textOf(glyphs: readonly Glyph[]): string {
  return glyphs.map((glyph) => glyph.text).join('');
}
