import { CST } from 'yaml';
import type { Span } from '../text/index.ts';
import type { YamlContext } from './yaml-context.ts';
import { DuplicateKeys, emptyScalar, keyFrom, missingColon } from './yaml-keys.ts';
import { type Properties, readEnd, readProperties } from './yaml-properties.ts';
import { plainValue, taggedValue } from './yaml-scalar.ts';
import type { YamlEntry, YamlMap, YamlNode, YamlScalar, YamlSequence } from './yaml-tree.ts';

/** Turn one document of the `yaml` package's syntax tree into a node; undefined for an empty document. */
export function composeDocument(context: YamlContext, document: CST.Document): YamlNode | undefined {
  const { start, value, end, offset } = document;
  const properties = readProperties(context, start, {
    indicator: 'doc-start',
    offset,
    next: value ?? end?.[0],
    parentIndent: 0,
    atLineStart: true,
  });
  const block = value?.type === 'block-map' || value?.type === 'block-seq';
  if (properties.indicator && block && !properties.hasNewline) {
    context.report(value.offset, value.offset + 1, 'The content must start on the line behind "---"');
  }
  const node = composeNode(context, value, properties, true);
  readEnd(context, end, false);
  return node;
}

/** A node from its token; undefined where nothing stands there, neither value nor tag nor anchor. */
function composeNode(
  context: YamlContext,
  token: CST.Token | null | undefined,
  properties: Properties,
  atRoot = false,
): YamlNode | undefined {
  const { anchor, tag } = properties;
  const name = anchor?.source.slice(1);
  if (anchor && name === '') context.report(anchor.offset, anchor.offset + 1, 'The anchor has no name');
  if (name) context.open(name);
  const written = token && !(token.type === 'scalar' && token.source === '');
  const node = written ? composeToken(context, token, properties, atRoot) : undefined;
  if (!node && !anchor && !tag) return undefined;
  const plain = node ?? emptyScalar(context, properties.end ?? properties.start, tag?.source);
  if (!anchor && !tag) return plain;
  const result: YamlNode = {
    ...plain,
    ...(tag && { tag: tag.source }),
    ...(anchor && {
      anchor: { name: name!, span: context.span(anchor.offset, anchor.offset + anchor.source.length) },
    }),
  };
  if (name) context.define(name, result);
  return result;
}

function composeToken(
  context: YamlContext,
  token: CST.Token,
  properties: Properties,
  atRoot: boolean,
): YamlNode | undefined {
  switch (token.type) {
    case 'alias':
      if (properties.anchor || properties.tag) {
        context.report(
          token.offset,
          token.offset + token.source.length,
          'An alias can have neither tag nor anchor',
        );
      }
      return composeAlias(context, token);
    case 'scalar':
    case 'single-quoted-scalar':
    case 'double-quoted-scalar':
    case 'block-scalar':
      return composeScalar(context, token, properties.tag?.source, atRoot);
    case 'block-map':
      return composeMap(context, token);
    case 'block-seq':
      return composeSequence(context, token, properties);
    case 'flow-collection':
      return composeFlow(context, token, atRoot);
    default:
      context.report(token.offset, token.offset + 1, `Unexpected "${'source' in token ? token.source : ''}"`);
      return undefined;
  }
}

function composeAlias(context: YamlContext, token: CST.FlowScalar): YamlNode {
  const { offset, source } = token;
  const end = offset + source.length;
  const name = source.slice(1);
  readEnd(context, token.end, true);
  if (name === '') context.report(offset, end, 'The alias has no name');
  const target = name === '' ? undefined : context.resolve(name, offset, end);
  return { kind: 'alias', name, span: context.span(offset, end), ...(target && { target }) };
}

const styles = {
  scalar: 'plain',
  'single-quoted-scalar': 'single',
  'double-quoted-scalar': 'double',
} as const;

