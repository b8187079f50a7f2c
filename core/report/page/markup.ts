import { printable } from '../render/width.ts';

/** HTML that is safe to write as it stands. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** What may stand in a template: text is escaped, lists are joined, `false` and `undefined` are nothing. */
export type Piece = string | number | Markup | readonly Piece[] | false | undefined;

/** A template of HTML in which every text that is put in is escaped, for elements and for quoted attributes alike. */
export function html(strings: TemplateStringsArray, ...pieces: readonly Piece[]): Markup {
  return new Markup(
    strings.map((part, index) => part + (index < pieces.length ? written(pieces[index]) : '')).join(''),
  );
}

function written(piece: Piece): string {
  if (piece === undefined || piece === false) return '';
  if (piece instanceof Markup) return piece.text;
  if (typeof piece === 'object') return piece.map(written).join('');
  return escaped(String(piece));
}

const names: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Control characters are made visible: they could hide what a line says. */
function escaped(text: string): string {
  return printable(text).replace(/[&<>"']/g, (char) => names[char] ?? char);
}

/** A sentence in which what stands between backticks is code. */
export function words(text: string): Markup {
  const parts = text.split('`');
  if (parts.length % 2 === 0) return html`${text}`;
  return html`${parts.map((part, index) => (index % 2 === 0 ? part : html`<code>${part}</code>`))}`;
}
