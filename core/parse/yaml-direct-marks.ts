import { code, unusual, type YamlCursor } from './yaml-cursor.ts';
import type { YamlAlias } from './yaml-tree.ts';

/** The tag and anchor before a value. */
export interface Marks {
  tag: string | undefined;
  anchor: YamlAlias['anchor'];
  /** Offset behind the last of them. */
  end: number;
}

const anchorName = /[^ ,[\]{}\n\r\t]+/y;
const tagText = /![\w\-#;/?:@&=+$.!~*'()]*/y;

/** Tags and anchors before a value. */
export function readMarks(cursor: YamlCursor): Marks | undefined {
  cursor.skipSpaces();
  let marks: Marks | undefined;
  for (;;) {
    const { text, offset } = cursor;
    const found = text.charCodeAt(offset);
    if (found !== code.ampersand && found !== code.exclamation) return marks;
    const pattern = found === code.ampersand ? anchorName : tagText;
    pattern.lastIndex = found === code.ampersand ? offset + 1 : offset;
    const match = pattern.exec(text)?.[0];
    const end = pattern.lastIndex;
    if (match === undefined || match.endsWith(':') || !cursor.isBlank(end)) throw unusual;
    marks ??= { tag: undefined, anchor: undefined, end };
    if (found === code.ampersand ? marks.anchor : marks.tag) throw unusual;
    if (found === code.ampersand) marks.anchor = { name: match, span: cursor.context.span(offset, end) };
    else marks.tag = match;
    marks.end = end;
    cursor.offset = end;
    cursor.skipSpaces();
  }
}

/** `*name`; the cursor ends behind it. */
export function readAlias(cursor: YamlCursor): YamlAlias {
  const start = cursor.offset;
  anchorName.lastIndex = start + 1;
  const name = anchorName.exec(cursor.text)?.[0];
  if (name === undefined || name.endsWith(':')) throw unusual;
  const end = anchorName.lastIndex;
  cursor.offset = end;
  const target = cursor.context.resolve(name, start, end);
  return { kind: 'alias', name, span: cursor.context.span(start, end), ...(target && { target }) };
}
