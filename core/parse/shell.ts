import {
  type Command,
  forEachChild,
  type ParsedScript,
  parse,
  type Statement,
  type SyntaxNode,
} from 'unbash';
import { type Source, span } from '../text/index.ts';
import {
  callOf,
  noOptions,
  optionsAfter,
  type ShellOptions,
  scriptArgument,
  shellOptions,
} from './shell-call.ts';
import { isPlain } from './shell-plain.ts';
import type { ShellCommand, ShellPipeline, ShellScope, ShellScript } from './shell-tree.ts';
import { commandWords, type SpanOf } from './shell-words.ts';

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
 * @param options what the shell was started with.
 */
export function parseShell(text: string, at: ScriptPlace, options: ShellOptions = noOptions): ShellScript {
  const walker = new Walker(options);
  const spanOf: SpanOf = (start, end) => {
    // In text that is cut off, unbash's offsets may lie behind its end.
    const last = Math.min(end, text.length);
    const from = at.map(Math.min(start, text.length));
    return span(at.source, from, last <= start ? from : at.map(last - 1) + 1);
  };
  const script = walker.read({ text, spanOf, nested: false, background: false, depth: 0, joint: {} });
  return {
    commands: walker.commands,
    pipelines: walker.pipelines,
    usesShell: script === undefined || !isPlain(script),
    broken: walker.broken,
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

type Joint = Pick<ShellCommand, 'after' | 'operator'>;

interface Context {
  /** What offsets count in. */
  readonly text: string;
  readonly spanOf: SpanOf;
  readonly nested: boolean;
  readonly background: boolean;
  readonly scope?: ShellScope | undefined;
  readonly depth: number;
  readonly joint: Joint;
}

class Walker {
  readonly commands: ShellCommand[] = [];
  readonly pipelines: ShellPipeline[] = [];
  broken = false;
  #options: ShellOptions;

  constructor(options: ShellOptions) {
    this.#options = options;
  }

  /** A whole script. @returns its tree; nothing where it is no script. */
  read(context: Context): ParsedScript | undefined {
    const script = crowded(context.text) ? undefined : parse(context.text);
    if (!script || (script.errors?.length ?? 0) > 0) this.broken = true;
    if (script) this.#statements(script.commands, context);
    return script;
  }

  #statements(statements: readonly Statement[], context: Context): void {
    let { joint } = context;
    for (const [index, { command, background }] of statements.entries()) {
      this.#node(command, { ...context, joint, background: context.background || background === true });
      const next = statements[index + 1];
      if (next) joint = jointBetween(context, command.end, next.pos, background ? '&' : ';');
    }
  }

  #node(node: SyntaxNode, context: Context): void {
    switch (node.type) {
      case 'Command':
        this.#pipeline([node], context, node);
        return;
      case 'Pipeline':
        this.#pipeline(node.commands, context, node);
        return;
      case 'AndOr':
        for (const [index, command] of node.commands.entries()) {
          const before = node.commands[index - 1];
          const joint = before && jointBetween(context, before.end, command.pos, node.operators[index - 1]!);
          this.#node(command, { ...context, joint: joint ?? context.joint });
        }
        return;
      case 'Script':
        this.#script(node, context);
        return;
      case 'Statement':
        this.#statements([node], context);
        return;
      case 'Subshell':
        this.#apart(() => this.#statements(node.body.commands, inside(context, 'subshell', node)));
        return;
      case 'CompoundList':
        this.#statements(node.commands, inside(context, 'group', node));
        return;
      default:
        this.#compound(node, context);
    }
  }

  /** `if`, `while`, `for`, `case`, functions and their parts: the lists in them by what they are. */
  #compound(node: SyntaxNode, context: Context): void {
    const kind = listKinds[node.type];
    const around = node.type === 'Function' ? inside(context, 'function', node) : context;
    const condition =
      node.type === 'If' || node.type === 'Elif' || node.type === 'While' ? node.clause : undefined;
    forEachChild(node, (child) => {
      if (child.type !== 'CompoundList') this.#node(child, { ...around, nested: true, joint: {} });
      else {
        const scope = child === condition ? 'condition' : (kind ?? 'group');
        this.#statements(child.commands, inside(around, scope, child));
      }
    });
  }

  /** A script in a substitution. */
  #script(script: ParsedScript, context: Context): void {
    if (context.depth >= deepest) {
      this.broken = true;
      return;
    }
    if ((script.errors?.length ?? 0) > 0) this.broken = true;
    const text = script.source ?? context.text;
    const place = { ...inside(context, 'substitution', script), text, depth: context.depth + 1 };
    this.#apart(() => this.#statements(script.commands, place));
  }

  /** What runs in a shell of its own leaves no settings behind. */
  #apart(walk: () => void): void {
    const before = this.#options;
    walk();
    this.#options = before;
  }

  #pipeline(nodes: readonly SyntaxNode[], context: Context, whole: SyntaxNode): void {
    const pipeline: ShellCommand[] = [];
    if (nodes.length > 1) {
      const { scope, spanOf } = context;
      const at = spanOf(whole.pos, whole.end);
      this.pipelines.push({
        commands: pipeline,
        span: at,
        pipefail: this.#options.pipefail,
        ...(scope && { scope }),
      });
    }
    for (const node of nodes) {
      if (node.type !== 'Command') {
        this.#node(node, { ...context, nested: true, joint: {} });
        continue;
      }
      const command = simple(node, pipeline, context, this.#options.errexit);
      pipeline.push(command);
      this.commands.push(command);
      this.#options = optionsAfter(command, this.#options);
      this.#substitutions(node, context, deepest);
      this.#argument(command, node, context);
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
      // One in escaped backticks has a text of its own: its spans are the substitution's.
      const whole = context.spanOf(child.pos, child.end);
      const spanOf = child.script.source === undefined ? context.spanOf : () => whole;
      this.#node(child.script, { ...context, spanOf });
    });
  }

  /** `sh -c '…'`: what stands in the quotes is a script. */
  #argument({ args, call }: ShellCommand, node: Command, context: Context): void {
    const word = call && scriptArgument(call);
    const written = word && node.args[args.indexOf(word)];
    if (!word || !written || context.depth >= deepest) return;
    const { scope, text } = context;
    const start = written.pos + 1;
    // With escapes in it its characters are not the script's, and nothing in it could be pointed at.
    if (text.slice(start, written.end - 1) !== word.text) return;
    const spanOf: SpanOf = (from, to) => context.spanOf(start + from, start + to);
    this.#apart(() => {
      this.#options = shellOptions(call.args.map((one) => one.text));
      this.read({
        ...context,
        text: word.text,
        spanOf,
        nested: true,
        scope: { kind: 'argument', span: word.span, ...(scope && { parent: scope }) },
        depth: context.depth + 1,
        joint: {},
      });
    });
  }
}

