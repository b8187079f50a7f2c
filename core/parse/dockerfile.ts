import { type Problem, type Source, type Span, span } from '../text/index.ts';
import { checkInstructions } from './dockerfile-check.ts';
import type {
  DockerfileComment,
  DockerfileDirective,
  DockerfileFile,
  DockerfileHeredoc,
  DockerfileInstruction,
  DockerfileWord,
} from './dockerfile-tree.ts';
import {
  type HeredocMarker,
  heredocMarkers,
  readFlags,
  readJson,
  readWords,
  skipBlanks,
} from './dockerfile-words.ts';
import { JoinedText } from './joined-text.ts';

const takesHeredocs = new Set(['RUN', 'COPY', 'ADD']);
const takesJson = new Set(['RUN', 'CMD', 'ENTRYPOINT', 'COPY', 'ADD', 'VOLUME', 'SHELL']);
const directiveLine = /^[ \t]*#\s*([a-zA-Z][a-zA-Z0-9]*)\s*=\s*(\S(?:.*\S)?)\s*$/;
const knownDirectives = new Set(['syntax', 'escape', 'check']);

/**
 * A Dockerfile's tree, by the line rules of BuildKit's parser (frontend/dockerfile/parser): continuation lines,
 * comments and blank lines between them, heredocs, directives. Total and linear.
 */
export function parseDockerfile(source: Source, _previous?: DockerfileFile): DockerfileFile {
  const head = readDirectives(source);
  const reader = new Reader(source, head.escape, head.end);
  reader.read();
  const problems: Problem[] = [...head.problems, ...reader.problems];
  const instructions = checkInstructions(reader.instructions, head.directives, problems);
  return {
    source,
    directives: head.directives,
    escape: head.escape,
    instructions,
    comments: reader.comments,
    problems: problems.sort((a, b) => a.span.start - b.span.start),
  };
}

interface Head {
  readonly directives: DockerfileDirective[];
  readonly escape: '\\' | '`';
  readonly end: number;
  readonly problems: Problem[];
}

/** Parser directives: `# name=value` lines before anything else. */
function readDirectives(source: Source): Head {
  const { text } = source;
  const directives: DockerfileDirective[] = [];
  const problems: Problem[] = [];
  let escapeMark: '\\' | '`' = '\\';
  let at = text.startsWith('\uFEFF') ? 1 : 0;
  while (at < text.length) {
    const end = lineEnd(text, at);
    const match = directiveLine.exec(text.slice(at, end));
    const name = match?.[1]?.toLowerCase() ?? '';
    if (!match || !knownDirectives.has(name)) break;
    const valueEnd = at + match[0].trimEnd().length;
    const value = { value: match[2]!, span: span(source, valueEnd - match[2]!.length, valueEnd) };
    const start = at + match[0].indexOf('#');
    if (directives.some((directive) => directive.name === name)) {
      problems.push({
        span: span(source, start, valueEnd),
        message: `The directive "${name}" is given twice.`,
      });
    }
    if (name === 'escape' && (match[2] === '\\' || match[2] === '`')) escapeMark = match[2];
    else if (name === 'escape') {
      problems.push({
        span: value.span,
        message: `The escape character is "${match[2]}"; it can only be \\ or \`.`,
      });
    }
    directives.push({ name, value, span: span(source, start, valueEnd) });
    at = nextLine(text, end);
  }
  return { directives, escape: escapeMark, end: at, problems };
}

/** Where a line's text ends: only a line feed ends a line, as for Docker; carriage returns before it are its end too. */
function lineEnd(text: string, start: number): number {
  const feed = text.indexOf('\n', start);
  let end = feed < 0 ? text.length : feed;
  while (end > start && text[end - 1] === '\r') end--;
  return end;
}

function nextLine(text: string, end: number): number {
  const feed = text.indexOf('\n', end);
  return feed < 0 ? text.length : feed + 1;
}

class Reader {
  readonly instructions: DockerfileInstruction[] = [];
  readonly comments: DockerfileComment[] = [];
  readonly problems: Problem[] = [];
  readonly #source: Source;
  readonly #escape: string;
  #at: number;

  constructor(source: Source, escapeMark: string, at: number) {
    this.#source = source;
    this.#escape = escapeMark;
    this.#at = at;
  }

