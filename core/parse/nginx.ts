import { type Problem, type Source, type Span, span } from '../text/index.ts';
import { isOpaque, opaqueEnd } from './nginx-opaque.ts';
import {
  certainlyLacksBrace,
  flawProblem,
  indentOf,
  lacksBrace,
  named,
  type OpenNode,
  semicolonProblem,
  startsDirective,
} from './nginx-recovery.ts';
import { type NginxToken, NginxTokens } from './nginx-tokens.ts';
import type { NginxComment, NginxFile, NginxNode } from './nginx-tree.ts';

/**
 * The tree of an nginx configuration, cut into words exactly as nginx cuts it. Total: any text gives a tree, with problems
 * beside it where nginx would refuse to start. A missing `;` is recovered where the next line begins like a directive; braces
 * that do not balance are matched by indentation. Template text (envsubst, Jinja, Go) is parsed over without problems.
 */
export function parseNginx(source: Source, _previous?: NginxFile): NginxFile {
  const strict = new TreeBuilder(source, false).build();
  if (strict.balanced) return strict;
  const guided = new TreeBuilder(source, true).build();
  return guided.problems.length > strict.problems.length ? strict : guided;
}

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
  /** Where the last thing that belongs to the tree ends. */
  #end = 0;
  #balanced = true;
  /** Blocks open beyond the deepest that is kept. */
  #surplus = 0;

  constructor(source: Source, guided: boolean) {
    this.#source = source;
    this.#guided = guided;
    this.#tokens = new NginxTokens(source.path, source.text);
  }

  build(): NginxFile {
    this.#byteOrderMark();
    for (;;) {
      const token = this.#tokens.next(this.#current === undefined);
      if (token.kind === 'end') break;
      this.#end = token.end;
      this.#take(token);
      this.#last = token;
    }
    this.#finishFile();
    const comments: NginxComment[] = this.#tokens.comments.map(({ start, end }) => ({
      span: this.#span(start, end),
      text: this.#source.text.slice(start + 1, end).trim(),
    }));
    const { templated } = this.#tokens;
    const problems = templated ? [] : this.#problems.sort((a, b) => a.span.start - b.span.start);
    const balanced = this.#balanced && this.#surplus === 0;
    return { source: this.#source, nodes: this.#nodes, comments, problems, balanced, templated };
  }

  #take(token: NginxToken): void {
    if (token.kind === 'word') this.#word(token);
    else if (token.kind === ';') this.#semicolon(token);
    else if (token.kind === '{') this.#open(token);
    else this.#close(token);
  }

  #word(token: NginxToken): void {
    if (this.#current && startsDirective(this.#current, token, this.#parent, this.#source))
      this.#separate(this.#current);
    const at = this.#span(token.start, token.end);
    if (this.#current) {
      this.#current.args.push(
        token.quote ? { text: token.text, span: at, quote: token.quote } : { text: token.text, span: at },
      );
    } else {
      if (this.#guided) this.#leaveByIndentation(token);
      this.#current = { name: token.text, nameSpan: at, args: [], span: at, broken: false };
    }
    if (!token.flaw) return;
    this.#current.broken = true;
    this.#report(flawProblem(this.#source, token));
  }

  /** Ends a directive that lacks its `;`, or opens the block of one that lacks its `{`. */
  #separate(current: OpenNode): void {
    if (!lacksBrace(current, this.#parent)) {
      this.#endWithoutSemicolon(current);
      return;
    }
    const { start, end } = this.#last!;
    current.broken = true;
    const mend = { title: 'Insert "{"', span: this.#span(end, end), text: ' {' };
    this.#report({
      span: this.#span(start, end),
      message: `"{" is missing behind ${named(current.name)}.`,
      mend,
    });
    this.#push(current, end);
  }

  #endWithoutSemicolon(current: OpenNode): void {
    if (!current.broken) this.#report(semicolonProblem(this.#source, current, this.#last!, this.#parent));
    current.broken = true;
    this.#finish(current, this.#last!.end);
  }

  #semicolon({ start, end }: NginxToken): void {
    const current = this.#current;
    if (!current) {
      const at = this.#span(start, end);
      this.#report({
        span: at,
        message: 'This ";" ends nothing.',
        mend: { title: 'Remove ";"', span: at, text: '' },
      });
      this.#breakBlock();
      return;
    }
    if (certainlyLacksBrace(current, this.#parent)) {
      current.broken = true;
      this.#report({
        span: current.nameSpan,
        message: `${named(current.name)} needs a block: "{" is missing.`,
      });
    }
    this.#finish(current, end);
  }

  #open({ start, end }: NginxToken): void {
    const at = this.#span(start, end);
    const current = this.#current ?? {
      name: '',
      nameSpan: this.#span(start, start),
      args: [],
      span: at,
      broken: true,
    };
    if (!this.#current)
      this.#report({ span: at, message: 'A block without a name: nginx wants a directive before "{".' });
    if (isOpaque(current.name)) this.#skipOpaque(current, at);
    else this.#push(current, start);
  }

  #skipOpaque(current: OpenNode, brace: Span): void {
    const close = opaqueEnd(this.#source.text, brace.end);
    if (close === undefined) {
      current.broken = true;
      this.#report({
        span: brace,
        message: `The block of ${named(current.name)} is not closed: "}" is missing.`,
      });
    }
    this.#tokens.at = close === undefined ? this.#source.text.length : close + 1;
    this.#end = this.#tokens.at;
    current.opaque = this.#span(brace.start, this.#tokens.at);
    this.#finish(current, this.#tokens.at);
  }

  #push(current: OpenNode, start: number): void {
    this.#current = undefined;
    if (this.#stack.length === deepest) {
      const message = `Blocks are nested more than ${deepest} deep.`;
      if (this.#surplus === 0) this.#report({ span: this.#span(start, start + 1), message });
      this.#surplus++;
      return;
    }
    current.block = { nodes: [], span: this.#span(start, start + 1) };
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
    if (block && !(this.#guided && token.firstOnLine && this.#isStray(token, block))) {
      this.#pop(token.end);
      return;
    }
    this.#balanced = false;
    this.#report({ span: this.#span(token.start, token.end), message: 'This "}" closes no block.' });
    this.#breakBlock();
  }

  /** Ends the innermost block. */
  #pop(end: number): void {
    const block = this.#stack.pop()!;
    block.block = { nodes: block.block!.nodes, span: this.#span(block.block!.span.start, end) };
    this.#finish(block, end);
  }

  #finish(node: OpenNode, end: number): void {
    node.span = this.#span(node.nameSpan.start, end);
    this.#current = undefined;
    if (this.#surplus > 0) return;
    if (node.broken) this.#breakBlock();
    (this.#stack.at(-1)?.block?.nodes ?? this.#nodes).push(node);
  }

  /** A problem lies in the innermost block. */
  #breakBlock(): void {
    const block = this.#stack.at(-1);
    if (block) block.broken = true;
  }

  /** Ends blocks that the indentation of a `}` shows to be unclosed: it stands where an outer block began. */
  #leaveUnclosed(token: NginxToken): void {
    const indent = indentOf(this.#source, token.start);
    const matches = (node: OpenNode) => indentOf(this.#source, node.nameSpan.start) === indent;
    const open = this.#stack.at(-1);
    if (!open || matches(open) || !this.#stack.some(matches)) return;
    while (!matches(this.#stack.at(-1)!)) this.#leave(token);
  }

  /** Ends blocks that a directive at their own indentation shows to be unclosed. */
  #leaveByIndentation(token: NginxToken): void {
    if (!token.firstOnLine) return;
    const indent = indentOf(this.#source, token.start);
    for (let open = this.#stack.at(-1); open; open = this.#stack.at(-1)) {
      const first = open.block!.nodes[0];
      const own = indentOf(this.#source, open.nameSpan.start);
      const isInner = first !== undefined && indentOf(this.#source, first.span.start) > own;
      if (indent > own || (indent === own && !isInner)) return;
      this.#leave(token);
    }
  }

  #leave(token: NginxToken): void {
    const block = this.#stack.at(-1)!;
    this.#unclosed(block);
    this.#pop(block.block!.nodes.at(-1)?.span.end ?? Math.min(block.block!.span.end, token.start));
  }

  /** Whether a `}` stands among a block's directives, at their indentation, rather than at the block's own. */
  #isStray(token: NginxToken, block: OpenNode): boolean {
    const first = block.block!.nodes[0];
    const indent = indentOf(this.#source, token.start);
    return (
      first !== undefined &&
      indent > indentOf(this.#source, block.nameSpan.start) &&
      indent === indentOf(this.#source, first.span.start)
    );
  }

  #unclosed(node: OpenNode): void {
    this.#balanced = false;
    node.broken = true;
    const at = node.name === '' ? node.block!.span : node.nameSpan;
    this.#report({ span: at, message: `The block of ${named(node.name)} is not closed: "}" is missing.` });
  }

  #finishFile(): void {
    if (this.#current) this.#endWithoutSemicolon(this.#current);
    this.#surplus = 0;
    for (let open = this.#stack.at(-1); open; open = this.#stack.at(-1)) {
      this.#unclosed(open);
      this.#pop(this.#end);
    }
  }

  #byteOrderMark(): void {
    if (this.#source.text.charCodeAt(0) !== 0xfeff) return;
    const at = this.#span(0, 1);
    const message = 'The file begins with a byte order mark, which nginx reads as part of the first word.';
    this.#report({ span: at, message, mend: { title: 'Remove the byte order mark', span: at, text: '' } });
  }

  /** Name of the innermost block. */
  get #parent(): string | undefined {
    return this.#stack.at(-1)?.name;
  }

  #report(problem: Problem): void {
    if (this.#problems.length < mostProblems) this.#problems.push(problem);
  }

  #span(start: number, end: number): Span {
    return span(this.#source, start, end);
  }
}