const listKinds: Readonly<Partial<Record<SyntaxNode['type'], ShellScope['kind']>>> = {
  If: 'branch',
  Elif: 'branch',
  CaseItem: 'branch',
  For: 'loop',
  ArithmeticFor: 'loop',
  Select: 'loop',
  While: 'loop',
  BraceGroup: 'group',
};

function inside(context: Context, kind: ShellScope['kind'], node: SyntaxNode): Context {
  const at = context.spanOf(node.pos, node.end);
  const scope: ShellScope = { kind, span: at, ...(context.scope && { parent: context.scope }) };
  return { ...context, nested: true, scope, joint: {} };
}

/** The operator between two commands. */
function jointBetween(
  { text, spanOf }: Context,
  from: number,
  to: number,
  after: NonNullable<ShellCommand['after']>,
): Joint {
  const at = text.slice(from, to).indexOf(after);
  if (at < 0 || /[\n#]/.test(text.slice(from, from + at))) return { after };
  return { after, operator: spanOf(from + at, from + at + after.length) };
}

function simple(
  node: Command,
  pipeline: readonly ShellCommand[],
  context: Context,
  errexit: boolean,
): ShellCommand {
  const words = commandWords(node, context.spanOf);
  return {
    ...words,
    call: callOf(words.name, words.args),
    pipeline,
    ...context.joint,
    nested: context.nested,
    ...(context.scope && { scope: context.scope }),
    background: context.background,
    errexit,
  };
}
