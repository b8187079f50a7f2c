import type { Directive } from './nginx.ts';
import { nginxPattern } from './nginx-pattern.ts';
import { splitArguments, toBytes, unescapeRedirect } from './nginx-uri.ts';
import { evaluate, type Value } from './nginx-values.ts';
import type { WalkState } from './nginx-walk-state.ts';

/** How the rewrite phase ended; undefined where the request goes on. */
export type RewriteEnd =
  /** `direct`: sent as it is, without error pages. */
  | {
      readonly status: number;
      readonly direct: boolean;
      readonly text?: Value;
      readonly redirect?: Value;
      readonly by: Directive;
    }
  | { readonly unknown: string; readonly by: Directive };

/** Carry out `set`, `if`, `rewrite`, `return` and `break` of a block, in the order of the text. */
export function runRewrites(state: WalkState, block: Directive): RewriteEnd | undefined {
  const end = runBlock(state, block);
  return end === 'stop' ? undefined : end;
}

type End = RewriteEnd | 'stop' | undefined;

const codeOf = /(?:^|_)(?:re)?write_by_(?:lua|njs)/;

function runBlock(state: WalkState, block: Directive): End {
  for (const directive of block.children ?? []) {
    const end = runOne(state, directive);
    if (end) return end;
  }
  return undefined;
}

function runOne(state: WalkState, directive: Directive): End {
  switch (directive.name) {
    case 'set':
      state.variables.set(
        (directive.args[0]?.text ?? '').slice(1).toLowerCase(),
        state.value(directive.args[1]?.text ?? ''),
      );
      return undefined;
    case 'break':
      state.uriChanged = false;
      return 'stop';
    case 'return':
      return runReturn(state, directive);
    case 'rewrite':
      return runRewrite(state, directive);
    case 'if':
      return runIf(state, directive);
    default:
      if (codeOf.test(directive.name))
        return { unknown: `${directive.name} may send the request elsewhere`, by: directive };
      return undefined;
  }
}

const redirects: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
const url = /^(?:https?:\/\/|\$scheme)/;

function runReturn(state: WalkState, by: Directive): RewriteEnd {
  const [first, second] = by.args.map(({ text }) => text);
  if (first !== undefined && url.test(first) && second === undefined)
    return { status: 302, direct: false, redirect: state.value(first), by };
  const status = Number(first);
  if (!Number.isInteger(status)) return { unknown: `the status "${first}" is filled in from outside`, by };
  if (second === undefined) return { status, direct: status < 400 && !redirects.has(status), by };
  if (redirects.has(status)) return { status, direct: false, redirect: state.value(second), by };
  return { status, direct: true, text: state.value(second), by };
}

function runRewrite(state: WalkState, by: Directive): End {
  const [pattern = '', replacement = '', flag] = by.args.map(({ text }) => text);
  const compiled = nginxPattern(toBytes(pattern), false);
  if (!(compiled instanceof RegExp)) return { ...compiled, by };
  const captures = compiled.exec(state.uri);
  if (!captures) return undefined;
  state.capture(captures);
  const keepsArguments = !replacement.endsWith('?');
  const target = keepsArguments ? replacement : replacement.slice(0, -1);
  if (flag === 'redirect' || flag === 'permanent' || url.test(replacement)) {
    const redirect = redirectTo(state, target, keepsArguments);
    return { status: flag === 'permanent' ? 301 : 302, direct: false, redirect, by };
  }
  const problem = changeUri(state, target, keepsArguments);
  if (problem) return { ...problem, by };
  state.step(`rewrite makes it ${shown(state)}.`, by.span);
  state.internal = true;
  state.validTarget = false;
  state.uriChanged = flag !== 'break';
  if (flag === 'break') state.validLocation = false;
  if (state.uri === '') return { status: 500, direct: false, by };
  return flag === undefined ? undefined : 'stop';
}

function shown({ uri, args }: WalkState): string {
  return args === '' ? uri : `${uri}?${args}`;
}

function redirectTo(state: WalkState, target: string, keepsArguments: boolean): Value {
  const value = evaluate(target, state, state.escapedCapture);
  if (typeof value !== 'string') return value;
  const more = keepsArguments && state.args !== '' ? `${target.includes('?') ? '&' : '?'}${state.args}` : '';
  return unescapeRedirect(value) + more;
}

function changeUri(
  state: WalkState,
  target: string,
  keepsArguments: boolean,
): { readonly unknown: string } | undefined {
  const split = splitArguments(target);
  const uri = state.value(split.uri);
  if (typeof uri !== 'string') return uri;
  if (target.includes('?')) {
    const args = evaluate(split.args, state, state.escapedCapture);
    if (typeof args !== 'string') return args;
    state.args = keepsArguments && state.args !== '' ? `${args}&${state.args}` : args;
  } else if (!keepsArguments) state.args = '';
  state.uri = uri;
  return undefined;
}

function runIf(state: WalkState, directive: Directive): End {
  const condition = conditionOf(directive);
  const text = condition.join(' ');
  const holds = test(state, condition);
  const key = `${directive.span.source.path}:${directive.span.start}`;
  const decided =
    typeof holds === 'boolean'
      ? holds
      : state.assume({ key, when: `"${text}" is true`, whenNot: `"${text}" is not true` }, false);
  if (typeof holds !== 'boolean')
    state.step(
      `"if (${text})" is taken to be ${decided ? 'true' : 'untrue'}: ${holds.unknown}.`,
      directive.nameSpan,
    );
  if (!decided) return undefined;
  if (holds === true) state.step(`"if (${text})" is true.`, directive.nameSpan);
  if (directive.context !== 'server') state.enter(directive);
  return runBlock(state, directive);
}

/** The words between the parentheses. */
function conditionOf({ args }: Directive): readonly string[] {
  const words = args.map(({ text }) => text);
  if (words[0]?.startsWith('(')) words[0] = words[0].slice(1);
  const last = words.length - 1;
  if (words[last]?.endsWith(')')) words[last] = words[last].slice(0, -1);
  return words.filter(
    (word, index) => word !== '' || (index !== 0 && index !== last) || args[index]?.quote !== undefined,
  );
}

function test(
  state: WalkState,
  [first = '', operator, second = '']: readonly string[],
): boolean | { readonly unknown: string } {
  const onFile = /^(!?)-([fdex])$/.exec(first);
  if (onFile) return testFile(state, onFile[2]!, onFile[1] === '!', operator ?? '');
  const value = state.value(first);
  if (operator === undefined) return typeof value === 'string' ? value !== '' && value !== '0' : value;
  const negated = operator.startsWith('!');
  if (operator === '=' || operator === '!=') {
    const other = state.value(second);
    if (typeof value !== 'string') return value;
    return typeof other === 'string' ? (value === other) !== negated : other;
  }
  const pattern = nginxPattern(toBytes(second), operator.endsWith('*'));
  if (!(pattern instanceof RegExp)) return pattern;
  if (typeof value !== 'string') return value;
  const captures = pattern.exec(value);
  if (captures) state.capture(captures);
  return (captures !== null) !== negated;
}

function testFile(
  state: WalkState,
  kind: string,
  negated: boolean,
  word: string,
): boolean | { readonly unknown: string } {
  const path = state.value(word);
  if (typeof path !== 'string') return path;
  const there = state.look(path);
  if (there === 'unknown' || (kind === 'x' && there !== 'nothing'))
    return { unknown: `it is not known what lies at ${path}` };
  const holds = kind === 'f' ? there === 'file' : kind === 'd' ? there === 'folder' : there !== 'nothing';
  return holds !== negated;
}
