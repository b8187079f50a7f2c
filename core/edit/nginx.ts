import type { NginxArgument, NginxNode } from '../parse/nginx-tree.ts';
import { type Source, span, type TextEdit } from '../text/index.ts';

/** Where lines go in a block; the start where nothing is said. */
export interface NginxInsertion {
  /** Behind the last directive of these names that stands in the block. */
  readonly after?: readonly string[];
  readonly at?: 'start' | 'end';
}

/**
 * Insert lines (directives with their `;`) into a block: behind the last of the `after` names found, else at its start or end;
 * in its indentation. A tab at a line's beginning stands for one level of the file's own indentation.
 * @returns nothing for a directive without a block
 */
export function insertIntoBlock(
  block: NginxNode,
  lines: readonly string[],
  options: NginxInsertion = {},
): readonly TextEdit[] {
  if (!block.block || lines.length === 0) return [];
  const { span: braces, nodes } = block.block;
  const { source } = braces;
  const anchor = nodes.findLast((node) => node.span.source === source && options.after?.includes(node.name));
  if (anchor) return insertBeside(anchor, lines, 'after');
  const last = nodes.at(-1);
  const closed = source.text[braces.end - 1] === '}' && braces.end - 1 > braces.start;
  if (sameLine(source, braces.start, braces.end)) return [inOneLine(block, lines, options.at ?? 'start')];
  if (options.at === 'end' && last && (!closed || !firstOnLine(source, braces.end - 1)))
    return insertBeside(last, lines, 'after');
  const indent = childIndent(block);
  if (options.at === 'end' && closed)
    return [insert(source, lineStart(source, braces.end - 1), ownLines(source, lines, indent))];
  const rest = restOfLine(source, braces.start + 1);
  if (rest === undefined) return [insert(source, braces.start + 1, ` ${inline(lines)}`)];
  return [insert(source, rest, behind(source, lines, indent))];
}

/** Insert lines before or behind a directive, in its indentation; before means above the comments that stand right above it. */
export function insertBeside(
  node: NginxNode,
  lines: readonly string[],
  where: 'before' | 'after',
): readonly TextEdit[] {
  if (lines.length === 0) return [];
  const { source, start, end } = node.span;
  const indent = indentAt(source, start);
  if (where === 'before') {
    if (!firstOnLine(source, start)) return [insert(source, start, `${inline(lines)} `)];
    return [insert(source, aboveComments(source, start), ownLines(source, lines, indent))];
  }
  const rest = restOfLine(source, end);
  if (rest === undefined) return [insert(source, end, ` ${inline(lines)}`)];
  return [insert(source, rest, behind(source, lines, indent))];
}

/** Replace a directive (name to `;`) by another text, its trailing comment kept. */
export function replaceDirective(node: NginxNode, text: string): readonly TextEdit[] {
  return [{ span: node.span, text }];
}

/** Take out a directive with its line and the comment behind it; alone where other directives share the line. */
export function removeDirective(node: NginxNode): readonly TextEdit[] {
  const { source, start, end } = node.span;
  const rest = restOfLine(source, end);
  if (firstOnLine(source, start) && rest !== undefined) {
    const next = source.lineStarts[source.position(end).line + 1] ?? source.text.length;
    return [{ span: span(source, lineStart(source, start), next), text: '' }];
  }
  let from = start;
  while (source.text[from - 1] === ' ' || source.text[from - 1] === '\t') from--;
  return [{ span: span(source, firstOnLine(source, start) ? start : from, end), text: '' }];
}

/** Replace one argument, keeping its quotes; an unquoted one is quoted where the new text needs it. */
export function replaceArgument(argument: NginxArgument, text: string): TextEdit {
  const quote = argument.quote ?? (needsQuotes(text) ? (text.includes('"') ? "'" : '"') : undefined);
  return { span: argument.span, text: quote ? quoted(text, quote) : text };
}

