import type { CST } from 'yaml';
import type { YamlContext } from './yaml-context.ts';

/** What stands before a node: its anchor and tag, and the indicator (`?`, `:`, `-`, `---`) that introduces it. */
export interface Properties {
  readonly anchor: CST.SourceToken | undefined;
  readonly tag: CST.SourceToken | undefined;
  readonly indicator: CST.SourceToken | undefined;
  readonly comma: CST.SourceToken | undefined;
  /** Offset behind the last token that is no blank, comment or line break; undefined where there is none such. */
  readonly end: number | undefined;
  /** Offset of the first anchor or tag, of `end` otherwise. */
  readonly start: number;
  readonly hasNewline: boolean;
  /** A line break stands behind the anchor or tag. */
  readonly newlineBehind: boolean;
}

export interface PropertiesWanted {
  readonly indicator: CST.SourceToken['type'];
  /** Where nothing stands before the node. */
  readonly offset: number;
  readonly next: CST.Token | null | undefined;
  readonly flow?: boolean;
  readonly parentIndent: number;
  readonly atLineStart: boolean;
}

const none: readonly CST.SourceToken[] = [];

/** Read the tokens before a node, reporting those that cannot stand there. */
export function readProperties(
  context: YamlContext,
  tokens: readonly CST.SourceToken[] | undefined,
  wanted: PropertiesWanted,
): Properties {
  let anchor: CST.SourceToken | undefined;
  let tag: CST.SourceToken | undefined;
  let indicator: CST.SourceToken | undefined;
  let comma: CST.SourceToken | undefined;
  let tab: CST.SourceToken | undefined;
  let end: number | undefined;
  let start: number | undefined;
  let hasNewline = false;
  let newlineBehind = false;
  let atLineStart = wanted.atLineStart;
  let hasSpace = wanted.atLineStart;
  let spaceNeeded = false;
  for (const token of tokens ?? none) {
    const { type, offset, source } = token;
    if (spaceNeeded && type !== 'space' && type !== 'newline' && type !== 'comma') {
      context.reportAt(offset, 'A space is missing behind the tag or anchor');
    }
    spaceNeeded = false;
    if (tab) {
      if (atLineStart && type !== 'comment' && type !== 'newline') reportTab(context, tab);
      tab = undefined;
    }
    if (type === 'space') {
      const tabMatters =
        !wanted.flow && (wanted.indicator !== 'doc-start' || wanted.next?.type !== 'flow-collection');
      if (tabMatters && source.includes('\t')) tab = token;
      hasSpace = true;
      continue;
    }
    if (type === 'newline') {
      atLineStart = true;
      hasNewline = true;
      hasSpace = true;
      if (anchor || tag) newlineBehind = true;
      continue;
    }
    if (type === 'comment') {
      if (!hasSpace) context.reportAt(offset, 'A comment needs a space before its "#"');
      atLineStart = false;
      continue;
    }
    end = offset + source.length;
    hasSpace = false;
    if (type === 'anchor' || type === 'tag') {
      if (type === 'anchor' ? anchor : tag) context.report(offset, end, `A value can have one ${type} only`);
      if (type === 'anchor') anchor = token;
      else tag = token;
      start ??= offset;
      atLineStart = false;
      spaceNeeded = true;
    } else if (type === wanted.indicator) {
      if (anchor || tag)
        context.report(offset, end, `A tag or anchor stands before "${source}": it belongs behind it`);
      if (indicator) context.report(offset, end, `Unexpected "${source}"`);
      indicator = token;
      atLineStart = type === 'seq-item-ind' || type === 'explicit-key-ind';
    } else if (type === 'comma' && wanted.flow) {
      if (comma) context.report(offset, end, 'Unexpected ","');
      comma = token;
      atLineStart = false;
    } else {
      context.report(offset, end, `Unexpected "${source}"`);
      atLineStart = false;
    }
  }
  const { next } = wanted;
  if (spaceNeeded && next && !('source' in next && next.source === '')) {
    context.reportAt(next.offset, 'A space is missing behind the tag or anchor');
  }
  const block = next?.type === 'block-map' || next?.type === 'block-seq';
  const behindTab = tab && context.source.text[tab.offset + tab.source.length];
  const onBlankLine = behindTab === undefined || behindTab === '\n' || behindTab === '\r';
  if (tab && !onBlankLine && ((atLineStart && tab.indent <= wanted.parentIndent) || block))
    reportTab(context, tab);
  return {
    anchor,
    tag,
    indicator,
    comma,
    end,
    start: start ?? end ?? wanted.offset,
    hasNewline,
    newlineBehind,
  };
}

function reportTab(context: YamlContext, tab: CST.SourceToken): void {
  context.report(
    tab.offset,
    tab.offset + tab.source.length,
    'A tab stands in the indentation: YAML takes spaces only',
  );
}

/** Report what stands behind a finished node and is no comment. */
export function readEnd(
  context: YamlContext,
  tokens: readonly CST.SourceToken[] | undefined,
  spaceWanted: boolean,
): void {
  let hasSpace = false;
  for (const { type, offset, source } of tokens ?? none) {
    if (type === 'space' || type === 'newline') hasSpace = true;
    else if (type !== 'comment')
      context.report(offset, offset + source.length, `Unexpected "${source}" behind the value`);
    else if (spaceWanted && !hasSpace) context.reportAt(offset, 'A comment needs a space before its "#"');
  }
}