  read(): void {
    const { text } = this.#source;
    while (this.#at < text.length) {
      const end = lineEnd(text, this.#at);
      const start = skipBlanks(text, this.#at, end);
      if (start === end) this.#at = nextLine(text, end);
      else if (text[start] === '#') this.#comment(start, end);
      else this.#instruction(start);
    }
  }

  #comment(start: number, end: number): void {
    const { text } = this.#source;
    this.comments.push({ span: span(this.#source, start, end), text: text.slice(start + 1, end).trim() });
    this.#at = nextLine(text, end);
  }

  #instruction(start: number): void {
    const joined = this.#join(start);
    const keywordStart = skipBlanks(joined.text, 0);
    if (keywordStart === joined.text.length) return;
    const instruction = this.#build(joined.slice(keywordStart));
    this.instructions.push(instruction);
  }

  /** The logical line that begins at an offset; the reader then stands behind its last line. */
  #join(start: number): JoinedText {
    const { text } = this.#source;
    const pieces: [number, number][] = [];
    let from = start;
    while (true) {
      const end = lineEnd(text, from);
      const mark = this.#continuation(from, end);
      pieces.push([from, mark < 0 ? end : mark]);
      from = nextLine(text, end);
      if (mark >= 0) from = this.#skipBetween(from);
      if (mark < 0 || from >= text.length) break;
    }
    this.#at = from;
    return JoinedText.from(this.#source, pieces);
  }

  /** Blank and comment lines between continuation lines vanish. */
  #skipBetween(from: number): number {
    const { text } = this.#source;
    let at = from;
    while (at < text.length) {
      const end = lineEnd(text, at);
      const start = skipBlanks(text, at, end);
      if (start < end && text[start] !== '#') return at;
      if (start < end) this.#comment(start, end);
      at = nextLine(text, end);
    }
    return at;
  }

  /** Offset of a line's continuation mark: its last character, if it is an escape that is not itself escaped. */
  #continuation(start: number, end: number): number {
    const { text } = this.#source;
    let last = end - 1;
    while (last >= start && (text[last] === ' ' || text[last] === '\t')) last--;
    if (last < start || text[last] !== this.#escape) return -1;
    return last > start && text[last - 1] === this.#escape ? -1 : last;
  }

  #build(joined: JoinedText): DockerfileInstruction {
    const line = readLine(joined, 0, this.#escape, true);
    const carrier = line.trigger ?? line;
    const json = carrier.json !== undefined;
    const mayHold = takesHeredocs.has(carrier.name) && !json && joined.text.includes('<<');
    const markers = mayHold ? heredocMarkers(carrier.words) : [];
    if (markers.length === 0) return line;
    const { heredocs, end, broken } = this.#heredocs(markers);
    const whole = (instruction: DockerfileInstruction): DockerfileInstruction => ({
      ...instruction,
      span: span(this.#source, instruction.span.start, end),
      heredocs,
      broken,
    });
    if (!line.trigger) return whole(line);
    return { ...whole(line), trigger: whole(line.trigger) };
  }

  #heredocs(markers: readonly HeredocMarker[]): {
    heredocs: DockerfileHeredoc[];
    end: number;
    broken: boolean;
  } {
    const { text } = this.#source;
    const heredocs: DockerfileHeredoc[] = [];
    let end = this.#at;
    for (const { word, name, quoted, tabsStripped } of markers) {
      const start = this.#at;
      const terminator = this.#terminator(name, tabsStripped);
      end = terminator.end;
      const body = span(this.#source, start, terminator.start);
      heredocs.push({ name, quoted, tabsStripped, marker: word.span, body, terminator });
      if (terminator.start < terminator.end) continue;
      this.#at = text.length;
      this.problems.push({
        span: word.span,
        message: `The heredoc "${name}" is not closed by a line "${name}".`,
      });
      return { heredocs, end: text.length, broken: true };
    }
    return { heredocs, end, broken: false };
  }

  #terminator(name: string, tabsStripped: boolean): Span {
    const { text } = this.#source;
    while (this.#at < text.length) {
      const start = this.#at;
      const end = lineEnd(text, start);
      let from = start;
      while (tabsStripped && text[from] === '\t') from++;
      this.#at = nextLine(text, end);
      if (end - from === name.length && text.startsWith(name, from)) return span(this.#source, start, end);
    }
    return span(this.#source, text.length, text.length);
  }
}

/** One logical line as an instruction. @param outer whether it may be an ONBUILD with an instruction behind it. */
function readLine(
  joined: JoinedText,
  from: number,
  escapeMark: string,
  outer: boolean,
): DockerfileInstruction {
  const { text } = joined;
  let keywordEnd = from;
  while (keywordEnd < text.length && !/\s/.test(text[keywordEnd]!)) keywordEnd++;
  const name = text.slice(from, keywordEnd).toUpperCase();
  const { flags, index } = readFlags(joined, keywordEnd, escapeMark);
  const trigger =
    outer && name === 'ONBUILD' && index < text.length
      ? readLine(joined, index, escapeMark, false)
      : undefined;
  // A step is read as a script: its words are seldom asked for.
  let known: readonly DockerfileWord[] | undefined;
  const readAll = () => {
    known ??= readWords(joined, index, escapeMark, takesHeredocs.has(name));
    return known;
  };
  const jsonIndex = name === 'HEALTHCHECK' ? healthcheckIndex(readAll(), text) : index;
  const json = takesJson.has(name) || name === 'HEALTHCHECK' ? readJson(joined, jsonIndex) : undefined;
  const end = joined.text.trimEnd().length;
  return {
    name,
    nameSpan: joined.span(from, keywordEnd),
    span: joined.span(from, end),
    argsSpan: joined.span(Math.min(index, end), end),
    joined,
    argsIndex: index,
    flags,
    get words() {
      return readAll();
    },
    ...(json && { json }),
    heredocs: [],
    ...(trigger && { trigger }),
    broken: false,
  };
}

/** Where the command behind `HEALTHCHECK CMD` begins. */
function healthcheckIndex(
  words: readonly { readonly index: number; readonly raw: string }[],
  text: string,
): number {
  return words[0]?.raw.toUpperCase() === 'CMD' ? words[0].index + 3 : text.length;
}
