import type { NginxFile } from '../../core/parse/nginx-tree.ts';
import { type Span, span } from '../../core/text/index.ts';
import { type DirectiveFacts, isLaterThan, reference } from '../../rules/shared/nginx-reference.ts';
import { argumentSuggestions, variableSuggestions } from './completion-arguments.ts';
import { type Cursor, cursorAt } from './cursor.ts';
import type { Documentation } from './documentation.ts';
import { argumentAt, nodesAt } from './tree.ts';
import { contextOf, type NginxWorkspace, versionOf } from './workspace.ts';

export type SuggestionKind =
  | 'directive'
  | 'block'
  | 'parameter'
  | 'variable'
  | 'upstream'
  | 'zone'
  | 'format'
  | 'location'
  | 'file'
  | 'folder';

export interface Suggestion {
  readonly label: string;
  readonly kind: SuggestionKind;
  /** Beside the label: a module, what defines it. */
  readonly detail: string;
  /** What the word becomes; the label where it is not said. */
  readonly insert?: string;
  /** The whole directive with `$0` where the cursor goes, for an editor that can do that. */
  readonly snippet?: string;
  readonly obsolete?: boolean;
  /** The nginx that reads the file is older than the directive: `from nginx 1.29.3 on, 1.24.0 runs here`. */
  readonly later?: string;
}

export interface Suggestions {
  /** What a suggestion replaces. */
  readonly replaces: Span;
  readonly items: readonly Suggestion[];
}

/**
 * What may be written at a place.
 * @param typedOpener a character opened the list by itself: not while a string is typed.
 */
export function suggestions(
  file: NginxFile,
  offset: number,
  workspace: NginxWorkspace,
  documentation: Documentation | undefined,
  typedOpener: boolean,
): Suggestions | undefined {
  const { source } = file;
  const cursor = cursorAt(source, offset, contextOf(workspace, file));
  if (cursor.place === 'none') return undefined;
  const replaces = span(source, cursor.start, offset);
  const dollar = /\$\{?\w*$/.exec(cursor.typed);
  const quoted = cursor.place === 'string' || isQuoted(file, offset);
  if (quoted && (typedOpener || !dollar)) return undefined;
  if (dollar && cursor.words.length > 0) {
    const from = span(source, offset - dollar[0].length, offset);
    return {
      replaces: from,
      items: variableSuggestions(file, cursor.context, workspace, documentation, dollar[0].startsWith('${')),
    };
  }
  if (cursor.place === 'name') {
    if (typedOpener) return undefined;
    return {
      replaces,
      items: directiveSuggestions(cursor, restOfLine(source.text, offset), versionOf(workspace, source.path)),
    };
  }
  return argumentSuggestions(file, offset, cursor, workspace, documentation);
}

/** Inside a string that is closed behind the place, over several lines perhaps. */
function isQuoted(file: NginxFile, offset: number): boolean {
  const node = nodesAt(file, offset).at(-1);
  const argument = node && argumentAt(node, offset);
  return argument?.quote !== undefined && argument.span.start < offset && offset < argument.span.end;
}

/** Whether something already follows on the line: then a name alone is put in. */
function restOfLine(text: string, offset: number): string {
  return /^[^\r\n]*/.exec(text.slice(offset, offset + 500))![0].trim();
}

const entries: Readonly<Record<string, string | undefined>> = {
  map: 'default hostnames volatile include',
  geo: 'default include delete proxy proxy_recursive ranges',
  types: 'include',
};

function directiveSuggestions(
  { context, blocks }: Cursor,
  rest: string,
  version: string | undefined,
): readonly Suggestion[] {
  const block = blocks.at(-1);
  const words = entries[block ?? ''];
  if (words !== undefined)
    return words.split(' ').map((label) => ({ label, kind: 'parameter', detail: block! }));
  const found: Suggestion[] = [];
  for (const [name, facts] of reference()) {
    const here = facts.find(({ contexts }) => context === 'unknown' || contexts.includes(context));
    if (here) found.push(directive(name, here, rest, version));
  }
  return found;
}

function directive(
  name: string,
  facts: DirectiveFacts,
  rest: string,
  version: string | undefined,
): Suggestion {
  const words = facts.most === 0 ? '' : ' ';
  const snippet = facts.block
    ? `${name}${words}${facts.most === 0 ? '' : '$1'} {\n\t$0\n}`
    : `${name}${words}${facts.most === 0 ? '' : '$0'};`;
  return {
    label: name,
    kind: facts.block ? 'block' : 'directive',
    detail: facts.module,
    ...(rest === '' && { snippet }),
    ...(facts.obsolete !== undefined && { obsolete: true }),
    ...(version !== undefined &&
      isLaterThan(facts, version) && { later: `from nginx ${facts.since} on, ${version} runs here` }),
  };
}