function needsQuotes(text: string): boolean {
  return text === '' || /[\s;]|(?:^|[^$])\{|^["'#}]/.test(text);
}

/** Only the quote itself, and backslashes that nginx would take for an escape, are escaped. */
function quoted(text: string, quote: '"' | "'"): string {
  const escaped = text.replace(/\\(?=["'\\trn]|$)/g, '\\\\').replaceAll(quote, `\\${quote}`);
  return quote + escaped + quote;
}

function inOneLine(block: NginxNode, lines: readonly string[], at: 'start' | 'end'): TextEdit {
  const { source, start, end } = block.block!.span;
  const empty = block.block!.nodes.length === 0;
  if (at === 'end' && !empty) return insert(source, block.block!.nodes.at(-1)!.span.end, ` ${inline(lines)}`);
  const spaced = /\s/.test(source.text[start + 1] ?? '');
  return insert(source, start + 1, ` ${inline(lines)}${spaced || end - start <= 1 ? '' : ' '}`);
}

function inline(lines: readonly string[]): string {
  return lines.map((line) => line.trim()).join(' ');
}

/** Lines to be put where a line begins. */
function ownLines(source: Source, lines: readonly string[], indent: string): string {
  return lines.map((line) => written(source, line, indent) + source.eol).join('');
}

/** Lines to be put where a line ends. */
function behind(source: Source, lines: readonly string[], indent: string): string {
  return lines.map((line) => source.eol + written(source, line, indent)).join('');
}

function written(source: Source, line: string, indent: string): string {
  if (line === '') return '';
  const levels = /^\t*/.exec(line)![0].length;
  return indent + (levels > 0 ? unitOf(source).repeat(levels) : '') + line.slice(levels);
}

function insert(source: Source, at: number, text: string): TextEdit {
  return { span: span(source, at, at), text };
}

/** Blanks at the beginning of an offset's line. */
function indentAt(source: Source, offset: number): string {
  return /^[ \t]*/.exec(source.line(source.position(offset).line))![0];
}

/** The indentation of a block's directives: as its first one's that has a line of its own, else one level more than the block. */
function childIndent(block: NginxNode): string {
  const { source } = block.span;
  const child = block.block!.nodes.find(
    (node) => node.span.source === source && firstOnLine(source, node.span.start),
  );
  return child ? indentAt(source, child.span.start) : indentAt(source, block.span.start) + unitOf(source);
}

/** One level of a file's indentation: that of its first indented line, four blanks where there is none. */
function unitOf(source: Source): string {
  const first = /(?:^|[\r\n])([ \t]+)[^\s#]/.exec(source.text)?.[1];
  if (first === undefined) return '    ';
  return first.startsWith('\t') ? '\t' : first;
}

function lineStart(source: Source, offset: number): number {
  return source.lineStarts[source.position(offset).line]!;
}

function sameLine(source: Source, a: number, b: number): boolean {
  return source.position(a).line === source.position(b).line;
}

function firstOnLine(source: Source, offset: number): boolean {
  return source.text.slice(lineStart(source, offset), offset).trim() === '';
}

/** The end of an offset's line where nothing but blanks or a comment follows on it. */
function restOfLine(source: Source, offset: number): number | undefined {
  const end = source.lineEnd(source.position(offset).line);
  return /^[ \t]*(?:#.*)?$/.test(source.text.slice(offset, end)) ? end : undefined;
}

/** The beginning of the first of the comment lines that stand right above an offset's line. */
function aboveComments(source: Source, offset: number): number {
  let { line } = source.position(offset);
  while (
    line > 0 &&
    source
      .line(line - 1)
      .trimStart()
      .startsWith('#')
  )
    line--;
  return source.lineStarts[line]!;
}

/** Take out one argument with the blanks before it. */
export function removeArgument({ span: at }: NginxArgument): TextEdit {
  const { source, end } = at;
  let { start } = at;
  while (/\s/.test(source.text[start - 1] ?? '')) start--;
  return { span: span(source, start, end), text: '' };
}
