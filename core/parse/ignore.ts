import { nameOf, normalizePath, type Source, type Span, span } from '../text/index.ts';
import { PathPattern, type PatternStep, readClass } from './path-pattern.ts';

export interface IgnorePattern {
  /** As written, `!` included. */
  readonly text: string;
  readonly negated: boolean;
  readonly span: Span;
}

/** A `.gitignore` or `.dockerignore`. */
export interface IgnoreFile {
  readonly source: Source;
  readonly patterns: readonly IgnorePattern[];
  /**
   * Whether a path is ignored, by the rules of the file's kind (git's or Docker's: they differ).
   * @param path relative to the file's folder (git) or to the context (Docker), `/` separators, no leading slash.
   * @returns the pattern that decides, or undefined where nothing ignores it.
   */
  ignores(path: string): IgnorePattern | undefined;
}

interface CompiledPattern extends IgnorePattern {
  matches(path: string, folder: boolean): boolean;
}

/** A `.gitignore` by git's own rules: https://git-scm.com/docs/gitignore */
export function parseGitignore(source: Source): IgnoreFile {
  const patterns = lines(source).flatMap(({ text, span: at }) => gitPattern(text, at));
  return {
    source,
    patterns,
    ignores: (path) => {
      const names = path.replace(/^\.?\/|\/$/g, '').split('/');
      // What lies in an ignored folder is ignored, and nothing inside can take that back.
      for (let depth = 1; depth <= names.length; depth++) {
        const folder = depth < names.length || path.endsWith('/');
        const part = names.slice(0, depth).join('/');
        const last = patterns.findLast((pattern) => pattern.matches(part, folder));
        if (last && !last.negated) return last;
      }
      return undefined;
    },
  };
}

/** A `.dockerignore` by Docker's rules: https://docs.docker.com/build/concepts/context/#dockerignore-files (moby/patternmatcher). */
export function parseDockerignore(source: Source): IgnoreFile {
  const patterns = lines(source).flatMap(({ text, span: at }) => dockerPattern(text, at));
  return {
    source,
    patterns,
    ignores: (path) => {
      const names = normalizePath(path).split('/');
      const parts = names.map((_, index) => names.slice(0, index + 1).join('/')).reverse();
      let decided: IgnorePattern | undefined;
      for (const pattern of patterns) {
        if (pattern.negated !== (decided !== undefined)) continue;
        if (parts.some((part) => pattern.matches(part, false)))
          decided = pattern.negated ? undefined : pattern;
      }
      return decided;
    },
  };
}

/** Lines with their spans, without line breaks and byte order mark. */
function lines(source: Source): { text: string; span: Span }[] {
  const result: { text: string; span: Span }[] = [];
  let at = source.text.startsWith('\uFEFF') ? 1 : 0;
  while (at < source.text.length) {
    const feed = source.text.indexOf('\n', at);
    const end = feed < 0 ? source.text.length : feed;
    const text = source.text.slice(at, end).replace(/\r$/, '');
    result.push({ text, span: span(source, at, at + text.length) });
    at = end + 1;
  }
  return result;
}

function gitPattern(line: string, at: Span): CompiledPattern[] {
  if (line === '' || line.startsWith('#')) return [];
  const text = line.slice(0, unpaddedLength(line));
  const negated = text.startsWith('!');
  const body = negated ? text.slice(1) : text;
  const folderOnly = body.endsWith('/');
  const pattern = folderOnly ? body.slice(0, -1) : body;
  if (pattern === '') return [];
  const whole = pattern.includes('/');
  const steps = gitSteps(utf8(pattern.startsWith('/') ? pattern.slice(1) : pattern), whole);
  const compiled = steps && new PathPattern(steps);
  const matches = (path: string, folder: boolean): boolean => {
    if (!compiled || (folderOnly && !folder)) return false;
    return compiled.matches(utf8(whole ? path : nameOf(path)));
  };
  return [{ text, negated, span: { ...at, end: at.start + text.length }, matches }];
}

