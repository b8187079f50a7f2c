import type { NginxContext } from '../../core/model/nginx.ts';
import { contextInside } from '../../core/model/nginx-context.ts';
import { isOpaque, opaqueEnd } from '../../core/parse/nginx-opaque.ts';
import { NginxTokens } from '../../core/parse/nginx-tokens.ts';
import type { Source } from '../../core/text/index.ts';

/** What is being written at a place of a text that is not finished. */
export interface Cursor {
  /** `name`: a directive's. `argument`: a word behind one. `string`: inside quotes. `none`: a comment, or another language. */
  readonly place: 'name' | 'argument' | 'string' | 'none';
  /** The context of the block around; `unknown` where the file's own is not known. */
  readonly context: NginxContext | 'unknown';
  /** Names of the blocks around, the innermost last. */
  readonly blocks: readonly string[];
  /** Words of the directive before the one that is being written, its name first. */
  readonly words: readonly string[];
  /** What there is of the word, up to the place. */
  readonly typed: string;
  /** Where the word begins. */
  readonly start: number;
}

/**
 * Reads a text up to an offset, as nginx would: what stands behind it cannot lead astray, and nothing has to be finished.
 * @param outer the context of the file's top level.
 */
export function cursorAt(source: Source, offset: number, outer: NginxContext | 'unknown'): Cursor {
  const text = source.text.slice(0, offset);
  const tokens = new NginxTokens(source.path, text);
  const blocks: string[] = [];
  let words: { text: string; start: number; end: number; open: boolean }[] = [];
  for (;;) {
    const token = tokens.next(words.length === 0);
    if (token.kind === 'end') break;
    if (token.kind === 'word') {
      const open = token.quote !== undefined && token.flaw === 'unterminated';
      words.push({ text: token.text, start: token.start, end: token.end, open });
      continue;
    }
    if (token.kind === '{') {
      blocks.push(words[0]?.text ?? '');
      // Another language stands in it: what its braces close is not ours to say.
      if (isOpaque(words[0]?.text ?? '')) {
        const end = opaqueEnd(text, token.end);
        if (end === undefined) return nothing(offset, outer, blocks);
        tokens.at = end + 1;
        blocks.pop();
      }
    }
    if (token.kind === '}') blocks.pop();
    words = [];
  }
  const context = blocks.reduce<NginxContext | 'unknown'>(
    (around, name) => contextInside(name, around),
    outer,
  );
  const inComment = tokens.comments.at(-1)?.end === offset && !/[\r\n]$/.test(text);
  if (inComment) return nothing(offset, context, blocks);
  const last = words.at(-1);
  const touches = last !== undefined && (last.end === offset || last.open);
  const before = (touches ? words.slice(0, -1) : words).map((word) => word.text);
  const start = touches ? last.start : offset;
  const place = touches && last.open ? 'string' : before.length === 0 ? 'name' : 'argument';
  return { place, context, blocks, words: before, typed: text.slice(start), start };
}

function nothing(offset: number, context: NginxContext | 'unknown', blocks: readonly string[]): Cursor {
  return { place: 'none', context, blocks, words: [], typed: '', start: offset };
}
