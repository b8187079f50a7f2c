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
  const reader = new PropertiesReader(context, wanted);
  for (const token of tokens ?? none) reader.read(token);
  return reader.finish();
}

class PropertiesReader {
  readonly #context: YamlContext;
  readonly #wanted: PropertiesWanted;
  #anchor: CST.SourceToken | undefined;
  #tag: CST.SourceToken | undefined;
  #indicator: CST.SourceToken | undefined;
  #comma: CST.SourceToken | undefined;
  #end: number | undefined;
  #start: number | undefined;
  #hasNewline = false;
  #newlineBehind = false;
  /** Only blanks stand before this place on its line, so a tab among them is indentation. */
  #atLineStart: boolean;
  #hasSpace: boolean;
  #spaceNeeded = false;
  #tab: CST.SourceToken | undefined;

  constructor(context: YamlContext, wanted: PropertiesWanted) {
    this.#context = context;
    this.#wanted = wanted;
    this.#atLineStart = wanted.atLineStart;
    this.#hasSpace = wanted.atLineStart;
  }

  read(token: CST.SourceToken): void {
    const { type, offset } = token;
    if (this.#spaceNeeded && type !== 'space' && type !== 'newline' && type !== 'comma') {
      this.#context.reportAt(offset, spaceMissing);
    }
    this.#spaceNeeded = false;
    if (this.#tab && this.#atLineStart && type !== 'comment' && type !== 'newline')
      this.#reportTab(this.#tab);
    this.#tab = undefined;
    if (type === 'space') this.#space(token);
    else if (type === 'newline') this.#newline();
    else if (type === 'comment') {
      if (!this.#hasSpace) this.#context.reportAt(offset, 'A comment needs a space before its "#"');
      this.#atLineStart = false;
    } else this.#content(token);
  }

  #space(token: CST.SourceToken): void {
    const { flow, indicator, next } = this.#wanted;
    const tabMatters = !flow && (indicator !== 'doc-start' || next?.type !== 'flow-collection');
    if (tabMatters && token.source.includes('\t')) this.#tab = token;
    this.#hasSpace = true;
  }

  #newline(): void {
    this.#atLineStart = true;
    this.#hasNewline = true;
    this.#hasSpace = true;
    if (this.#anchor || this.#tag) this.#newlineBehind = true;
  }

  #content(token: CST.SourceToken): void {
    const { type } = token;
    this.#end = token.offset + token.source.length;
    this.#hasSpace = false;
    this.#atLineStart = false;
    if (type === 'anchor' || type === 'tag') this.#mark(token);
    else if (type === this.#wanted.indicator) this.#introduce(token);
    else {
      if (type !== 'comma' || !this.#wanted.flow || this.#comma) this.#reportUnexpected(token);
      if (type === 'comma' && this.#wanted.flow) this.#comma = token;
    }
  }

  #mark(token: CST.SourceToken): void {
    const { type, offset, source } = token;
    if (type === 'anchor' ? this.#anchor : this.#tag) {
      this.#context.report(offset, offset + source.length, `A value can have one ${type} only`);
    }
    if (type === 'anchor') this.#anchor = token;
    else this.#tag = token;
    this.#start ??= offset;
    this.#spaceNeeded = true;
  }

  #introduce(token: CST.SourceToken): void {
    const { type, offset, source } = token;
    if (this.#anchor || this.#tag) {
      const message = `A tag or anchor stands before "${source}": it belongs behind it`;
      this.#context.report(offset, offset + source.length, message);
    }
    if (this.#indicator) this.#reportUnexpected(token);
    this.#indicator = token;
    this.#atLineStart = type === 'seq-item-ind' || type === 'explicit-key-ind';
  }

  finish(): Properties {
    const { next, offset } = this.#wanted;
    if (this.#spaceNeeded && next && !('source' in next && next.source === '')) {
      this.#context.reportAt(next.offset, spaceMissing);
    }
    if (this.#tab && this.#isIndentation(this.#tab)) this.#reportTab(this.#tab);
    return {
      anchor: this.#anchor,
      tag: this.#tag,
      indicator: this.#indicator,
      comma: this.#comma,
      end: this.#end,
      start: this.#start ?? this.#end ?? offset,
      hasNewline: this.#hasNewline,
      newlineBehind: this.#newlineBehind,
    };
  }

  /** Whether a tab indents what follows; on a blank line it indents nothing. */
  #isIndentation(tab: CST.SourceToken): boolean {
    const { next, parentIndent } = this.#wanted;
    const behind = this.#context.source.text[tab.offset + tab.source.length];
    if (behind === undefined || behind === '\n' || behind === '\r') return false;
    if (next?.type === 'block-map' || next?.type === 'block-seq') return true;
    return this.#atLineStart && tab.indent <= parentIndent;
  }

  #reportUnexpected({ offset, source }: CST.SourceToken): void {
    this.#context.report(offset, offset + source.length, `Unexpected "${source}"`);
  }

  #reportTab(tab: CST.SourceToken): void {
    const message = 'A tab stands in the indentation: YAML takes spaces only';
    this.#context.report(tab.offset, tab.offset + tab.source.length, message);
  }
}

const spaceMissing = 'A space is missing behind the tag or anchor';

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
