import { code, unusual, type YamlCursor } from './yaml-cursor.ts';
import { plainKeyEnd } from './yaml-direct-scalars.ts';
import { missingColon } from './yaml-keys.ts';
import { readPartByLibrary } from './yaml-library.ts';
import { plainValue } from './yaml-scalar.ts';
import type { YamlEntry } from './yaml-tree.ts';

/** An entry by the slower reader: its key's line and the lines that stand further in. */
export function readPart(cursor: YamlCursor, column: number): readonly YamlEntry[] {
  const { text, offset } = cursor;
  const start = offset - column;
  if (cursor.allowance < 0) throw unusual;
  if (text.slice(start, offset).trim() !== '' || (start > 0 && text[start - 1] !== '\n')) throw unusual;
  const end = partEnd(cursor, column);
  cursor.allowance -= end - start;
  if (cursor.allowance < 0) throw unusual;
  const node = readPartByLibrary(cursor.context, cursor.comments, start, end);
  if (node?.kind !== 'map' || node.flow || node.span.start !== offset) throw unusual;
  cursor.offset = end;
  cursor.findContent();
  if (cursor.column > column) throw unusual;
  return node.entries;
}

/** Start of the first line that does not belong to the entry whose key stands here; blank lines and comments before it do. */
function partEnd(cursor: YamlCursor, column: number): number {
  const { text } = cursor;
  let lineStart = text.indexOf('\n', cursor.offset) + 1;
  for (; lineStart > 0; lineStart = text.indexOf('\n', lineStart) + 1) {
    let at = lineStart;
    while (text.charCodeAt(at) === code.space) at++;
    const found = text.charCodeAt(at);
    const item = at - lineStart === column && found === code.dash && cursor.isBlank(at + 1);
    if (at - lineStart <= column && !item && found !== code.hash && !cursor.isBlankLine(at)) return lineStart;
  }
  return text.length;
}

/** A line that holds a key without its colon, as while it is being typed: noted, and the lines around it read on. */
export function readKeyAlone(cursor: YamlCursor, column: number, first: boolean): YamlEntry {
  const { text, offset: start } = cursor;
  const comment = text.slice(start, cursor.lineEnd(start)).search(/[ \t]#/);
  const lineEnd = comment < 0 ? cursor.lineEnd(start) : start + comment;
  const end = start + text.slice(start, lineEnd).trimEnd().length;
  const raw = text.slice(start, end);
  cursor.offset = end;
  cursor.leaveLine();
  const another =
    cursor.column === column && (!first || (!cursor.isDash() && plainKeyEnd(cursor) !== undefined));
  const last = cursor.column < column && !first;
  if (!another && !last) throw unusual;
  const span = cursor.context.span(start, end);
  cursor.context.report(start, end, missingColon(raw));
  return { key: { kind: 'scalar', text: raw, value: plainValue(raw), style: 'plain', span }, span };
}
