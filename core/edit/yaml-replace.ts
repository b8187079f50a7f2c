import type { YamlNode, YamlScalar } from '../parse/yaml-tree.ts';
import type { Source, TextEdit } from '../text/index.ts';
import { codeEnd, codeLineBefore, contentColumn, isInFlow, lineEndAt, replacing } from './yaml-place.ts';
import { columnOf, styleOf, styleWithin } from './yaml-style.ts';
import {
  isBlockInput,
  isList,
  isLiteralSafe,
  isObject,
  isPlainSafe,
  isPlainSyntax,
  isRaw,
  literalHeader,
  literalLines,
  quoted,
  writeBlock,
  writeFlow,
  writeScalar,
  type YamlInput,
} from './yaml-write.ts';

/** Give a scalar another text, keeping its quotes where they can be kept. */
export function replaceScalar(scalar: YamlScalar, text: string): TextEdit {
  const { source, start, end } = scalar.span;
  return replacing(source, start, end, scalarText(scalar, text));
}

function scalarText(scalar: YamlScalar, text: string): string {
  const style = styleOf(scalar.span.source);
  if (scalar.style === 'literal' || scalar.style === 'folded') return blockText(scalar, text);
  if (scalar.style !== 'plain') return quoted(text, scalar.style === 'single' ? "'" : '"');
  const flow = isInFlow(scalar.span);
  const typed =
    typeof scalar.value !== 'string' && text !== '' && isPlainSyntax(text, flow) && text === text.trim();
  return typed || isPlainSafe(text, flow) ? text : quoted(text, style.quote);
}

/** A block scalar stays one where the text has several lines; its header's comment is kept. */
function blockText(scalar: YamlScalar, text: string): string {
  const { source, start, end } = scalar.span;
  const style = styleOf(source);
  const header = source.text.slice(start, Math.min(end, lineEndAt(source, start)));
  const comment = /\s+#.*$/.exec(header)?.[0] ?? '';
  if (!isLiteralSafe(text)) return writeScalar(text.replace(/\n$/, ''), style, false) + comment;
  const line = source.position(start).line;
  const column = contentColumn(source.line(line)) + style.step;
  return [literalHeader(text) + comment, ...literalLines(text, column)].join(style.eol);
}

/** Replace any node by a value in the file's style; its tag and anchor stay. A value that is there already needs no edit. */
export function replaceYaml(node: YamlNode, value: YamlInput): readonly TextEdit[] {
  if (holds(node, value)) return [];
  const { source, start, end } = node.span;
  const style = styleOf(source);
  if (isInFlow(node.span)) {
    const json = node.kind === 'scalar' && node.style === 'double';
    return [replacing(source, start, end, writeFlow(value, style, json))];
  }
  if (isBlockNode(node)) {
    return isBlockInput(value)
      ? blockByBlock(node, value)
      : blockByInline(node, writeScalar(value, style, false));
  }
  if (isBlockInput(value)) return inlineByBlock(node, value);
  const inQuotes = node.kind === 'scalar' && node.style !== 'plain';
  if (typeof value === 'string' && inQuotes) return [replaceScalar(node, value)];
  return [replacing(source, start, end, writeScalar(value, style, false))];
}

/** Whether a node has a value already. */
export function holds(node: YamlNode | undefined, value: YamlInput): boolean {
  if (!node) return value === null;
  if (isRaw(value)) {
    const { source, start, end } = node.span;
    return source.text.slice(start, end) === value.raw;
  }
  if (node.kind === 'scalar') return Object.is(node.value, value);
  if (node.kind === 'sequence') {
    return (
      isList(value) &&
      value.length === node.items.length &&
      value.every((item, index) => holds(node.items[index], item))
    );
  }
  if (node.kind !== 'map' || !isObject(value)) return false;
  const keys = Object.keys(value);
  return (
    keys.length === node.entries.length &&
    node.entries.every(
      (entry) => Object.hasOwn(value, entry.key.text) && holds(entry.value, value[entry.key.text]!),
    )
  );
}

function isBlockNode(node: YamlNode): boolean {
  return (node.kind === 'map' || node.kind === 'sequence') && !node.flow;
}

/** A block collection by another, on the same lines; a mapping in place of a list moves in behind its key. */
function blockByBlock(node: YamlNode, value: YamlInput & object): readonly TextEdit[] {
  if ((node.kind !== 'map' && node.kind !== 'sequence') || !isBlockInput(value)) return [];
  const { source, start, end } = node.span;
  const style = node.kind === 'map' ? styleWithin(node) : styleOf(source);
  const line = source.position(start).line;
  const alone = source.line(line).slice(0, source.position(start).column).trim() === '';
  const above = alone ? codeLineBefore(source, line) : undefined;
  const keyColumn = above === undefined ? -1 : contentColumn(source.line(above));
  const column = columnOf(node);
  const deeper = !isList(value) && column <= keyColumn ? keyColumn + style.step : column;
  const lines = writeBlock(value, deeper, style).join(style.eol);
  return [
    replacing(source, alone ? source.lineStarts[line]! : start, end, alone ? lines : lines.slice(deeper)),
  ];
}

/** A block collection by something on one line: behind the key where it stood below it, the key's comment kept. */
function blockByInline(node: YamlNode, text: string): readonly TextEdit[] {
  const { source, start, end } = node.span;
  const { line, column } = source.position(start);
  const above = source.line(line).slice(0, column).trim() === '' ? codeLineBefore(source, line) : undefined;
  if (
    above === undefined ||
    !/[:-]$|[&!]\S*$/.test(source.line(above).slice(0, codeEnd(source, above) - source.lineStarts[above]!))
  ) {
    return [replacing(source, start, end, text)];
  }
  const at = codeEnd(source, above);
  return [replacing(source, at, at, ` ${text}`), replacing(source, source.lineEnd(line - 1), end, '')];
}

/** Something on one line by a block collection: below its key, or compact behind its dash. */
function inlineByBlock(node: YamlNode, value: YamlInput & object): readonly TextEdit[] {
  if (!isBlockInput(value)) return [];
  const { source, start, end } = node.span;
  const style = styleOf(source);
  const { line, column } = source.position(start);
  const keyColumn = contentColumn(source.line(line));
  if (keyColumn === column) {
    const [first = '', ...rest] = writeBlock(value, column, style);
    const below = lineEndAt(source, end);
    const edits = [replacing(source, start, end, first.slice(column))];
    if (rest.length > 0)
      edits.push(replacing(source, below, below, rest.map((each) => style.eol + each).join('')));
    return edits;
  }
  return placeBelow(
    source,
    start,
    end,
    writeBlock(value, keyColumn + (isList(value) ? style.listStep : style.step), style),
  );
}

/** Take out what stands from `start` to `end` on a key's line and put lines below that line. */
export function placeBelow(
  source: Source,
  start: number,
  end: number,
  lines: readonly string[],
): readonly TextEdit[] {
  const blanks = /[ \t]*$/.exec(source.text.slice(source.lineStarts[source.position(start).line], start))![0]
    .length;
  const at = lineEndAt(source, end);
  const { eol } = styleOf(source);
  const below = replacing(source, at, at, lines.map((line) => eol + line).join(''));
  return end === start && blanks === 0 ? [below] : [replacing(source, start - blanks, end, ''), below];
}
