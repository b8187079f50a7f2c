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

/** Whether a whole path is matched by the steps. */
export function matchesSteps(steps: readonly PatternStep[], path: string): boolean {
  let states = new Set<number>();
  enter(steps, 0, states);
  for (const character of path) {
    if (states.size === 0) return false;
    const next = new Set<number>();
    for (const state of states) advance(steps, state, character, next);
    states = next;
  }
  return states.has(steps.length);
}

/** Being at a step that may match nothing is being at the next one as well. */
function enter(steps: readonly PatternStep[], state: number, states: Set<number>): void {
  let at = state;
  while (!states.has(at)) {
    states.add(at);
    const kind = steps[at]?.kind;
    if (kind !== 'star' && kind !== 'folders' && kind !== 'rest') return;
    at++;
  }
}

function advance(steps: readonly PatternStep[], state: number, character: string, next: Set<number>): void {
  const step = steps[state];
  if (!step) return;
  switch (step.kind) {
    case 'character':
      if (character === step.character) enter(steps, state + 1, next);
      return;
    case 'any':
      if (character !== '/') enter(steps, state + 1, next);
      return;
    case 'class':
      if (character !== '/' && inRanges(step.ranges, character) !== step.negated)
        enter(steps, state + 1, next);
      return;
    case 'star':
      if (character !== '/') enter(steps, state, next);
      return;
    case 'folders':
      // Inside the run there is no way on but by its last slash.
      next.add(state);
      if (character === '/') enter(steps, state + 1, next);
      return;
    case 'rest':
      enter(steps, state, next);
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