function composeScalar(
  context: YamlContext,
  token: CST.FlowScalar | CST.BlockScalar,
  tag: string | undefined,
  atRoot: boolean,
): YamlScalar {
  const resolved = CST.resolveAsScalar(token, true, (offset, code, message) => {
    if ((code === 'BAD_INDENT' && atRoot) || message.startsWith('Missing closing')) return;
    context.report(offset, offset + 1, scalarProblem(code, message));
  });
  if (token.type !== 'scalar' && token.type !== 'block-scalar' && !isClosed(token.source)) {
    const end = token.offset + token.source.length;
    context.report(token.offset, end, `The closing ${token.source[0]} is missing`);
  }
  const raw = resolved.value;
  const style =
    token.type === 'block-scalar'
      ? token.props[0] && 'source' in token.props[0] && token.props[0].source?.[0] === '>'
        ? 'folded'
        : 'literal'
      : (styles[token.type as keyof typeof styles] ?? 'plain');
  const plain = style === 'plain';
  const value = tag ? taggedValue(tag, raw, plain) : plain ? plainValue(raw) : raw;
  const span =
    token.type === 'block-scalar'
      ? blockSpan(context, token, resolved.range[1])
      : context.span(token.offset, token.offset + token.source.length);
  return { kind: 'scalar', text: value === null ? '' : raw, value, style, span };
}

/** Whether a text in quotes ends with its quote. The package looks at the last character alone, which may be an escaped one. */
function isClosed(source: string): boolean {
  const quote = source[0];
  for (let at = 1; at < source.length; at++) {
    if (quote === '"' && source[at] === '\\') at++;
    else if (quote === "'" && source[at] === quote && source[at + 1] === quote) at++;
    else if (source[at] === quote) return at === source.length - 1;
  }
  return false;
}

function scalarProblem(code: string, message: string): string {
  if (code === 'BAD_DQ_ESCAPE')
    return message.replace('Invalid escape sequence', 'No such escape in double quotes:');
  if (code === 'BAD_SCALAR_START') return message.replace('Plain value', 'An unquoted value');
  if (code === 'BAD_INDENT')
    return 'The text of a block scalar must be indented, each line like the first one at least';
  return message;
}

/** From the indicator to the end of the last line with content. */
function blockSpan(context: YamlContext, token: CST.BlockScalar, end: number): Span {
  const { text } = context.source;
  const header = token.props[0];
  const headerEnd = token.offset + (header && 'source' in header ? (header.source?.length ?? 1) : 1);
  let last = Math.min(end, text.length);
  const bodyStart = end - token.source.length;
  while (last > bodyStart && ' \t\r\n'.includes(text[last - 1]!)) last--;
  return context.span(token.offset, last > bodyStart ? last : headerEnd);
}

function composeMap(context: YamlContext, token: CST.BlockMap): YamlMap {
  const entries: YamlEntry[] = [];
  const seen = new DuplicateKeys(context);
  let offset = token.offset;
  for (const { start, key, sep, value } of token.items) {
    const before = readProperties(context, start, {
      indicator: 'explicit-key-ind',
      next: key ?? sep?.[0],
      offset,
      parentIndent: token.indent,
      atLineStart: true,
    });
    const explicit = before.indicator;
    if (!explicit && !before.anchor && !before.tag && !sep) continue;
    const entry = composePair(context, token, { before, key, sep, value });
    seen.add(entry.key);
    offset = entry.span.end;
    entries.push(entry);
  }
  const end = entries.at(-1)?.span.end ?? token.offset;
  const start = Math.min(token.offset, entries[0]?.span.start ?? token.offset);
  return { kind: 'map', entries, flow: false, span: context.span(start, end) };
}

interface PairTokens {
  readonly before: Properties;
  readonly key: CST.Token | null | undefined;
  readonly sep: CST.SourceToken[] | undefined;
  readonly value: CST.Token | undefined;
}

function composePair(
  context: YamlContext,
  map: CST.BlockMap,
  { before, key, sep, value }: PairTokens,
): YamlEntry {
  const explicit = before.indicator;
  if (
    explicit
      ? explicit.indent !== map.indent
      : key && 'indent' in key && key.indent !== map.indent && key.type !== 'block-seq'
  ) {
    context.report(
      before.start,
      before.start + 1,
      'This line is indented differently from its neighbours in the mapping',
    );
  }
  const keyNode = keyFrom(context, composeNode(context, key, before), before.end ?? before.start);
  const after = readProperties(context, sep, {
    indicator: 'map-value-ind',
    next: value,
    offset: keyNode.span.end,
    parentIndent: map.indent,
    atLineStart: !key || key.type === 'block-scalar',
  });
  if (!explicit) checkImplicitKey(context, key, keyNode, before, after, value);
  const valueNode = after.indicator ? composeNode(context, value, after) : undefined;
  const colonEnd = after.indicator ? after.indicator.offset + 1 : keyNode.span.end;
  const start = explicit ? explicit.offset : keyNode.span.start;
  return {
    key: keyNode,
    ...(valueNode && { value: valueNode }),
    span: context.span(start, Math.max(valueNode?.span.end ?? colonEnd, start)),
  };
}

