import {
  type Deployment,
  type Directive,
  type NginxArgument,
  type NginxConfig,
  type Pattern,
  readPattern,
  type Span,
  span,
} from '../../core/rule.ts';
import { isTemplated } from './nginx-reference.ts';

/** A regular expression of a configuration, at the place where it stands. */
export interface WrittenPattern {
  readonly directive: Directive;
  readonly pattern: Pattern;
  readonly ignoreCase: boolean;
  readonly at: Span;
}

/** Of every configuration, each place once however often its file is included. To be asked through `deployment.derive`. */
export function patternsByConfig(
  deployment: Deployment,
): ReadonlyMap<NginxConfig, readonly WrittenPattern[]> {
  return new Map(deployment.nginx.map(({ config }) => [config, patternsOf(config)]));
}

function patternsOf(config: NginxConfig): readonly WrittenPattern[] {
  const found: WrittenPattern[] = [];
  const seen = new Set<unknown>();
  for (const directive of config.walk()) {
    if (!mayHold(directive) || seen.has(directive.node)) continue;
    seen.add(directive.node);
    if (directive.node.broken || isTemplated(directive)) continue;
    for (const { text, ignoreCase, at } of written(directive)) {
      // What a shell or envsubst fills in, and a `%` of some other tool.
      if (/\$\{|\{\{|<%/.test(text)) continue;
      found.push({ directive, at, ignoreCase, pattern: readPattern(text, ignoreCase) });
    }
  }
  return found;
}

interface Written {
  readonly text: string;
  readonly ignoreCase: boolean;
  readonly at: Span;
}

const holders = new Set(['location', 'rewrite', 'if', 'server_name']);

function mayHold({ name, context }: Directive): boolean {
  return holders.has(name) || (context === 'map' && name.startsWith('~'));
}

function written(directive: Directive): readonly Written[] {
  const { name, args, context, nameSpan } = directive;
  if (context === 'map') return [marked({ text: name, span: nameSpan })];
  if (name === 'server_name') return args.filter(({ text }) => text.startsWith('~')).map(marked);
  if (name === 'rewrite') return args.slice(0, 1).map((arg) => whole(arg, false));
  if (name === 'location') return ofLocation(args);
  return ofCondition(args);
}

function ofLocation([first, second]: readonly NginxArgument[]): readonly Written[] {
  if (!first?.text.startsWith('~')) return [];
  if (second) return /^~\*?$/.test(first.text) ? [whole(second, first.text === '~*')] : [];
  return [marked(first)];
}

/** `($uri ~* "\.php$")`: the bracket belongs to the last word, where that is not quoted. */
function ofCondition(args: readonly NginxArgument[]): readonly Written[] {
  const operator = args.findIndex(({ text }) => /^!?~\*?$/.test(text));
  const argument = args[operator + 1];
  if (operator < 0 || !argument || argument.text === ')') return [];
  const pattern = whole(argument, args[operator]!.text.endsWith('*'));
  if (argument !== args.at(-1) || argument.quote || !argument.text.endsWith(')')) return [pattern];
  const { source, start, end } = argument.span;
  return [{ ...pattern, text: argument.text.slice(0, -1), at: span(source, start, end - 1) }];
}

function whole({ text, span: at }: NginxArgument, ignoreCase: boolean): Written {
  return { text, ignoreCase, at };
}

/** `~pattern`, `~*pattern` */
function marked({ text, span: at }: NginxArgument): Written {
  const mark = text.startsWith('~*') ? 2 : 1;
  return { text: text.slice(mark), ignoreCase: mark === 2, at };
}
