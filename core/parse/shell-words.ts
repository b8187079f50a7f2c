import {
  type Assignment,
  type Command,
  forEachChild,
  type Redirection,
  type SyntaxNode,
  type Word,
} from 'unbash';
import type { Span } from '../text/index.ts';
import type { ShellCommand, ShellRedirect, ShellWord } from './shell-tree.ts';

/** The file's span for offsets of the script. */
export type SpanOf = (start: number, end: number) => Span;

/** Expansions in expansions are looked into to this depth. */
const deepest = 12;

/** A simple command's own words, assignments and redirects. */
export function commandWords(
  node: Command,
  spanOf: SpanOf,
): Pick<ShellCommand, 'name' | 'args' | 'assignments' | 'redirects' | 'span'> {
  return {
    name: node.name && word(node.name, spanOf),
    args: node.args.map((arg) => (arg.type === 'Word' ? word(arg, spanOf) : assignmentWord(arg, spanOf))),
    assignments: node.prefix
      .filter((item) => item.type === 'Assignment')
      .map((item) => assignment(item, spanOf)),
    redirects: node.redirects.flatMap((item) => redirect(item, spanOf)),
    span: spanOf(node.pos, node.end),
  };
}

function assignment(node: Assignment, spanOf: SpanOf): ShellCommand['assignments'][number] {
  const value = node.value.type === 'Word' && node.value.text !== '' ? word(node.value, spanOf) : undefined;
  return { name: node.name, value, span: spanOf(node.pos, node.end) };
}

/** `export A=1`: an assignment that stands among the arguments. */
function assignmentWord(node: Assignment, spanOf: SpanOf): ShellWord {
  const at = spanOf(node.pos, node.end);
  if (node.value.type !== 'Word')
    return { text: node.text, span: at, dynamic: true, variables: [], unquoted: [], quoted: false };
  const value = word(node.value, spanOf);
  return { ...value, text: `${node.name}${node.append ? '+' : ''}=${value.text}`, span: at };
}

function redirect(node: Redirection, spanOf: SpanOf): ShellRedirect[] {
  const descriptor = node.descriptor?.type === 'FileDescriptor' ? String(node.descriptor.value) : '';
  const operator = descriptor + node.operator;
  if (node.type !== 'HereDoc') return node.target ? [{ operator, target: word(node.target, spanOf) }] : [];
  if (!node.delimiter) return [];
  const { value, pos, end, quoted } = node.delimiter;
  const target = { ...plainWord(value, spanOf(pos, end)), quoted };
  return [{ operator, target }];
}

/** A word that means what it says. */
export function plainWord(text: string, span: Span): ShellWord {
  return { text, span, dynamic: false, variables: [], unquoted: [], quoted: false };
}

interface Found {
  readonly variables: string[];
  readonly unquoted: string[];
  dynamic: boolean;
  quoted: boolean;
}

function word(node: Word, spanOf: SpanOf): ShellWord {
  const plain = plainWord(node.value, spanOf(node.pos, node.end));
  if (node.parts === undefined) return plain;
  const found: Found = { variables: [], unquoted: [], dynamic: false, quoted: false };
  for (const part of node.parts) look(part, found, false);
  return { ...plain, ...found };
}

function look(node: SyntaxNode, found: Found, quoted: boolean): void {
  switch (node.type) {
    case 'Literal':
    case 'Glob':
    case 'ExtendedGlob':
      return;
    case 'SingleQuoted':
    case 'AnsiCQuoted':
      found.quoted = true;
      return;
    case 'DoubleQuoted':
    case 'LocaleString':
      found.quoted = true;
      for (const part of node.parts) look(part, found, true);
      return;
  }
  found.dynamic = true;
  const name = variableOf(node);
  if (name !== undefined) found.variables.push(name);
  if (name !== undefined && !quoted) found.unquoted.push(name);
  forEachChild(node, (child) => lookInside(child, found.variables, deepest));
}

function variableOf(node: SyntaxNode): string | undefined {
  if (node.type === 'SimpleExpansion') return node.text.slice(1);
  return node.type === 'ParameterExpansion' ? node.parameter : undefined;
}

function lookInside(node: SyntaxNode, variables: string[], depth: number): void {
  if (node.type === 'Script' || depth === 0) return;
  const name = variableOf(node);
  if (name !== undefined) variables.push(name);
  forEachChild(node, (child) => lookInside(child, variables, depth - 1));
}
