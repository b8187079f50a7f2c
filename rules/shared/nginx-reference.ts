import { compareVersions, type Directive, type NginxConfig, type NginxContext } from '../../core/rule.ts';
import { directiveTable } from '../facts/nginx-directives.ts';

/** What nginx's reference says of a directive; several modules may have one of the same name. */
export interface DirectiveFacts {
  readonly name: string;
  readonly module: string;
  /** Empty for directives of blocks that only their module knows. */
  readonly contexts: readonly NginxContext[];
  readonly least: number;
  readonly most: number;
  /** nginx refuses a second one in the same block. */
  readonly once: boolean;
  readonly block: boolean;
  readonly since: string | undefined;
  readonly obsolete: string | undefined;
}

const contextLetters: Readonly<Record<string, NginxContext>> = {
  M: 'main',
  E: 'events',
  H: 'http',
  S: 'server',
  L: 'location',
  U: 'upstream',
  s: 'if in server',
  l: 'if in location',
  x: 'limit_except',
  T: 'stream',
  t: 'stream server',
  u: 'stream upstream',
  A: 'mail',
  a: 'mail server',
};
/** Contexts whose directives the reference knows; what stands in `map`, `types` or a third party's block is that block's own affair. */
const judged: ReadonlySet<NginxContext> = new Set(Object.values(contextLetters));
/** The same block in another part of nginx: a fragment's text does not tell which it is for. */
const twins: readonly (readonly NginxContext[])[] = [
  ['http', 'stream', 'mail'],
  ['server', 'stream server', 'mail server'],
  ['upstream', 'stream upstream'],
  ['if in server', 'if in location'],
];

/** Modules that are no part of nginx count their versions by themselves. */
const ownVersions = /_js_|acme|otel|perftools/;

/** Whether a directive came with a later nginx than a version. @param version with all its three parts */
export function isLaterThan(
  { since, module }: Pick<DirectiveFacts, 'since' | 'module'>,
  version: string,
): boolean {
  return since !== undefined && !ownVersions.test(module) && compareVersions(version, since) < 0;
}

let table: ReadonlyMap<string, readonly DirectiveFacts[]> | undefined;

/** nginx's directives by name. */
export function reference(): ReadonlyMap<string, readonly DirectiveFacts[]> {
  table ??= readTable();
  return table;
}

function readTable(): ReadonlyMap<string, readonly DirectiveFacts[]> {
  const entries = new Map<string, DirectiveFacts[]>();
  let module = '';
  for (const line of directiveTable.split('\n')) {
    module = /^\s*# (.*)$/.exec(line)?.[1] ?? module;
    if (line.trimStart().startsWith('#')) continue;
    for (const entry of line.split(';')) {
      const [name, letters = '', counts = '', ...versions] = entry.trim().split(' ');
      if (!name) continue;
      const [, least = '0', most, open, once, block] = /^(\d+)(?:-(\d+))?(\+)?(\*)?(\{)?$/.exec(counts) ?? [];
      const facts = {
        name,
        module,
        contexts: [...letters].flatMap((letter) => contextLetters[letter] ?? []),
        least: Number(least),
        most: open ? Number.POSITIVE_INFINITY : Number(most ?? least),
        once: once !== undefined,
        block: block !== undefined,
        since: versions.find((word) => word.startsWith('@'))?.slice(1),
        obsolete: versions.find((word) => word.startsWith('!'))?.slice(1),
      };
      const known = entries.get(name);
      if (known) known.push(facts);
      else entries.set(name, [facts]);
    }
  }
  return entries;
}

/** What is the same for all directives of a configuration, or of a block in it: five rules ask for each directive. */
interface Surroundings {
  readonly contexts: Map<Directive | undefined, readonly NginxContext[]>;
  /** Some file of it has text that is filled in before nginx reads it. */
  readonly placeholders: boolean;
}
const surroundings = new WeakMap<NginxConfig, Surroundings>();

function surroundingsOf(config: NginxConfig): Surroundings {
  let known = surroundings.get(config);
  if (!known) {
    const placeholders = config.files.some(
      ({ source, templated }) => templated || /@@|%%/.test(source.text) || templateName.test(source.path),
    );
    known = { contexts: new Map(), placeholders };
    surroundings.set(config, known);
  }
  return known;
}

/** The contexts that a directive may be in; none where its surroundings are not known for sure. */
export function contextsOf(directive: Directive): readonly NginxContext[] {
  const { contexts } = surroundingsOf(directive.config);
  let known = contexts.get(directive.parent);
  if (!known) {
    known = possibleContexts(directive);
    contexts.set(directive.parent, known);
  }
  return known;
}

function possibleContexts(directive: Directive): readonly NginxContext[] {
  if (!isJudged(directive)) return none;
  const { context, parent, config } = directive;
  if (config.entryContext === 'main') return alone(context);
  return parent ? (twins.find((contexts) => contexts.includes(context)) ?? alone(context)) : none;
}

const none: readonly NginxContext[] = [];
const single = new Map<NginxContext, readonly NginxContext[]>();

/** One list for each context, so that what hangs on it can be looked up by it. */
function alone(context: NginxContext): readonly NginxContext[] {
  let list = single.get(context);
  if (!list) {
    list = [context];
    single.set(context, list);
  }
  return list;
}

const fitting = new Map<readonly NginxContext[], Map<string, readonly DirectiveFacts[]>>();

/** What the reference says of a directive in the contexts that it may be in. */
export function factsHere(directive: Directive): readonly DirectiveFacts[] {
  const contexts = contextsOf(directive);
  let known = fitting.get(contexts);
  if (!known) {
    known = new Map();
    fitting.set(contexts, known);
  }
  let facts = known.get(directive.name);
  if (!facts) {
    const entries = reference().get(directive.name) ?? [];
    facts = entries.filter((entry) => contexts.some((context) => entry.contexts.includes(context)));
    // Names that nobody knows are not kept: there is no end of them.
    if (entries.length > 0) known.set(directive.name, facts);
  }
  return facts;
}

/** Whether directives stand where it does, rather than a block's own entries (`map`, `types`, a third party's block). */
export function isJudged({ context, parent, config }: Directive): boolean {
  for (let at = parent; at; at = at.parent) if (!judged.has(at.context)) return false;
  return judged.has(context) && config.files.every((file) => file.balanced);
}

/** Text that something fills in before nginx reads it: what it will be is not known. */
export function isTemplated(directive: Directive): boolean {
  return surroundingsOf(directive.config).placeholders && hasPlaceholder(directive);
}

function hasPlaceholder({ node, span, config }: Directive): boolean {
  const { source } = span;
  if (config.files.some((file) => file.source === source && file.templated)) return true;
  const written = source.text.slice(span.start, node.block?.span.start ?? span.end);
  return /@@|%%/.test(written) || (/\$/.test(written) && templateName.test(source.path));
}

const templateName = /\.(?:template|j2|jinja2?|tmpl|tpl|erb|gotmpl)(?:\.|$)/i;
