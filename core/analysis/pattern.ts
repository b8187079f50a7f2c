import { type AST, RegExpParser, RegExpSyntaxError } from '@eslint-community/regexpp';
import { DFA, isDisjointWith, JS, NFA } from 'refa';
import { analyse } from 'scslre';

/** What can be said for certain of a regular expression that PCRE reads. */
export interface Pattern {
  readonly source: string;
  /** Why PCRE refuses it; undefined where it does not, or where that is not certain. */
  readonly refused: string | undefined;
  /** The one text that it matches: anchored at both ends, with nothing special between. */
  readonly exact: string | undefined;
  /** The part that takes exponential time on a text which does not match. */
  readonly exponential: string | undefined;
  /** Whether it ends with the name of a file's extension, with nothing that says where the path ends. */
  readonly endsOpen: boolean;
}

/** What only PCRE knows, or reads otherwise than JavaScript does: such an expression is left in peace. */
const foreign =
  /\\[AZzhHvVRKGQEXNpPaeoglk\d]|\\x\{|\\$|\(\?(?![:=!<])|\(\?<(?![=!A-Za-z_])|\(\*|[*+?}]\+|\[\^?\]|\[[:.=]|\{,/;
/** Beyond it nothing is worked out: no location needs as much, and time grows with it. */
const longest = 500;
const mostNodes = 400;
/** Messages of the JavaScript parser, and what PCRE says of the same. */
const refusals: readonly (readonly [RegExp, string])[] = [
  [/: Unterminated group$/, 'a closing parenthesis is missing'],
  [/: Unmatched '\)'$/, 'a closing parenthesis has no opening one'],
  [/: Unterminated character class$/, '"]" is missing'],
  [/: Nothing to repeat$/, 'there is nothing that a quantifier could repeat'],
  [/: Range out of order in character class$/, 'a range runs backwards'],
  [/: numbers out of order in \{\} quantifier$/, 'a quantifier’s numbers run backwards'],
];
const parser = new RegExpParser({ ecmaVersion: 2024 });
const known = new Map<string, Pattern>();

/** Each text is judged once. @param ignoreCase as by `~*` */
export function readPattern(source: string, ignoreCase: boolean): Pattern {
  const key = `${ignoreCase ? 'i' : ''}/${source}`;
  let pattern = known.get(key);
  if (!pattern) {
    // Somebody who types makes a new expression with every key.
    if (known.size > 5000) known.clear();
    pattern = judge(source, ignoreCase);
    known.set(key, pattern);
  }
  return pattern;
}

function judge(source: string, ignoreCase: boolean): Pattern {
  const nothing = {
    source,
    refused: undefined,
    exact: undefined,
    exponential: undefined,
    endsOpen: false,
  };
  if (source.length > longest || foreign.test(source)) return nothing;
  const parsed = parse(source);
  if (typeof parsed === 'string') return { ...nothing, refused: parsed };
  if (!parsed) return nothing;
  let exponential: { readonly found: string | undefined } | undefined;
  return {
    source,
    refused: undefined,
    exact: ignoreCase ? undefined : exactText(parsed),
    endsOpen: parsed.alternatives.length === 1 && endsOpen(parsed.alternatives[0]!.elements),
    get exponential() {
      exponential ??= { found: exponentialPart(source, ignoreCase) };
      return exponential.found;
    },
  };
}

/** The tree, or why PCRE refuses it; undefined where the two may differ. */
function parse(source: string): AST.Pattern | string | undefined {
  try {
    return parser.parsePattern(source, 0, source.length, { unicode: false });
  } catch (error) {
    if (!(error instanceof RegExpSyntaxError)) throw error;
    return refusals.find(([message]) => message.test(error.message))?.[1];
  }
}

function exactText({ alternatives }: AST.Pattern): string | undefined {
  const elements = alternatives[0]!.elements;
  if (alternatives.length > 1 || elements.length < 3) return undefined;
  if (!isAnchor(elements[0], 'start') || !isAnchor(elements.at(-1), 'end')) return undefined;
  const inner = elements.slice(1, -1);
  const characters = inner.map((element) =>
    element.type === 'Character' ? String.fromCodePoint(element.value) : '',
  );
  return characters.includes('') ? undefined : characters.join('');
}

function isAnchor(element: AST.Element | undefined, kind: 'start' | 'end'): boolean {
  return element?.type === 'Assertion' && element.kind === kind;
}

/** `\.php`, `\.(gif|png)`: a dot, and letters or a group of words behind it, at the very end. */
function endsOpen(elements: readonly AST.Element[]): boolean {
  const dot = elements.findLastIndex(isDot);
  const before = elements[dot - 1];
  const rest = elements.slice(dot + 1);
  const hidden = before?.type === 'Character' && String.fromCodePoint(before.value) === '/';
  if (dot < 0 || hidden || rest.length === 0) return false;
  if (rest.length === 1) return isLetter(rest[0]!) || isWords(rest[0]!);
  return rest.every(isLetter);
}

function isDot(element: AST.Element): boolean {
  return element.type === 'Character' && element.raw === '\\.';
}

function isLetter(element: AST.Element): boolean {
  const one = element.type === 'Quantifier' && element.max === 1 ? element.element : element;
  return one.type === 'Character' && /[a-z0-9]/i.test(String.fromCodePoint(one.value));
}

function isWords(element: AST.Element): boolean {
  if (element.type !== 'Group' && element.type !== 'CapturingGroup') return false;
  return element.alternatives.every(({ elements }) => elements.length > 0 && elements.every(isLetter));
}

function exponentialPart(source: string, ignoreCase: boolean): string | undefined {
  // Without a repetition inside or beside another, nothing takes long.
  if (!/[*+}].*[*+}]/.test(source)) return undefined;
  try {
    const { reports } = analyse({ source, flags: ignoreCase ? 'i' : '' }, { reportTypes: { Move: false } });
    const report = reports.find(({ exponential }) => exponential);
    if (!report) return undefined;
    return report.type === 'Self'
      ? report.parentQuant.raw
      : 'endQuant' in report
        ? report.endQuant.raw
        : source;
  } catch {
    return undefined;
  }
}

/** Whether every path that `inner` matches is matched by `outer`; false where that is not worked out. */
export function coversPaths(outer: Language | undefined, inner: Language | undefined): boolean {
  if (!outer || !inner) return false;
  try {
    outer.others ??= othersOf(outer.paths);
    return isDisjointWith(outer.others, inner.paths, mostNodes * 10);
  } catch {
    return false;
  }
}

/** The paths that an expression matches; undefined where that is not worked out. */
export interface Language {
  readonly paths: NFA;
  /** Everything else. */
  others?: DFA;
}

const languages = new Map<string, Language | undefined>();

/** Each text is worked out once. @param ignoreCase as by `~*` */
export function pathsOf(source: string, ignoreCase: boolean): Language | undefined {
  const key = `${ignoreCase ? 'i' : ''}/${source}`;
  if (!languages.has(key)) {
    if (languages.size > 1000) languages.clear();
    languages.set(key, workOut(source, ignoreCase));
  }
  return languages.get(key);
}

function workOut(source: string, ignoreCase: boolean): Language | undefined {
  if (source.length > longest || foreign.test(source)) return undefined;
  const parsed = parse(source);
  if (typeof parsed !== 'object') return undefined;
  const whole = parsed.alternatives.map(({ elements, raw }) => {
    const begins = isAnchor(elements[0], 'start');
    const ends = isAnchor(elements.at(-1), 'end') && elements.length > (begins ? 1 : 0);
    return `${begins ? '' : '[^]*'}${raw.slice(begins ? 1 : 0, raw.length - (ends ? 1 : 0))}${ends ? '' : '[^]*'}`;
  });
  try {
    const paths = automaton(whole.join('|'), ignoreCase ? 'is' : 's');
    const slash = automaton('\\/[^]*', 's');
    const factory = new NFA.LimitedNodeFactory(mostNodes);
    return { paths: NFA.fromIntersection(paths, slash, factory) };
  } catch {
    return undefined;
  }
}

function automaton(source: string, flags: string): NFA {
  const { expression, maxCharacter } = JS.Parser.fromLiteral({ source, flags }).parse({
    assertions: 'throw',
    backreferences: 'throw',
    maxNodes: mostNodes * 10,
  });
  return NFA.fromRegex(expression, { maxCharacter }, {}, new NFA.LimitedNodeFactory(mostNodes));
}

function othersOf(paths: NFA): DFA {
  const all = DFA.fromFA(paths, new DFA.LimitedNodeFactory(mostNodes));
  all.complement(new DFA.LimitedNodeFactory(mostNodes * 2));
  return all;
}
