import { isOpaque, opaqueEnd } from '../../core/parse/nginx-opaque.ts';
import { type NginxToken, NginxTokens } from '../../core/parse/nginx-tokens.ts';
import type { Source } from '../../core/text/index.ts';

/** One thing that formatting does not touch; blanks and line breaks between two of them it may. */
export interface Piece {
  /** `template`: text that is filled in before nginx reads it. `other`: a block in another language, braces included. */
  readonly kind: NginxToken['kind'] | 'comment' | 'template' | 'other';
  readonly start: number;
  readonly end: number;
}

/** A file's words, punctuation, comments and template text, in order: what is left between them is blank. */
export function piecesOf(source: Source): readonly Piece[] {
  const { text } = source;
  const tokens = new NginxTokens(source.path, text);
  const found: Piece[] = [];
  let name: string | undefined;
  for (;;) {
    const token = tokens.next(name === undefined);
    if (token.kind === 'end') break;
    if (token.kind === '{' && isOpaque(name ?? '')) {
      tokens.at = (opaqueEnd(text, token.end) ?? text.length - 1) + 1;
      found.push({ kind: 'other', start: token.start, end: tokens.at });
      name = undefined;
      continue;
    }
    found.push({ kind: token.kind, start: token.start, end: token.end });
    name = token.kind === 'word' ? (name ?? token.text) : undefined;
  }
  const comments = tokens.comments.map(({ start, end }): Piece => ({ kind: 'comment', start, end }));
  return withTemplates(merged(found, comments), text);
}

function merged(tokens: readonly Piece[], comments: readonly Piece[]): readonly Piece[] {
  const all: Piece[] = [];
  let next = 0;
  for (const token of tokens) {
    while (next < comments.length && comments[next]!.start < token.start) all.push(comments[next++]!);
    all.push(token);
  }
  return [...all, ...comments.slice(next)];
}

/** What is between two pieces and is not blank is template text, a line break in it included. */
function withTemplates(pieces: readonly Piece[], text: string): readonly Piece[] {
  const all: Piece[] = [];
  let at = 0;
  for (const piece of [...pieces, { kind: 'end', start: text.length, end: text.length } as const]) {
    const between = text.slice(at, piece.start);
    const lump = between.trim();
    if (lump !== '') {
      const start = at + between.indexOf(lump);
      all.push({ kind: 'template', start, end: start + lump.length });
    }
    if (piece.kind !== 'end') all.push(piece);
    at = piece.end;
  }
  return all;
}
