import { type Problem, type Source, type Span, span } from '../text/index.ts';
import { directiveNames } from './nginx-names.ts';
import { isOpaque, opaqueEnd } from './nginx-opaque.ts';
import { type NginxToken, NginxTokens } from './nginx-tokens.ts';
import type { NginxArgument, NginxComment, NginxFile, NginxNode } from './nginx-tree.ts';

/**
 * The tree of an nginx configuration, cut into words exactly as nginx cuts it. Total: any text gives a tree, with problems
 * beside it where nginx would refuse to start. A missing `;` is recovered where the next line begins like a directive; braces
 * that do not balance are matched by indentation. Template text (envsubst, Jinja, Go) is parsed over without problems.
 */
export function parseNginx(source: Source, _previous?: NginxFile): NginxFile {
  const strict = new TreeBuilder(source, false).build();
  if (strict.balanced) return strict.file;
  const guided = new TreeBuilder(source, true).build();
  return guided.file.problems.length > strict.file.problems.length ? strict.file : guided.file;
}

interface OpenNode {
  name: string;
  nameSpan: Span;
  args: NginxArgument[];
  span: Span;
  block?: { nodes: NginxNode[]; span: Span };
  opaque?: Span;
  broken: boolean;
}

/** Blocks of free-form entries: the longest that an entry gets in words, where that is fixed. */
const entryWords: Readonly<Record<string, number>> = {
  map: 2,
  geo: 2,
  split_clients: 2,
  charset_map: 2,
  num_map: 2,
  types: Number.POSITIVE_INFINITY,
};
/** Directives that need a block (nginx.org's directive index). */
const blockDirectives = new Set(
  'http server location events stream mail upstream if limit_except map geo types split_clients'.split(' '),
);
/** Directives that are whole without a word behind them. */
const bareDirectives = new Set(
  'internal ip_hash least_conn break empty_gif stub_status random mp4 flv f4f hls perl_require'.split(' '),
);
/** No configuration comes near this; deeper blocks are left out so that nothing that walks the tree overflows. */
const deepest = 100;
/** Enough for a reader; binary junk has one at every other byte. */
const mostProblems = 200;

class TreeBuilder {
  readonly #source: Source;
  readonly #tokens: NginxTokens;
  /** Match unbalanced braces by indentation. */
  readonly #guided: boolean;
  readonly #problems: Problem[] = [];
  readonly #nodes: NginxNode[] = [];
  readonly #stack: OpenNode[] = [];
  #current: OpenNode | undefined;
  #last: NginxToken | undefined;
  #balanced = true;
  /** Blocks open beyond the deepest that is kept. */
  #surplus = 0;

  constructor(source: Source, guided: boolean) {
    this.#source = source;
    this.#guided = guided;
    this.#tokens = new NginxTokens(source.path, source.text);
  }

