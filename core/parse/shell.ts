import {
  type Assignment,
  type Command,
  forEachChild,
  type ParsedScript,
  parse,
  type Redirection,
  type Statement,
  type SyntaxNode,
  type Word,
} from 'unbash';
import { type Source, type Span, span } from '../text/index.ts';
import type { ShellCommand, ShellRedirect, ShellScript, ShellWord } from './shell-tree.ts';

/** Where a script's characters stand: `map` gives the file offset of a character of the script. */
export interface ScriptPlace {
  readonly source: Source;
  readonly map: (offset: number) => number;
}

/** Substitutions in substitutions are read to this depth, and so are the parts of one word: every level is read anew by unbash. */
const deepest = 12;
/** More heredocs than this on one line are no script: unbash's time grows with their square. */
const mostHeredocs = 100;

/**
 * A POSIX/Bash script's simple commands, with spans in the file that holds it. Total: what cannot be read is
 * left out and `broken` is set.
 */
export function parseShell(text: string, at: ScriptPlace): ShellScript {
  if (crowded(text)) return { commands: [], usesShell: true, broken: true };
  const script = parse(text);
  const spanOf: SpanOf = (start, end) => {
    // In text that is cut off, unbash's offsets may lie behind its end.
    const last = Math.min(end, text.length);
    const from = at.map(Math.min(start, text.length));
    return span(at.source, from, last <= start ? from : at.map(last - 1) + 1);
  };
  const walker = new Walker();
  walker.statements(script.commands, { spanOf, nested: false, background: false, depth: 0 });
  return {
    commands: walker.commands,
    usesShell: !isPlain(script),
    broken: walker.broken || (script.errors?.length ?? 0) > 0,
  };
}

function crowded(text: string): boolean {
  let count = 0;
  for (let at = text.indexOf('<<'); at >= 0; at = text.indexOf('<<', at + 2)) {
    if (++count > mostHeredocs)
      return text.split('\n').some((line) => line.split('<<').length > mostHeredocs);
  }
  return false;
}

type SpanOf = (start: number, end: number) => Span;
type After = ShellCommand['after'];

interface Context {
  readonly spanOf: SpanOf;
  readonly nested: boolean;
  readonly background: boolean;
  readonly after?: After;
  readonly depth: number;
}

class Walker {
  readonly commands: ShellCommand[] = [];
  broken = false;

  statements(statements: readonly Statement[], context: Context): void {
    let after = context.after;
    for (const { command, background } of statements) {
      this.#node(command, { ...context, after, background: context.background || background === true });
      after = background ? '&' : ';';
    }
  }

  #node(node: SyntaxNode, context: Context): void {
    if (node.type === 'Command') this.#pipeline([node], context);
    else if (node.type === 'Pipeline') this.#pipeline(node.commands, context);
    else if (node.type === 'AndOr') this.#andOr(node.commands, node.operators, context);
    else if (node.type === 'Script') this.#script(node, context);
    else if (node.type === 'CompoundList') this.statements(node.commands, inside(context));
    else if (node.type === 'Statement') this.statements([node], context);
    else forEachChild(node, (child) => this.#node(child, inside(context)));
  }

  #andOr(commands: readonly SyntaxNode[], operators: readonly ('&&' | '||')[], context: Context): void {
    for (const [index, command] of commands.entries()) {
      this.#node(command, index === 0 ? context : { ...context, after: operators[index - 1] });
    }
  }

  /** A script in a substitution. One in escaped backticks has a text of its own: its spans are the substitution's. */
  #script(script: ParsedScript, context: Context): void {
    if (context.depth >= deepest) {
      this.broken = true;
      return;
    }
    if ((script.errors?.length ?? 0) > 0) this.broken = true;
    this.statements(script.commands, { ...inside(context), depth: context.depth + 1 });
  }

  #pipeline(nodes: readonly SyntaxNode[], context: Context): void {
    const pipeline: ShellCommand[] = [];
    for (const node of nodes) {
      if (node.type !== 'Command') {
        this.#node(node, inside(context));
        continue;
      }
      const command = simple(node, pipeline, context);
      pipeline.push(command);
      this.commands.push(command);
      this.#substitutions(node, context, deepest);
    }
  }

  #substitutions(node: SyntaxNode, context: Context, depth: number): void {
    if (depth === 0) {
      this.broken = true;
      return;
    }
    forEachChild(node, (child) => {
      if (child.type === 'Word' && child.parts === undefined) return;
      if (child.type !== 'CommandExpansion' && child.type !== 'ProcessSubstitution') {
        this.#substitutions(child, context, depth - 1);
        return;
      }
      if (!child.script) return;
      const whole = context.spanOf(child.pos, child.end);
      const spanOf = child.script.source === undefined ? context.spanOf : () => whole;
      this.#node(child.script, { ...context, spanOf });
    });
  }
}

