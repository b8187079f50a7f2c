import type { NginxContext } from '../../core/model/nginx.ts';
import type { NginxFile } from '../../core/parse/nginx-tree.ts';
import { nameOf, type Span, span } from '../../core/text/index.ts';
import { builtInVariables } from '../../rules/shared/nginx-variables.ts';
import type { Suggestion, SuggestionKind, Suggestions } from './completion.ts';
import type { Cursor } from './cursor.ts';
import { type Documentation, documentationIn } from './documentation.ts';
import { filesFor, takesFile } from './files.ts';
import { isPass, type NameKind, namesIn } from './names.ts';
import { nodesAt } from './tree.ts';
import { filesAround, type NginxWorkspace } from './workspace.ts';

/** What may stand as a word of a directive: names of the configuration, files, the syntax's own words. */
export function argumentSuggestions(
  file: NginxFile,
  offset: number,
  cursor: Cursor,
  workspace: NginxWorkspace,
  documentation: Documentation | undefined,
): Suggestions {
  const name = cursor.words[0]!;
  const replaces = span(file.source, cursor.start, offset);
  if (takesFile(name) && cursor.words.length === 1) return files(file, cursor, workspace, replaces);
  if (isPass(name) && cursor.words.length === 1) return targets(file, cursor, workspace, replaces, name);
  return {
    replaces,
    items: [...namedThings(file, offset, cursor, workspace), ...parameters(cursor, documentation)],
  };
}

/** nginx's own variables and those that the configuration sets. */
export function variableSuggestions(
  file: NginxFile,
  context: NginxContext | 'unknown',
  workspace: NginxWorkspace,
  documentation: Documentation | undefined,
  braces: boolean,
): readonly Suggestion[] {
  const written = (name: string) => (braces ? `\${${name}}` : `$${name}`);
  const own = definedNames(file, workspace, 'variable').map(({ name, directive }): Suggestion => {
    return { label: `$${name}`, kind: 'variable', detail: `set by ${directive}`, insert: written(name) };
  });
  const set = new Set(own.map(({ label }) => label));
  const builtIn = (documentation ? documentation.variables(context) : plainVariables())
    .filter(({ name }) => !name.endsWith('NAME') && !set.has(name))
    .map(({ name, module }): Suggestion => {
      return { label: name, kind: 'variable', detail: module, insert: written(name.slice(1)) };
    });
  return [...own, ...builtIn];
}

function plainVariables(): readonly { readonly name: string; readonly module: string }[] {
  return builtInVariables().map((name) => ({ name: `$${name}`, module: '' }));
}

function definedNames(
  file: NginxFile,
  workspace: NginxWorkspace,
  kind: NameKind,
): readonly { readonly name: string; readonly directive: string; readonly server: unknown }[] {
  const found = new Map<string, { name: string; directive: string; server: unknown }>();
  for (const use of filesAround(workspace, file).flatMap(namesIn))
    if (use.defines && use.kind === kind && !found.has(use.name))
      found.set(use.name, { name: use.name, directive: use.node.name, server: use.server });
  return [...found.values()];
}

/** Which names a directive takes, and how they are written there. */
const naming: readonly {
  readonly of: RegExp;
  readonly at: (words: number) => boolean;
  readonly names: NameKind;
  readonly kind: SuggestionKind;
  readonly before: string;
}[] = [
  { of: /^limit_req$/, at: () => true, names: 'request zone', kind: 'zone', before: 'zone=' },
  { of: /^limit_conn$/, at: (words) => words === 1, names: 'connection zone', kind: 'zone', before: '' },
  { of: /^keyval$/, at: (words) => words === 3, names: 'key-value zone', kind: 'zone', before: 'zone=' },
  { of: /^\w+_cache$/, at: (words) => words === 1, names: 'cache', kind: 'zone', before: '' },
  { of: /^access_log$/, at: (words) => words === 2, names: 'log format', kind: 'format', before: '' },
  {
    of: /^(?:try_files|error_page|post_action|internal_redirect)$/,
    at: () => true,
    names: 'named location',
    kind: 'location',
    before: '@',
  },
];

function namedThings(
  file: NginxFile,
  offset: number,
  { words }: Cursor,
  workspace: NginxWorkspace,
): readonly Suggestion[] {
  const server = nodesAt(file, offset).find(({ name, args }) => name === 'server' && args.length === 0);
  return naming
    .filter(({ of, at }) => of.test(words[0]!) && at(words.length))
    .flatMap(({ names, kind, before }) =>
      definedNames(file, workspace, names)
        .filter((one) => names !== 'named location' || !server || !one.server || one.server === server)
        .map(({ name, directive }) => ({ label: `${before}${name}`, kind, detail: directive })),
    );
}

/** `http://api` of an upstream `api`; the scheme that is there already stays. */
function targets(
  file: NginxFile,
  cursor: Cursor,
  workspace: NginxWorkspace,
  replaces: Span,
  directive: string,
): Suggestions {
  const scheme = /^\w+:\/\//.exec(cursor.typed)?.[0] ?? '';
  const streams = cursor.context === 'stream server';
  const usual =
    directive === 'proxy_pass' && !streams ? 'http://' : directive === 'grpc_pass' ? 'grpc://' : '';
  const items = definedNames(file, workspace, 'upstream').map(({ name }): Suggestion => {
    return { label: `${scheme || usual}${name}`, kind: 'upstream', detail: 'upstream' };
  });
  return { replaces, items };
}

/** Words that the syntax or the list of parameters writes literally. */
function parameters(cursor: Cursor, documentation: Documentation | undefined): readonly Suggestion[] {
  const [name, ...written] = cursor.words;
  const found = documentation && documentationIn(name!, cursor.context, documentation);
  if (!found) return [];
  const taken = new Set(written.map((word) => word.replace(/=.*$/, '=')));
  const syntax = found.text.syntax.join(' | ');
  const listed = /\bparameters?\b|\*`(?:flag|level|method|case|value)`\*/.test(syntax)
    ? [...found.text.description.matchAll(/^- (.+)$/gm)].map(([, line]) => line!).join(' | ')
    : '';
  return literals(`${syntax} | ${listed}`)
    .filter((word) => !taken.has(word) && word !== '{...}')
    .map((label) => ({ label, kind: 'parameter', detail: name! }));
}

/** `` `zone`=*`name`* [`nodelay`] `` is `zone=` and `nodelay`: what has asterisks around it is a placeholder. */
function literals(markdown: string): readonly string[] {
  const found = new Set<string>();
  for (const [, word, equals] of markdown.matchAll(/(?<!\*)`([^`\s]+)`(?!\*)(=)?/g))
    found.add(word! + (equals ?? ''));
  return [...found];
}

function files(file: NginxFile, cursor: Cursor, workspace: NginxWorkspace, replaces: Span): Suggestions {
  const items = filesFor(file, cursor.typed, workspace)
    .filter(({ name, folder }) => folder || suits(cursor.words[0]!, nameOf(name)))
    .map(({ name, folder }): Suggestion => {
      return { label: name, kind: folder ? 'folder' : 'file', detail: '' };
    });
  return { replaces, items };
}

/** Certificates end as certificates do; anything may be included. */
function suits(directive: string, name: string): boolean {
  if (name.startsWith('.')) return false;
  return !/ssl_/.test(directive) || /\.(?:pem|crt|cer|key|crl|csr|txt|pass)$|dhparam/i.test(name);
}
