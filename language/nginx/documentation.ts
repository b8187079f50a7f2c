import type { NginxContext } from '../../core/model/nginx.ts';
import { type DirectiveFacts, isLaterThan, reference } from '../../rules/shared/nginx-reference.ts';

/** What nginx.org says of a directive; texts are Markdown. */
export interface DirectiveDocumentation {
  readonly name: string;
  readonly module: string;
  readonly syntax: readonly string[];
  /** Empty where there is none. */
  readonly default: string;
  readonly description: string;
}

export interface VariableDocumentation {
  /** `$host`; `$http_NAME` for a family. */
  readonly name: string;
  readonly module: string;
  readonly description: string;
}

export interface Documentation {
  directives(name: string): readonly DirectiveDocumentation[];
  /** @param name without `$`. Where `http` and `stream` have one each, that of the context. */
  variable(name: string, context: NginxContext | 'unknown'): VariableDocumentation | undefined;
  /** Those that there are in a context, each name once. */
  variables(context: NginxContext | 'unknown'): readonly VariableDocumentation[];
}

/** nginx.org's documentation, from `@nginx/reference-lib`; large, and read when an editor first asks. */
export async function loadDocumentation(): Promise<Documentation> {
  const { Format, getDirectives, getVariables } = await import('@nginx/reference-lib');
  const byName = new Map<string, DirectiveDocumentation[]>();
  for (const directive of getDirectives(Format.Markdown)) {
    const same = byName.get(directive.name);
    if (same) same.push(directive);
    else byName.set(directive.name, [directive]);
  }
  const all = getVariables(Format.Markdown);
  const [streams, http] = [true, false].map((wanted) => variablesOf(all, wanted)) as [Variables, Variables];
  const of = (context: NginxContext | 'unknown') => (/^stream/.test(context) ? streams : http);
  return {
    directives: (name) => byName.get(name) ?? [],
    variable: (name, context) => {
      const known = of(context);
      return (
        known.get(`$${name}`) ??
        [...known.values()].find(
          (one) => one.name.endsWith('_NAME') && `$${name}`.startsWith(one.name.slice(0, -'NAME'.length)),
        )
      );
    },
    variables: (context) => [...of(context).values()],
  };
}

type Variables = ReadonlyMap<string, VariableDocumentation>;

/** The variables of `stream`, or of `http`, with those that both have. */
function variablesOf(all: readonly VariableDocumentation[], streams: boolean): Variables {
  const others = streams ? /^ngx_http_/ : /^ngx_(?:stream|mail)_/;
  return new Map(all.filter(({ module }) => !others.test(module)).map((one) => [one.name, one]));
}

/** What the reference says of a directive in a context; of all of its name where it is at home in none of this context. */
export function factsIn(name: string, context: NginxContext | 'unknown'): readonly DirectiveFacts[] {
  const all = reference().get(name) ?? [];
  const here = all.filter(({ contexts }) => contexts.includes(context));
  return here.length > 0 ? here : all;
}

/** The documentation of a directive in a context, facts beside it. */
export function documentationIn(
  name: string,
  context: NginxContext | 'unknown',
  documentation: Documentation,
): { readonly facts: DirectiveFacts; readonly text: DirectiveDocumentation } | undefined {
  for (const facts of factsIn(name, context)) {
    const text = documentation.directives(name).find(({ module }) => module === facts.module);
    if (text) return { facts, text };
  }
  return undefined;
}

/** A syntax without its Markdown: `address[:port] [default_server] [ssl]`. */
export function plainSyntax(syntax: string): string {
  return syntax.replace(/[`*]/g, '').replace(/\\(.)/g, '$1').replace(/\s+/g, ' ').trim();
}

/** The page on nginx.org that describes a module's directive or variable. */
export function pageOf(module: string, name: string): string {
  const family = /^ngx_(http|stream|mail)_/.exec(module)?.[1];
  const page = module === 'Core functionality' ? 'ngx_core_module' : module;
  const anchor = name.startsWith('$') ? `var_${name.slice(1).replace(/NAME$/, '')}` : name;
  return `https://nginx.org/en/docs/${family ? `${family}/` : ''}${page}.html#${anchor}`;
}

/**
 * A directive's documentation as one text: syntax, default, contexts, version, what it does, and where that is written.
 * @param version of the nginx that reads it, where that is certain.
 */
export function directiveText(facts: DirectiveFacts, text: DirectiveDocumentation, version?: string): string {
  const ending = (syntax: string) => (syntax.endsWith('{...}') ? '' : ';');
  const lines = text.syntax.map(plainSyntax).map((one) => `${`${text.name} ${one}`.trim()}${ending(one)}`);
  const later =
    version !== undefined && isLaterThan(facts, version)
      ? ` (nginx ${version} runs here and does not know it)`
      : '';
  const details = [
    `**Default:** ${text.default === '' ? '—' : `\`${text.name} ${text.default}\``}`,
    `**Context:** ${facts.contexts.join(', ') || 'blocks of its own module'}`,
    ...(facts.since === undefined ? [] : [`**Since:** ${facts.since}${later}`]),
    ...(facts.obsolete === undefined ? [] : [`**Obsolete since:** ${facts.obsolete}`]),
  ];
  return [
    `\`\`\`nginx\n${lines.join('\n')}\n\`\`\``,
    details.join('  \n'),
    text.description.trim(),
    `[${text.module}](${pageOf(text.module, text.name)})`,
  ].join('\n\n');
}

/** A variable's documentation as one text. */
export function variableText({ name, module, description }: VariableDocumentation): string {
  return [`**${name}**`, description.trim(), `[${module}](${pageOf(module, name)})`].join('\n\n');
}
