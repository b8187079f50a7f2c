import type { CST } from 'yaml';
import { type Composer, keyTooLong, spansLines } from './yaml-composer.ts';
import type { YamlContext } from './yaml-context.ts';
import { DuplicateKeys, emptyScalar, keyFrom, missingColon } from './yaml-keys.ts';
import { type Properties, readProperties } from './yaml-properties.ts';
import type { YamlEntry, YamlMap, YamlNode, YamlScalar, YamlSequence } from './yaml-tree.ts';

/** A block mapping; an entry for each key, also where its colon or value is missing. */
export function composeMap(composer: Composer, token: CST.BlockMap): YamlMap {
  const { context } = composer;
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
    const entry = composePair(composer, token, { before, key, sep, value });
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

function composePair(composer: Composer, map: CST.BlockMap, tokens: PairTokens): YamlEntry {
  const { context } = composer;
  const { before, key, sep, value } = tokens;
  const explicit = before.indicator;
  const keyNode = keyFrom(context, composer.node(key, before), before.end ?? before.start);
  const indent = explicit
    ? explicit.indent
    : key && 'indent' in key && key.type !== 'block-seq'
      ? key.indent
      : undefined;
  if (indent !== undefined && indent !== map.indent) {
    const { start, end } = keyNode.span;
    context.report(start, end, 'This line is indented differently from its neighbours in the mapping');
  }
  const after = readProperties(context, sep, {
    indicator: 'map-value-ind',
    next: value,
    offset: keyNode.span.end,
    parentIndent: map.indent,
    atLineStart: !key || key.type === 'block-scalar',
  });
  if (!explicit) checkImplicitKey(context, tokens, keyNode, after);
  const valueNode = after.indicator ? composer.node(value, after) : undefined;
  const colonEnd = after.indicator ? after.indicator.offset + 1 : keyNode.span.end;
  const start = explicit ? explicit.offset : keyNode.span.start;
  const span = context.span(start, Math.max(valueNode?.span.end ?? colonEnd, start));
  return { key: keyNode, ...(valueNode && { value: valueNode }), span };
}

/** A key without `?` stands on one line, has its colon, and no second key behind it. */
function checkImplicitKey(
  context: YamlContext,
  tokens: PairTokens,
  node: YamlScalar,
  after: Properties,
): void {
  const { before, key, value } = tokens;
  const { start, end } = node.span;
  if (key?.type === 'block-seq') {
    const message = 'A list cannot stand here: the key before it has a value already, or there is none';
    context.report(start, end, message);
  } else if (!after.indicator || before.newlineBehind || (key && spansLines(context, key))) {
    context.report(start, end, missingColon(context.source.text.slice(start, end)));
  }
  if (!after.indicator) return;
  if (value?.type === 'block-map' && !after.hasNewline) {
    const message = 'A second ": " on one line: quote the value, or put the mapping on lines of its own';
    context.reportAt(value.offset, message);
  }
  if (before.start < after.indicator.offset - 1024) context.report(start, end, keyTooLong);
}

/** A block list; an item without value is null. */
export function composeSequence(
  composer: Composer,
  token: CST.BlockSequence,
  properties: Properties,
): YamlSequence {
  const { context } = composer;
  const last = properties.anchor ?? properties.tag;
  if (last && !properties.newlineBehind) {
    const message = 'The list must start on the line behind this tag or anchor';
    context.report(last.offset, last.offset + last.source.length, message);
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
    if (!before.indicator && !before.anchor && !before.tag && !value) continue;
    if (!before.indicator) {
      const shifted = value?.type === 'block-seq';
      const message = shifted
        ? 'This item is indented differently from the others of its list'
        : '"-" is missing before this item';
      context.reportAt(value?.offset ?? before.start, message);
    }
    const item = composer.node(value, before) ?? emptyScalar(context, before.end ?? end);
    end = Math.max(before.end ?? end, item.span.end);
    items.push(item);
  }
  return { kind: 'sequence', items, flow: false, span: context.span(token.offset, end) };
}
