import type { Problem, Source, Span } from '../text/index.ts';
import type { YamlNode } from './yaml-tree.ts';

/** More problems than anybody reads, fewer than what a binary file would give. */
const most = 1000;

export interface ContextMark {
  readonly problems: number;
  readonly anchors: number;
}

/** What is remembered while one YAML text is turned into a tree: its problems, and the anchors of the current document. */
export class YamlContext {
  readonly source: Source;
  readonly #problems: { readonly start: number; readonly end: number; readonly message: string }[] = [];
  #anchors = new Map<string, YamlNode | undefined>();
  /** How each change of the anchors is undone, in their order. */
  readonly #undo: (() => void)[] = [];

  constructor(source: Source) {
    this.source = source;
  }

  span(start: number, end: number): Span {
    return { source: this.source, start, end };
  }

  report(start: number, end: number, message: string): void {
    if (this.#problems.length < most) this.#problems.push({ start, end, message });
  }

  /** A problem at one character. */
  reportAt(offset: number, message: string): void {
    this.report(offset, offset + 1, message);
  }

  /** Anchors hold within one document. */
  startDocument(): void {
    this.#anchors = new Map();
  }

  /** From here to `define`, the anchored node is being read: an alias to it would be its own ancestor. */
  open(name: string): void {
    this.#set(name, undefined);
  }

  define(name: string, node: YamlNode): void {
    this.#set(name, node);
  }

  #set(name: string, node: YamlNode | undefined): void {
    const anchors = this.#anchors;
    const before = anchors.get(name);
    const known = anchors.has(name);
    this.#undo.push(() => void (known ? anchors.set(name, before) : anchors.delete(name)));
    anchors.set(name, node);
  }

  /** What has been noted up to now, to go back to. */
  mark(): ContextMark {
    return { problems: this.#problems.length, anchors: this.#undo.length };
  }

  /** Forget what was noted behind a mark of the same document. */
  goBack(mark: ContextMark): void {
    this.#problems.length = mark.problems;
    while (this.#undo.length > mark.anchors) this.#undo.pop()!();
  }

  /** The latest node with this anchor; a problem is noted where there is none. */
  resolve(name: string, start: number, end: number): YamlNode | undefined {
    const target = this.#anchors.get(name);
    if (target) return target;
    const message = this.#anchors.has(name)
      ? `"*${name}" stands inside the very node that it refers to`
      : `No anchor "&${name}" stands before this alias`;
    this.report(start, end, message);
    return undefined;
  }

  /** Problems in the order of the text, each within one line: the first of a line only, the first fifty lines only. */
  problems(): readonly Problem[] {
    const { source } = this;
    const sorted = this.#problems.sort((a, b) => a.start - b.start);
    const result: Problem[] = [];
    let lastLine = -1;
    for (const { start, end, message } of sorted) {
      const at = Math.min(start, source.text.length);
      const { line } = source.position(at);
      if (line === lastLine) continue;
      if (result.length === 50) break;
      lastLine = line;
      result.push({ span: this.span(at, Math.max(at, Math.min(end, source.lineEnd(line)))), message });
    }
    return result;
  }
}
