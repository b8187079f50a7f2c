/**
 * A glob over paths, compiled to steps that are followed all at once: time grows with pattern times path,
 * whatever the stars.
 */
export type PatternStep =
  | { readonly kind: 'character'; readonly character: string }
  | { readonly kind: 'any' }
  | {
      readonly kind: 'class';
      readonly negated: boolean;
      readonly ranges: readonly (readonly [number, number])[];
    }
  /** Any run of characters without `/`. */
  | { readonly kind: 'star' }
  /** Any number of whole folders, none included: a run that ends with `/`, or nothing. */
  | { readonly kind: 'folders' }
  /** Anything to the end, `/` included. */
  | { readonly kind: 'rest' };

/** Steps made ready for matching: their plain beginning is compared as a text. */
export class PathPattern {
  readonly #prefix: string;
  readonly #steps: readonly PatternStep[];

  constructor(steps: readonly PatternStep[]) {
    const wild = steps.findIndex(({ kind }) => kind !== 'character');
    const plain = wild < 0 ? steps : steps.slice(0, wild);
    this.#prefix = plain.map((step) => (step.kind === 'character' ? step.character : '')).join('');
    this.#steps = steps.slice(plain.length);
  }

  /** Whether a whole path is matched. */
  matches(path: string): boolean {
    if (!path.startsWith(this.#prefix)) return false;
    const rest = path.slice(this.#prefix.length);
    return this.#steps.length === 0 ? rest === '' : this.#follow(rest);
  }

  /** All steps that a path may have reached are kept at once, as marks beside the steps. */
  #follow(path: string): boolean {
    const count = this.#steps.length;
    let marks = new Uint8Array(count + 1);
    let next = new Uint8Array(count + 1);
    this.#enter(0, marks);
    for (const character of path) {
      let alive = false;
      for (let at = 0; at < count; at++) {
        if (marks[at] === 1 && this.#advance(at, character, next)) alive = true;
      }
      if (!alive) return false;
      [marks, next] = [next, marks];
      next.fill(0);
    }
    return marks[count] === 1;
  }

  /** Being at a step that may match nothing is being at the next one as well. */
  #enter(step: number, marks: Uint8Array): true {
    let at = step;
    while (marks[at] === 0) {
      marks[at] = 1;
      const kind = this.#steps[at]?.kind;
      if (kind === 'star' || kind === 'folders' || kind === 'rest') at++;
    }
    return true;
  }

  /** @returns whether there is a way on. */
  #advance(at: number, character: string, next: Uint8Array): boolean {
    const step = this.#steps[at]!;
    switch (step.kind) {
      case 'character':
        return character === step.character && this.#enter(at + 1, next);
      case 'any':
        return character !== '/' && this.#enter(at + 1, next);
      case 'class':
        return (
          character !== '/' && inRanges(step.ranges, character) !== step.negated && this.#enter(at + 1, next)
        );
      case 'star':
        return character !== '/' && this.#enter(at, next);
      case 'folders':
        // Inside the run there is no way on but by its last slash; a mark of its own keeps the run going.
        if (character === '/') this.#enter(at + 1, next);
        next[at] = 1;
        return true;
      case 'rest':
        return this.#enter(at, next);
    }
  }
}

function inRanges(ranges: readonly (readonly [number, number])[], character: string): boolean {
  const code = character.codePointAt(0)!;
  return ranges.some(([low, high]) => low <= code && code <= high);
}

/** POSIX classes in ASCII, as git's wildmatch has them. */
const posixClasses: Readonly<Record<string, readonly (readonly [number, number])[]>> = {
  alnum: [
    [48, 57],
    [65, 90],
    [97, 122],
  ],
  alpha: [
    [65, 90],
    [97, 122],
  ],
  blank: [
    [9, 9],
    [32, 32],
  ],
  cntrl: [
    [0, 31],
    [127, 127],
  ],
  digit: [[48, 57]],
  graph: [[33, 126]],
  lower: [[97, 122]],
  print: [[32, 126]],
  punct: [
    [33, 47],
    [58, 64],
    [91, 96],
    [123, 126],
  ],
  space: [
    [9, 13],
    [32, 32],
  ],
  upper: [[65, 90]],
  xdigit: [
    [48, 57],
    [65, 70],
    [97, 102],
  ],
};

/**
 * A bracket expression.
 * @param characters the pattern's code points. @param start index of `[`.
 * @param dialect git's (`!` negates as well, POSIX classes, a leading `]` is literal) or Go's.
 * @returns the step and the index behind `]`; undefined where it is not closed or not well-formed.
 */
export function readClass(
  characters: readonly string[],
  start: number,
  dialect: 'git' | 'go',
): { step: PatternStep; end: number } | undefined {
  let at = start + 1;
  const negated = characters[at] === '^' || (dialect === 'git' && characters[at] === '!');
  if (negated) at++;
  const ranges: (readonly [number, number])[] = [];
  const first = at;
  while (at < characters.length) {
    if (characters[at] === ']' && (at > first || dialect === 'go')) {
      return ranges.length === 0 && dialect === 'go'
        ? undefined
        : { step: { kind: 'class', negated, ranges }, end: at + 1 };
    }
    const posix = dialect === 'git' ? readPosix(characters, at) : undefined;
    if (posix) {
      ranges.push(...posix.ranges);
      at = posix.end;
      continue;
    }
    const low = readMember(characters, at, dialect);
    if (!low) return undefined;
    at = low.end;
    if (characters[at] !== '-' || (dialect === 'git' && characters[at + 1] === ']')) {
      ranges.push([low.code, low.code]);
      continue;
    }
    const high = readMember(characters, at + 1, dialect);
    if (!high) return undefined;
    ranges.push([low.code, high.code]);
    at = high.end;
  }
  return undefined;
}

function readPosix(characters: readonly string[], at: number) {
  if (characters[at] !== '[' || characters[at + 1] !== ':') return undefined;
  const close = characters.indexOf(':', at + 2);
  if (close < 0 || close - at > 9 || characters[close + 1] !== ']') return undefined;
  const ranges = posixClasses[characters.slice(at + 2, close).join('')];
  return ranges && { ranges, end: close + 2 };
}

function readMember(characters: readonly string[], at: number, dialect: 'git' | 'go') {
  const escaped = characters[at] === '\\';
  const character = characters[escaped ? at + 1 : at];
  if (character === undefined) return undefined;
  if (dialect === 'go' && !escaped && (character === '-' || character === ']')) return undefined;
  return { code: character.codePointAt(0)!, end: at + (escaped ? 2 : 1) };
}
