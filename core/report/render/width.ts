/**
 * How texts take up room on a terminal.
 * Wide ranges: Unicode 16, UAX #11 "East Asian Width" (W and F), https://www.unicode.org/reports/tr11/, taken 2026-11.
 */
const wide =
  /^[\u1100-\u115f\u2329\u232a\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{16fe0}-\u{18aff}\u{1aff0}-\u{1b2ff}\u{1f200}-\u{1f2ff}\u{20000}-\u{3fffd}]$|^\p{Emoji_Presentation}$/u;
const combining = /^(?:\p{Mn}|\p{Me}|[\u200b-\u200d]|\u2060|\ufeff)$/u;

/** Columns that one code point takes: 0, 1 or 2. */
export function glyphWidth(glyph: string): 0 | 1 | 2 {
  if (glyph.length === 1 && glyph >= ' ' && glyph < '\u0300') return 1;
  if (combining.test(glyph)) return 0;
  return wide.test(glyph) ? 2 : 1;
}

/** Columns that a text without control characters takes. */
export function displayWidth(text: string): number {
  let width = 0;
  for (const glyph of text) width += glyphWidth(glyph);
  return width;
}

/**
 * A text that a terminal can be given as it is: control characters and those that turn the direction of writing,
 * which could rewrite what stands around them, become visible signs of one column.
 */
export function printable(text: string): string {
  return text.replace(unprintable, (glyph) => {
    const code = glyph.charCodeAt(0);
    if (code < 0x20) return String.fromCharCode(0x2400 + code);
    return code === 0x7f ? '\u2421' : '\ufffd';
  });
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what it is for
const unprintable = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/** Break a text into lines of at most `width` columns at its blanks; a longer word stays whole. */
export function wrap(text: string, width: number | undefined): readonly string[] {
  if (width === undefined || displayWidth(text) <= width) return [text];
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line === '' || displayWidth(longer) <= width) line = longer;
    else {
      lines.push(line);
      line = word;
    }
  }
  return [...lines, line];
}
