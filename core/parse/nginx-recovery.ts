/** How a broken configuration is read on: what a line that lacks its `;` or `{` looks like, and what mends it. */
import { type Problem, type Source, type Span, span } from '../text/index.ts';
import { directiveNames } from './nginx-names.ts';
import type { NginxToken } from './nginx-tokens.ts';
import type { NginxArgument, NginxNode } from './nginx-tree.ts';

/** A directive that is still being read. */
export interface OpenNode {
  readonly name: string;
  readonly nameSpan: Span;
  readonly args: NginxArgument[];
  span: Span;
  block?: { readonly nodes: NginxNode[]; readonly span: Span };
  opaque?: Span;
  broken: boolean;
}

/** Blocks whose entries have two words each, not names of directives. */
const pairBlocks = new Set('map geo split_clients charset_map num_map'.split(' '));
/** Directives that need a block (nginx.org's directive index). */
const blockDirectives = new Set(
  'http server location events stream mail upstream if limit_except map geo types split_clients'.split(' '),
);
/** Blocks in which a name certainly means nginx's own directive of that name. */
const directiveBlocks = new Set(['http', 'server', 'location', 'stream']);
/** Directives that are whole without a word behind them. */
const bareDirectives = new Set(
  'internal ip_hash least_conn break empty_gif stub_status random mp4 flv f4f hls'.split(' '),
);

/** Whether a word begins a new directive although the one being read has no `;` yet. @param parent name of the block around. */
export function startsDirective(
  current: OpenNode,
  token: NginxToken,
  parent: string | undefined,
  source: Source,
): boolean {
  if (!token.firstOnLine || token.quote) return false;
  if (parent !== undefined && pairBlocks.has(parent)) return current.args.length > 0;
  if (parent === 'types') return current.args.length > 0 && token.text.includes('/');
  if (!directiveNames.has(token.text)) return false;
  return (
    token.text.includes('_') ||
    lacksBrace(current, parent) ||
    indentOf(source, token.start) <= indentOf(source, current.span.start)
  );
}

/** Whether a directive is one that needs a block. An upstream's `server` needs none. */
export function lacksBrace(current: OpenNode, parent: string | undefined): boolean {
  if (!blockDirectives.has(current.name)) return false;
  return current.name !== 'server' || (parent !== 'upstream' && current.args.length === 0);
}

/** Whether a block's name and its parent leave no doubt that nginx refuses it without a block. */
export function certainlyLacksBrace(current: OpenNode, parent: string | undefined): boolean {
  return parent !== undefined && directiveBlocks.has(parent) && lacksBrace(current, parent);
}

/** The problem of a directive without its `;`. @param last its last word. */
export function semicolonProblem(
  source: Source,
  current: OpenNode,
  last: NginxToken,
  parent: string | undefined,
): Problem {
  const { start, end } = last;
  const at = span(source, start, end);
  const whole = current.args.length > 0 ? !lacksBrace(current, parent) : bareDirectives.has(current.name);
  const message = `";" is missing behind ${named(source.text.slice(start, end))}.`;
  return whole
    ? { span: at, message, mend: { title: 'Insert ";"', span: span(source, end, end), text: ';' } }
    : { span: at, message };
}

/** The problem of a word that nginx cuts otherwise than it was meant. */
export function flawProblem(source: Source, { start, end, quote, flaw }: NginxToken): Problem {
  const at = span(source, start, end);
  if (flaw === 'glued')
    return {
      span: at,
      message: 'Something follows the closing quote: nginx wants a blank, ";" or "{" behind a string.',
    };
  if (flaw === 'bare-brace') return braceProblem(source, at);
  const message = `The string that begins with ${quote} is not closed on its line.`;
  if (!/^[ \t]*(?:;|\)?[ \t]*\{)/.test(source.text.slice(end, end + 80))) return { span: at, message };
  return {
    span: at,
    message,
    mend: { title: `Close the string with ${quote}`, span: span(source, end, end), text: quote! },
  };
}

function braceProblem(source: Source, at: Span): Problem {
  const message =
    'A word with "{" in it has to be quoted: nginx takes the brace for the beginning of a block.';
  const written = source.text.slice(at.start, at.end);
  const mark = written.includes('"') ? "'" : '"';
  if (written.includes(mark)) return { span: at, message };
  return { span: at, message, mend: { title: 'Quote the word', span: at, text: mark + written + mark } };
}

/** Columns of blanks before the text of an offset's line; a tab counts as four. */
export function indentOf(source: Source, offset: number): number {
  const { text } = source;
  let width = 0;
  for (
    let at = source.lineStarts[source.position(offset).line]!;
    text[at] === ' ' || text[at] === '\t';
    at++
  ) {
    width += text[at] === '\t' ? 4 : 1;
  }
  return width;
}

/** A piece of text for a message: its first line, shortened, in quotes unless it has its own. */
export function named(text: string): string {
  const line = text.split(/[\r\n]/, 1)[0]!;
  const short = line.length > 40 ? `${line.slice(0, 39)}…` : line;
  return /^["']/.test(short) ? short : `"${short}"`;
}
