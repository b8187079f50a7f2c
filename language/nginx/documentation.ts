import type { NginxContext } from '../../core/model/nginx.ts';
import { type DirectiveFacts, reference } from '../../rules/shared/nginx-reference.ts';

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
  /** @param name without `$` */
  variable(name: string): VariableDocumentation | undefined;
  readonly variables: readonly VariableDocumentation[];
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
  const variables = new Map(getVariables(Format.Markdown).map((one) => [one.name, one]));
  const families = [...variables.values()].filter(({ name }) => name.endsWith('_NAME'));
  return {
    directives: (name) => byName.get(name) ?? [],
    variable: (name) =>
      variables.get(`$${name}`) ??
      families.find((family) => `$${name}`.startsWith(family.name.slice(0, -'NAME'.length))),
    variables: [...variables.values()],
  };
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

/** A directive's documentation as one text: syntax, default, contexts, version, what it does, and where that is written. */
export function directiveText(facts: DirectiveFacts, text: DirectiveDocumentation): string {
  const ending = (syntax: string) => (syntax.endsWith('{...}') ? '' : ';');
  const lines = text.syntax.map(plainSyntax).map((one) => `${`${text.name} ${one}`.trim()}${ending(one)}`);
  const details = [
    `**Default:** ${text.default === '' ? '—' : `\`${text.name} ${text.default}\``}`,
    `**Context:** ${facts.contexts.join(', ') || 'blocks of its own module'}`,
    ...(facts.since === undefined ? [] : [`**Since:** ${facts.since}`]),
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
