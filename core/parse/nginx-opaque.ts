/** Blocks whose body is another language: OpenResty's `content_by_lua_block { … }` and its relatives. */
export function isOpaque(name: string): boolean {
  return /_by_(?:lua|njs)(?:_block)?$/.test(name);
}

/** What a brace may hide in: Lua's comments, long brackets and strings. */
const pieces = /--\[(=*)\[|\[(=*)\[|--|["'{}]/g;

/**
 * Offset of the `}` that closes an opaque block.
 * @param from offset behind its `{`
 * @returns undefined where the block is not closed
 */
export function opaqueEnd(text: string, from: number): number | undefined {
  let depth = 1;
  pieces.lastIndex = from;
  for (let match = pieces.exec(text); match; match = pieces.exec(text)) {
    const [piece] = match;
    if (piece === '{') depth++;
    else if (piece === '}') {
      depth--;
      if (depth === 0) return match.index;
    } else {
      const end = skip(text, piece, pieces.lastIndex, match[1] ?? match[2]);
      if (end === undefined) return undefined;
      pieces.lastIndex = end;
    }
  }
  return undefined;
}

/** Offset behind a comment, long bracket or string; undefined where a long bracket never ends. */
function skip(text: string, opener: string, from: number, level: string | undefined): number | undefined {
  if (level !== undefined) {
    const closer = `]${level}]`;
    const end = text.indexOf(closer, from);
    return end < 0 ? undefined : end + closer.length;
  }
  if (opener === '--') {
    const lineEnd = text.indexOf('\n', from);
    return lineEnd < 0 ? text.length : lineEnd;
  }
  let at = from;
  while (at < text.length && text[at] !== opener && text[at] !== '\n') at += text[at] === '\\' ? 2 : 1;
  return at + 1;
}