function checkImplicitKey(
  context: YamlContext,
  key: CST.Token | null | undefined,
  node: YamlScalar,
  before: Properties,
  after: Properties,
  value: CST.Token | undefined,
): void {
  const { start, end } = node.span;
  if (key?.type === 'block-seq') {
    context.report(
      start,
      end,
      'A list cannot stand here: the key before it has a value already, or none was given',
    );
  } else if (before.newlineBehind || (key && spansLines(context, key))) {
    context.report(start, end, missingColon(context.source.text.slice(start, end)));
  } else if (!after.indicator) {
    context.report(start, end, missingColon(context.source.text.slice(start, end)));
  }
  if (!after.indicator) return;
  if (value?.type === 'block-map' && !after.hasNewline) {
    context.report(
      value.offset,
      value.offset + 1,
      'A second ": " on one line: quote the value, or put the mapping on lines of its own',
    );
  }
  if (before.start < after.indicator.offset - 1024)
    context.report(start, end, 'A key may be 1024 characters long at most');
}

function spansLines(context: YamlContext, token: CST.Token): boolean {
  if (token.type === 'flow-collection') {
    const closing = token.end[0];
    return context.source.text.slice(token.offset, closing?.offset ?? token.offset).includes('\n');
  }
  if (token.type === 'block-map' || token.type === 'block-seq' || token.type === 'block-scalar') return true;
  return 'source' in token && (token.source?.includes('\n') ?? false);
}

function composeSequence(
  context: YamlContext,
  token: CST.BlockSequence,
  properties: Properties,
): YamlSequence {
  const last = properties.anchor ?? properties.tag;
  if (last && !properties.newlineBehind) {
    context.report(
      last.offset,
      last.offset + last.source.length,
      'The list must start on the line behind this tag or anchor',
    );
  }
  const items: YamlNode[] = [];
  let end = token.offset;
  for (const { start, value } of token.items) {
    const before = readProperties(context, start, {
      indicator: 'seq-item-ind',
      next: value,
      offset: end,
      parentIndent: token.indent,
      atLineStart: true,
    });
    if (!before.indicator) {
      if (!before.anchor && !before.tag && !value) continue;
      const at = value?.offset ?? before.start;
      context.report(
        at,
        at + 1,
        value?.type === 'block-seq'
          ? 'This item is indented differently from the others of its list'
          : '"-" is missing before this item',
      );
    }
    const item = composeNode(context, value, before) ?? emptyScalar(context, before.end ?? end);
    end = Math.max(before.end ?? end, item.span.end);
    items.push(item);
  }
  return { kind: 'sequence', items, flow: false, span: context.span(token.offset, end) };
}

