import type { CST } from 'yaml';
import { type Composer, keyTooLong, spansLines } from './yaml-composer.ts';
import type { YamlContext } from './yaml-context.ts';
import { DuplicateKeys, emptyScalar, keyFrom } from './yaml-keys.ts';
import { type Properties, readEnd, readProperties } from './yaml-properties.ts';
import type { YamlEntry, YamlMap, YamlNode, YamlScalar, YamlSequence } from './yaml-tree.ts';

/** `[ ]` or `{ }`. A pair in a list is a mapping of one entry. */
export function composeFlow(
  composer: Composer,
  token: CST.FlowCollection,
  atRoot: boolean,
): YamlMap | YamlSequence {
  const { context } = composer;
  const isMap = token.start.source === '{';
  const items: YamlNode[] = [];
  const entries: YamlEntry[] = [];
  const seen = new DuplicateKeys(context);
  let offset = token.offset + 1;
  token.items.forEach((item, index) => {
    const before = readProperties(context, item.start, {
      indicator: 'explicit-key-ind',
      next: item.key ?? item.sep?.[0],
      offset,
      flow: true,
      parentIndent: token.indent,
      atLineStart: false,
    });
    if (!checkCommas(context, token, index, before)) return;
    if (!isMap && !item.sep && !before.indicator) {
      checkFlow(context, item.value);
      const node = composer.node(item.value, before) ?? emptyScalar(context, before.end ?? offset);
      items.push(node);
      offset = node.span.end;
      return;
    }
    const entry = composeFlowPair(composer, token, item, before);
    offset = entry.span.end;
    if (!isMap) items.push({ kind: 'map', entries: [entry], flow: true, span: entry.span });
    else {
      seen.add(entry.key);
      entries.push(entry);
    }
  });
  const span = context.span(token.offset, closeFlow(context, token, offset, atRoot));
  return isMap ? { kind: 'map', entries, flow: true, span } : { kind: 'sequence', items, flow: true, span };
}

/** Whether there is an item at all between the commas. */
function checkCommas(
  context: YamlContext,
  flow: CST.FlowCollection,
  index: number,
  before: Properties,
): boolean {
  const { sep, value, key } = flow.items[index]!;
  const { comma } = before;
  if (index === 0 && comma) context.reportAt(comma.offset, 'Unexpected ","');
  if (!before.indicator && !before.anchor && !before.tag && !sep && !value) {
    const last = index === flow.items.length - 1;
    if (!last && comma && index > 0) context.reportAt(before.start, 'An item is missing before ","');
    return false;
  }
  if (index > 0 && !comma) {
    context.reportAt(key?.offset ?? value?.offset ?? before.start, 'A comma is missing between two items');
  }
  return true;
}

function composeFlowPair(
  composer: Composer,
  flow: CST.FlowCollection,
  item: CST.CollectionItem,
  before: Properties,
): YamlEntry {
  const { context } = composer;
  const { key, sep, value } = item;
  checkFlow(context, key);
  const keyNode = keyFrom(context, composer.node(key, before), before.end ?? before.start);
  const after = readProperties(context, sep, {
    indicator: 'map-value-ind',
    next: value,
    offset: keyNode.span.end,
    flow: true,
    parentIndent: flow.indent,
    atLineStart: false,
  });
  if (flow.start.source === '[' && !before.indicator) checkImplicitKey(context, item, keyNode, before, after);
  if (value && !after.indicator) {
    const glued = 'source' in value && value.source?.[0] === ':';
    const message = glued ? 'A space is missing behind ":"' : 'A comma or ":" is missing between two items';
    context.reportAt(value.offset, message);
  }
  checkFlow(context, value);
  const valueNode = value || after.indicator ? composer.node(value, after) : undefined;
  const start = before.indicator ? before.indicator.offset : keyNode.span.start;
  const end = valueNode?.span.end ?? (after.indicator ? after.indicator.offset + 1 : keyNode.span.end);
  return {
    key: keyNode,
    ...(valueNode && { value: valueNode }),
    span: context.span(start, Math.max(start, end)),
  };
}

/** A key without `?` in a list stands on one line with its colon. */
function checkImplicitKey(
  context: YamlContext,
  { key, sep }: CST.CollectionItem,
  node: YamlScalar,
  before: Properties,
  after: Properties,
): void {
  const { start, end } = node.span;
  const colon = after.indicator;
  if (key && (spansLines(context, key) || (colon && newlineBefore(sep, colon)))) {
    context.report(start, end, 'A key in a [ ] list must stand on one line with its ":"');
  }
  if (colon && before.start < colon.offset - 1024) context.report(start, end, keyTooLong);
}

function newlineBefore(tokens: readonly CST.SourceToken[] | undefined, indicator: CST.SourceToken): boolean {
  return tokens?.some((token) => token.type === 'newline' && token.offset < indicator.offset) ?? false;
}

function checkFlow(context: YamlContext, token: CST.Token | null | undefined): void {
  if (token?.type === 'block-map')
    context.reportAt(token.offset, 'A comma is missing here, or quotes around the value');
  if (token?.type === 'block-seq')
    context.reportAt(token.offset, 'A list with dashes cannot stand inside [ ] or { }');
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
  context.reportAt(token.offset, `The closing "${expected}" is missing${where}`);
  readEnd(context, closing && closing.source.length !== 1 ? token.end : rest, true);
  return offset;
}