  build(): { file: NginxFile; balanced: boolean } {
    const { text } = this.#source;
    if (text.charCodeAt(0) === 0xfeff) {
      this.#problem(
        0,
        1,
        'The file begins with a byte order mark, which nginx reads as part of the first word.',
        { title: 'Remove the byte order mark', start: 0, end: 1, text: '' },
      );
    }
    for (;;) {
      const token = this.#tokens.next(this.#current === undefined);
      if (token.kind === 'end') break;
      this.#take(token);
      this.#last = token;
    }
    this.#finishFile();
    const comments: NginxComment[] = this.#tokens.comments.map(({ start, end }) => ({
      span: span(this.#source, start, end),
      text: text.slice(start + 1, end).trim(),
    }));
    const problems = this.#tokens.templated ? [] : this.#problems.sort((a, b) => a.span.start - b.span.start);
    return {
      file: { source: this.#source, nodes: this.#nodes, comments, problems },
      balanced: this.#balanced,
    };
  }

  #take(token: NginxToken): void {
    if (token.kind === 'word') this.#word(token);
    else if (token.kind === ';') this.#semicolon(token);
    else if (token.kind === '{') this.#open(token);
    else this.#close(token);
  }

  #word(token: NginxToken): void {
    if (this.#current && this.#startsDirective(this.#current, token)) this.#separate(this.#current);
    const at = span(this.#source, token.start, token.end);
    if (this.#current)
      this.#current.args.push(
        token.quote ? { text: token.text, span: at, quote: token.quote } : { text: token.text, span: at },
      );
    else {
      if (this.#guided) this.#leaveByIndentation(token);
      this.#current = { name: token.text, nameSpan: at, args: [], span: at, broken: false };
    }
    if (token.flaw) this.#flaw(token);
  }

  #flaw({ start, end, quote, flaw }: NginxToken): void {
    const { text } = this.#source;
    this.#current!.broken = true;
    if (flaw === 'unterminated') {
      const mend = /^[ \t]*(?:;|\)?[ \t]*\{)/.test(text.slice(end, end + 80))
        ? { title: `Close the string with ${quote}`, start: end, end, text: quote! }
        : undefined;
      this.#problem(start, end, `The string that begins with ${quote} is not closed on its line.`, mend);
    } else if (flaw === 'glued')
      this.#problem(
        start,
        end,
        'Something follows the closing quote: nginx wants a blank, ";" or "{" behind a string.',
      );
    else {
      const written = text.slice(start, end);
      const mark = written.includes('"') ? "'" : '"';
      const mend = written.includes(mark)
        ? undefined
        : { title: 'Quote the word', start, end, text: mark + written + mark };
      this.#problem(
        start,
        end,
        'A word with "{" in it has to be quoted: nginx takes the brace for the beginning of a block.',
        mend,
      );
    }
  }

  /** Whether a word begins a new directive although the one being read has no `;` yet. */
  #startsDirective(current: OpenNode, token: NginxToken): boolean {
    if (!token.firstOnLine || token.quote) return false;
    const words = entryWords[this.#stack.at(-1)?.name ?? ''];
    if (words !== undefined)
      return words === 2 ? current.args.length >= 1 : current.args.length >= 1 && token.text.includes('/');
    if (!directiveNames.has(token.text)) return false;
    return (
      token.text.includes('_') ||
      this.#lacksBrace(current) ||
      this.#indent(token.start) <= this.#indent(current.span.start)
    );
  }

  /** Ends a directive that lacks its `;`, or opens the block of one that lacks its `{`. */
  #separate(current: OpenNode): void {
    const end = this.#last!.end;
    if (this.#lacksBrace(current)) {
      current.broken = true;
      this.#problem(this.#last!.start, end, `"{" is missing behind "${current.name}".`, {
        title: 'Insert "{"',
        start: end,
        end,
        text: ' {',
      });
      this.#push(current, end);
    } else this.#endWithoutSemicolon(current);
  }

  #lacksBrace(current: OpenNode): boolean {
    if (!blockDirectives.has(current.name)) return false;
    const parent = this.#stack.at(-1)?.name;
    return current.name !== 'server' || (parent !== 'upstream' && current.args.length === 0);
  }

  #endWithoutSemicolon(current: OpenNode): void {
    const { start, end } = this.#last!;
    const whole = current.args.length > 0 ? !this.#lacksBrace(current) : bareDirectives.has(current.name);
    const mend = whole ? { title: 'Insert ";"', start: end, end, text: ';' } : undefined;
    if (!current.broken)
      this.#problem(
        start,
        end,
        `";" is missing behind "${shorten(this.#source.text.slice(start, end))}".`,
        mend,
      );
    current.broken = true;
    this.#finish(current, end);
  }

  #semicolon({ start, end }: NginxToken): void {
    const { text } = this.#source;
    if (!this.#current) {
      this.#problem(start, end, 'This ";" ends nothing.', { title: 'Remove ";"', start, end, text: '' });
      this.#breakOpen();
    } else {
      if (this.#lacksBrace(this.#current) && this.#inKnownContext()) {
        this.#current.broken = true;
        this.#problem(
          this.#current.nameSpan.start,
          this.#current.nameSpan.end,
          `"${text.slice(this.#current.nameSpan.start, this.#current.nameSpan.end)}" needs a block: "{" is missing.`,
        );
      }
      this.#finish(this.#current, end);
    }
  }

  #inKnownContext(): boolean {
    const parent = this.#stack.at(-1)?.name;
    return parent === 'http' || parent === 'server' || parent === 'location' || parent === 'stream';
  }

  #open({ start, end }: NginxToken): void {
    const current = this.#current ?? {
      name: '',
      nameSpan: span(this.#source, start, start),
      args: [],
      span: span(this.#source, start, end),
      broken: true,
    };
    if (!this.#current)
      this.#problem(start, end, 'A block without a name: nginx wants a directive before "{".');
    if (!isOpaque(current.name)) {
      this.#push(current, start);
      return;
    }
    const close = opaqueEnd(this.#source.text, end);
    if (close === undefined) {
      current.broken = true;
      this.#problem(start, end, `The block of "${current.name}" is not closed: "}" is missing.`);
    }
    this.#tokens.at = close === undefined ? this.#source.text.length : close + 1;
    current.opaque = span(this.#source, start, this.#tokens.at);
    this.#finish(current, this.#tokens.at);
  }

  #push(current: OpenNode, start: number): void {
    this.#current = undefined;
    if (this.#stack.length === deepest) {
      if (this.#surplus === 0)
        this.#problem(start, start + 1, `Blocks are nested more than ${deepest} deep.`);
      this.#surplus++;
      return;
    }
    current.block = { nodes: [], span: span(this.#source, start, start + 1) };
    this.#stack.push(current);
  }

  #close(token: NginxToken): void {
    if (this.#current) this.#endWithoutSemicolon(this.#current);
    if (this.#surplus > 0) {
      this.#surplus--;
      return;
    }
    if (this.#guided && token.firstOnLine) this.#leaveUnclosed(token);
    const block = this.#stack.at(-1);
    const stray = block === undefined || (this.#guided && token.firstOnLine && this.#isStray(token, block));
    if (stray) {
      this.#balanced = false;
      this.#problem(token.start, token.end, 'This "}" closes no block.');
      this.#breakOpen();
    } else this.#pop(token.end);
  }

  /** Ends the innermost block. */
  #pop(end: number): void {
    const block = this.#stack.pop()!;
    block.block = { nodes: block.block!.nodes, span: span(this.#source, block.block!.span.start, end) };
    this.#finish(block, end);
  }

  #finish(node: OpenNode, end: number): void {
    node.span = span(this.#source, node.nameSpan.start, end);
    this.#current = undefined;
    if (this.#surplus > 0) return;
    const parent = this.#stack.at(-1);
    if (node.broken && parent) parent.broken = true;
    (parent ? parent.block!.nodes : this.#nodes).push(node);
  }

  #breakOpen(): void {
    const block = this.#stack.at(-1);
    if (block) block.broken = true;
  }

  /** Ends blocks that the indentation of a `}` shows to be unclosed: it stands where an outer block began. */
  #leaveUnclosed(token: NginxToken): void {
    const indent = this.#indent(token.start);
    const matches = (node: OpenNode) => this.#indent(node.nameSpan.start) === indent;
    const open = this.#stack.at(-1);
    if (!open || matches(open) || !this.#stack.some(matches)) return;
    while (!matches(this.#stack.at(-1)!)) this.#leave(token);
  }

  /** Ends blocks that a directive at their own indentation shows to be unclosed. */
  #leaveByIndentation(token: NginxToken): void {
    if (!token.firstOnLine) return;
    const indent = this.#indent(token.start);
    for (let open = this.#stack.at(-1); open; open = this.#stack.at(-1)) {
      const first = open.block!.nodes[0];
      const own = this.#indent(open.nameSpan.start);
      if (indent > own || (indent === own && !(first && this.#indent(first.span.start) > own))) return;
      this.#leave(token);
    }
  }

  #leave(token: NginxToken): void {
    const open = this.#stack.at(-1)!;
    open.broken = true;
    this.#unclosed(open);
    this.#pop(this.#last && this.#last.end <= token.start ? this.#last.end : token.start);
  }

  /** Whether a `}` stands among a block's directives, at their indentation, rather than at the block's own. */
  #isStray(token: NginxToken, block: OpenNode): boolean {
    const first = block.block!.nodes[0];
    const indent = this.#indent(token.start);
    return (
      first !== undefined &&
      indent > this.#indent(block.nameSpan.start) &&
      indent === this.#indent(first.span.start)
    );
  }

  #unclosed(node: OpenNode): void {
    const { start, end } = node.block!.span;
    this.#problem(
      node.name === '' ? start : node.nameSpan.start,
      node.name === '' ? end : node.nameSpan.end,
      `The block of "${shorten(node.name)}" is not closed: "}" is missing.`,
    );
  }

  #finishFile(): void {
    if (this.#current) this.#endWithoutSemicolon(this.#current);
    if (this.#surplus > 0) this.#balanced = false;
    this.#surplus = 0;
    while (this.#stack.length > 0) {
      this.#balanced = false;
      const open = this.#stack.at(-1)!;
      open.broken = true;
      this.#unclosed(open);
      this.#pop(this.#last?.end ?? open.span.end);
    }
  }

  /** Columns of blanks before the text of an offset's line; a tab counts as four. */
  #indent(offset: number): number {
    const { text } = this.#source;
    const lineStart = this.#source.lineStarts[this.#source.position(offset).line]!;
    let width = 0;
    for (let at = lineStart; text[at] === ' ' || text[at] === '\t'; at++) width += text[at] === '\t' ? 4 : 1;
    return width;
  }

  #problem(
    start: number,
    end: number,
    message: string,
    mend?: { title: string; start: number; end: number; text: string },
  ): void {
    if (this.#problems.length === mostProblems) return;
    const at = span(this.#source, start, end);
    this.#problems.push(
      mend
        ? {
            span: at,
            message,
            mend: { title: mend.title, span: span(this.#source, mend.start, mend.end), text: mend.text },
          }
        : { span: at, message },
    );
  }
}

function shorten(text: string): string {
  const line = text.split(/[\r\n]/, 1)[0]!;
  return line.length > 40 ? `${line.slice(0, 39)}…` : line;
}