function inside(context: Context): Context {
  return { ...context, nested: true, after: undefined };
}

function simple(node: Command, pipeline: readonly ShellCommand[], context: Context): ShellCommand {
  const { spanOf } = context;
  return {
    name: node.name && word(node.name, spanOf),
    args: node.args.map((arg) => (arg.type === 'Word' ? word(arg, spanOf) : assignmentWord(arg, spanOf))),
    assignments: node.prefix
      .filter((item) => item.type === 'Assignment')
      .map((item) => assignment(item, spanOf)),
    redirects: node.redirects.flatMap((item) => redirect(item, spanOf)),
    span: spanOf(node.pos, node.end),
    pipeline,
    ...(context.after && { after: context.after }),
    nested: context.nested,
    background: context.background,
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
    return { text: node.text, span: at, dynamic: true, variables: [], quoted: false };
  const value = word(node.value, spanOf);
  return { ...value, text: `${node.name}${node.append ? '+' : ''}=${value.text}`, span: at };
}

function redirect(node: Redirection, spanOf: SpanOf): ShellRedirect[] {
  const descriptor = node.descriptor?.type === 'FileDescriptor' ? String(node.descriptor.value) : '';
  const operator = descriptor + node.operator;
  if (node.type !== 'HereDoc') return node.target ? [{ operator, target: word(node.target, spanOf) }] : [];
  if (!node.delimiter) return [];
  const { value, pos, end, quoted } = node.delimiter;
  return [
    { operator, target: { text: value, span: spanOf(pos, end), dynamic: false, variables: [], quoted } },
  ];
}

function word(node: Word, spanOf: SpanOf): ShellWord {
  const at = spanOf(node.pos, node.end);
  if (node.parts === undefined)
    return { text: node.value, span: at, dynamic: false, variables: [], quoted: false };
  const found = { variables: [] as string[], dynamic: false, quoted: false };
  for (const part of node.parts) look(part, found);
  return { text: node.value, span: at, ...found };
}

function look(node: SyntaxNode, found: { variables: string[]; dynamic: boolean; quoted: boolean }): void {
  switch (node.type) {
    case 'Literal':
    case 'Glob':
    case 'ExtendedGlob':
      return;
    case 'SingleQuoted':
    case 'AnsiCQuoted':
      found.quoted = true;
      return;
    case 'SimpleExpansion':
      found.variables.push(node.text.slice(1));
      break;
    case 'ParameterExpansion':
      found.variables.push(node.parameter);
      break;
    case 'DoubleQuoted':
    case 'LocaleString':
      found.quoted = true;
      for (const part of node.parts) look(part, found);
      return;
  }
  found.dynamic = true;
  forEachChild(node, (child) => lookInside(child, found.variables, deepest));
}

function lookInside(node: SyntaxNode, variables: string[], depth: number): void {
  if (node.type === 'Script' || depth === 0) return;
  if (node.type === 'SimpleExpansion') variables.push(node.text.slice(1));
  if (node.type === 'ParameterExpansion') variables.push(node.parameter);
  forEachChild(node, (child) => lookInside(child, variables, depth - 1));
}

/** Commands that a shell runs itself, without a program of that name: POSIX special built-ins and the commonest others. */
const builtins = new Set(
  '. : alias bg break builtin cd command continue declare eval exec exit export fg hash jobs let local popd pushd read readonly return set shift shopt source times trap type typeset ulimit umask unalias unset wait'.split(
    ' ',
  ),
);

/** One simple command of plain words, that runs the same without a shell. */
function isPlain(script: ParsedScript): boolean {
  const [statement, ...others] = script.commands;
  if (!statement) return true;
  const { command, background } = statement;
  if (others.length > 0 || background || command.type !== 'Command') return false;
  if (command.prefix.length > 0 || command.redirects.length > 0 || !command.name) return false;
  if (builtins.has(command.name.value)) return false;
  return [command.name, ...command.args].every((item) => isPlainWord(item));
}

function isPlainWord(node: Word | Assignment): boolean {
  if (node.type === 'Assignment') return node.value.type === 'Word' && isPlainWord(node.value);
  if (node.text.startsWith('~')) return false;
  return (node.parts ?? []).every(
    (part) =>
      part.type === 'Literal' ||
      part.type === 'SingleQuoted' ||
      (part.type === 'DoubleQuoted' && part.parts.every((inner) => inner.type === 'Literal')),
  );
}
