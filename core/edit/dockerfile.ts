import type { DockerfileInstruction } from '../parse/dockerfile-tree.ts';
import { type Source, span, type TextEdit, textOf } from '../text/index.ts';

/**
 * Insert instruction lines before or behind an instruction, in its indentation. Comment lines right above it stay
 * with it: lines before go above them (never above the parser directives that open a file).
 */
export function insertInstruction(
  instruction: DockerfileInstruction,
  lines: readonly string[],
  where: 'before' | 'after',
): readonly TextEdit[] {
  if (lines.length === 0) return [];
  const { source, start, end } = instruction.span;
  const first = source.position(start).line;
  const indent = indentOf(source, first);
  const text = lines.map((line) => (line === '' ? '' : indent + line)).join(source.eol);
  if (where === 'after') {
    const at = source.lineEnd(source.position(end).line);
    return [{ span: span(source, at, at), text: source.eol + text }];
  }
  const at = lineStart(source, firstCommentAbove(source, first));
  return [{ span: span(source, at, at), text: text + source.eol }];
}

/** Replace an instruction (keyword to its last line) by another text; its line breaks become the file's own. */
export function replaceInstruction(instruction: DockerfileInstruction, text: string): readonly TextEdit[] {
  const { source } = instruction.span;
  return [{ span: instruction.span, text: text.replaceAll(/\r?\n/g, source.eol) }];
}

/** Take out an instruction with its lines; of the blank lines before and behind it, one set stays. Comments stay. */
export function removeInstruction(instruction: DockerfileInstruction): readonly TextEdit[] {
  const { source } = instruction.span;
  const first = source.position(instruction.span.start).line;
  const last = source.position(instruction.span.end).line;
  const before = first > 0 && isBlank(source, first - 1);
  const behind = last + 1 < source.lineStarts.length && isBlank(source, last + 1);
  const next = source.lineStarts[last + 1 + (before && behind ? 1 : 0)];
  if (next !== undefined) return [{ span: span(source, lineStart(source, first), next), text: '' }];
  // The file ends with it: the line break before it goes, so that the file ends as it did.
  const from = first === 0 ? lineStart(source, 0) : source.lineEnd(first - 1);
  return [{ span: span(source, from, source.lineEnd(last)), text: '' }];
}

/** The keyword in the file's casing: `user` in a file that writes lower case. */
export function keyword(instruction: DockerfileInstruction, name: string): string {
  const written = textOf(instruction.nameSpan);
  return written === written.toLowerCase() ? name.toLowerCase() : name.toUpperCase();
}

/** Offset of a line's first character; a byte order mark stays where it is. */
function lineStart(source: Source, line: number): number {
  const start = source.lineStarts[line] ?? source.text.length;
  return start === 0 && source.text.startsWith('\uFEFF') ? 1 : start;
}

function indentOf(source: Source, line: number): string {
  return /^[ \t]*/.exec(source.text.slice(lineStart(source, line), source.lineEnd(line)))![0];
}

function isBlank(source: Source, line: number): boolean {
  return source.line(line).trim() === '';
}

const directive = /^\uFEFF?\s*#\s*(?:syntax|escape|check)\s*=/i;

/** The first of the comment lines that stand right above a line; the line itself where there are none. */
function firstCommentAbove(source: Source, line: number): number {
  let directives = 0;
  while (directive.test(source.line(directives))) directives++;
  let first = line;
  while (first > directives && /^\uFEFF?\s*#/.test(source.line(first - 1))) first--;
  return first;
}