function composeFlow(
  context: YamlContext,
  token: CST.FlowCollection,
  atRoot: boolean,
): YamlMap | YamlSequence {
  const isMap = token.start.source === '{';
  const items: YamlNode[] = [];
  const entries: YamlEntry[] = [];
  const seen = new DuplicateKeys(context);
  let offset = token.offset + 1;
  token.items.forEach((item, index) => {
    const last = index === token.items.length - 1;
    const before = readProperties(context, item.start, {
      indicator: 'explicit-key-ind',
      next: item.key ?? item.sep?.[0],
      offset,
      flow: true,
      parentIndent: token.indent,
      atLineStart: false,
    });
    const { comma } = before;
    const empty = !before.indicator && !before.anchor && !before.tag && !item.sep && !item.value;
    if (index === 0 && comma) context.report(comma.offset, comma.offset + 1, 'Unexpected ","');
    if (empty) {
      if (!last && comma && index > 0)
        context.report(before.start, before.start + 1, 'An item is missing before ","');
      return;
    }
    if (index > 0 && !comma) {
      context.report(
        item.key?.offset ?? item.value?.offset ?? before.start,
        before.start + 1,
        'A comma is missing between two items',
      );
    }
    if (!isMap && !item.sep && !before.indicator) {
      if (isBlock(item.value)) reportBlock(context, item.value!);
      const node = composeNode(context, item.value, before) ?? emptyScalar(context, before.end ?? offset);
      items.push(node);
      offset = node.span.end;
      return;
    }
    const entry = composeFlowPair(context, token, item, before);
    offset = entry.span.end;
    if (isMap) {
      seen.add(entry.key);
      entries.push(entry);
    } else items.push({ kind: 'map', entries: [entry], flow: true, span: entry.span });
  });
  const span = context.span(token.offset, closeFlow(context, token, offset, atRoot));
  return isMap ? { kind: 'map', entries, flow: true, span } : { kind: 'sequence', items, flow: true, span };
}

function composeFlowPair(
  context: YamlContext,
  flow: CST.FlowCollection,
  { key, sep, value }: CST.CollectionItem,
  before: Properties,
): YamlEntry {
  if (isBlock(key)) reportBlock(context, key!);
  const keyNode = keyFrom(context, composeNode(context, key, before), before.end ?? before.start);
  const after = readProperties(context, sep, {
    indicator: 'map-value-ind',
    next: value,
    offset: keyNode.span.end,
    flow: true,
    parentIndent: flow.indent,
    atLineStart: false,
  });
  const implicitInSequence = flow.start.source === '[' && !before.indicator;
  if (
    implicitInSequence &&
    key &&
    (spansLines(context, key) || (after.indicator && after.hasNewline && newlineBefore(sep, after.indicator)))
  ) {
    context.report(
      keyNode.span.start,
      keyNode.span.end,
      'A key in a [ ] list must stand on one line with its ":"',
    );
  }
  if (implicitInSequence && after.indicator && before.start < after.indicator.offset - 1024) {
    context.report(keyNode.span.start, keyNode.span.end, 'A key may be 1024 characters long at most');
  }
  if (value && !after.indicator) {
    const glued = 'source' in value && value.source?.[0] === ':';
    context.report(
      value.offset,
      value.offset + 1,
      glued ? 'A space is missing behind ":"' : 'A comma or ":" is missing between two items',
    );
  }
  if (isBlock(value)) reportBlock(context, value!);
  const valueNode = value || after.indicator ? composeNode(context, value, after) : undefined;
  const start = before.indicator ? before.indicator.offset : keyNode.span.start;
  const end = valueNode?.span.end ?? (after.indicator ? after.indicator.offset + 1 : keyNode.span.end);
  return {
    key: keyNode,
    ...(valueNode && { value: valueNode }),
    span: context.span(start, Math.max(start, end)),
  };
}

function newlineBefore(tokens: readonly CST.SourceToken[] | undefined, indicator: CST.SourceToken): boolean {
  return tokens?.some((token) => token.type === 'newline' && token.offset < indicator.offset) ?? false;
}

function isBlock(token: CST.Token | null | undefined): boolean {
  return token?.type === 'block-map' || token?.type === 'block-seq';
}

function reportBlock(context: YamlContext, token: CST.Token): void {
  context.report(
    token.offset,
    token.offset + 1,
    'Indented mappings and lists cannot stand inside [ ] or { }',
  );
}

/** Check the closing bracket; the offset behind it, or behind the last item where it is missing. */
function closeFlow(context: YamlContext, token: CST.FlowCollection, offset: number, atRoot: boolean): number {
  const expected = token.start.source === '{' ? '}' : ']';
  const [closing, ...rest] = token.end;
  if (closing?.source === expected) {
    readEnd(context, rest, true);
    return closing.offset + 1;
  }
  const where = atRoot ? '' : ', or it stands less indented than what it closes';
  context.report(token.offset, token.offset + 1, `The closing "${expected}" is missing${where}`);
  readEnd(context, closing && closing.source.length !== 1 ? token.end : rest, true);
  return offset;
}