/** Git compares bytes: each becomes a character of its own. */
function utf8(text: string): string {
  if (!/[\u0080-\uffff]/.test(text)) return text;
  let bytes = '';
  for (const character of text) {
    const code = character.codePointAt(0)!;
    if (code < 0x80) bytes += character;
    else if (code < 0x800) bytes += String.fromCharCode(0xc0 | (code >> 6), 0x80 | (code & 63));
    else {
      const lead = code < 0x10000 ? [0xe0 | (code >> 12)] : [0xf0 | (code >> 18), 0x80 | ((code >> 12) & 63)];
      bytes += String.fromCharCode(...lead, 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
    }
  }
  return bytes;
}

/** A line's length without its trailing spaces; one behind a backslash stays. */
function unpaddedLength(line: string): number {
  let length = 0;
  for (let at = 0; at < line.length; at++) {
    if (line[at] === '\\') at++;
    else if (line[at] === ' ') continue;
    length = Math.min(at + 1, line.length);
  }
  return length;
}

/** @param whole the pattern holds a slash: `**` between slashes stands for folders. */
function gitSteps(pattern: string, whole: boolean): readonly PatternStep[] | undefined {
  const characters = [...pattern];
  const steps: PatternStep[] = [];
  // Git compares the plain beginning apart, so that stars right behind it stand at a beginning too.
  const plain = characters.findIndex((character) => '*?[\\'.includes(character));
  for (let at = 0; at < characters.length; ) {
    const character = characters[at]!;
    if (character === '*') {
      let end = at;
      while (characters[end] === '*') end++;
      const alone = whole && end - at >= 2 && (at === plain || characters[at - 1] === '/');
      if (alone && end === characters.length) steps.push({ kind: 'rest' });
      else if (alone && characters[end] === '/') steps.push({ kind: 'folders' });
      else steps.push({ kind: 'star' });
      at = alone && characters[end] === '/' ? end + 1 : end;
    } else {
      const read = plainStep(characters, at, 'git');
      if (!read) return undefined;
      steps.push(read.step);
      at = read.end;
    }
  }
  return steps;
}

/** `?`, a class, an escaped character or one that stands for itself; undefined for a broken class or a lone `\`. */
function plainStep(
  characters: readonly string[],
  at: number,
  dialect: 'git' | 'go',
): { step: PatternStep; end: number } | undefined {
  const character = characters[at]!;
  if (character === '?') return { step: { kind: 'any' }, end: at + 1 };
  if (character === '[') return readClass(characters, at, dialect);
  if (character !== '\\') return { step: { kind: 'character', character }, end: at + 1 };
  const next = characters[at + 1];
  return next === undefined ? undefined : { step: { kind: 'character', character: next }, end: at + 2 };
}

function dockerPattern(line: string, at: Span): CompiledPattern[] {
  if (line.startsWith('#')) return [];
  const text = line.trim();
  const negated = text.startsWith('!');
  const body = (negated ? text.slice(1) : text).trim();
  if (body === '') return [];
  const cleaned = clean(body);
  const start = at.start + line.indexOf(text);
  const place = { ...at, start, end: start + text.length };
  // A context never holds a path outside of itself, and "." excludes nothing.
  if (cleaned === '.' || cleaned.startsWith('../'))
    return [{ text, negated, span: place, matches: () => false }];
  const steps = dockerSteps(cleaned);
  const matches = dockerMatch(cleaned, steps);
  return [{ text, negated, span: place, matches }];
}

/** Go's filepath.Clean, and the leading slash taken off. */
function clean(pattern: string): string {
  const parts: string[] = [];
  const absolute = pattern.startsWith('/');
  for (const part of pattern.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else if (!absolute) parts.push(part);
  }
  return parts.join('/') || (absolute ? '/' : '.');
}

/** `**text` without other wildcards asks for the path's end only, as moby's suffix match does. */
function dockerMatch(pattern: string, steps: readonly PatternStep[] | undefined): (path: string) => boolean {
  if (!steps) return () => false;
  const suffix = /^\*\*([^*?[\]\\]+)$/.exec(pattern)?.[1];
  const compiled = new PathPattern(steps);
  if (suffix === undefined) return (path) => compiled.matches(path);
  return (path) => path.endsWith(suffix) || (suffix.startsWith('/') && path === suffix.slice(1));
}

function dockerSteps(pattern: string): readonly PatternStep[] | undefined {
  const characters = [...pattern];
  const steps: PatternStep[] = [];
  for (let at = 0; at < characters.length; ) {
    if (characters[at] === '*' && characters[at + 1] === '*') {
      at += characters[at + 2] === '/' ? 3 : 2;
      steps.push(at >= characters.length ? { kind: 'rest' } : { kind: 'folders' });
    } else if (characters[at] === '*') {
      steps.push({ kind: 'star' });
      at++;
    } else {
      const read = plainStep(characters, at, 'go');
      if (!read) return undefined;
      steps.push(read.step);
      at = read.end;
    }
  }
  return steps;
}
