import { globRegExp } from '../../core/model/container-files.ts';
import type { NginxFile } from '../../core/parse/nginx-tree.ts';
import { folderOf, joinPath, nameOf, type Span, span, textOf } from '../../core/text/index.ts';
import { isBuiltIn } from '../../rules/shared/nginx-variables.ts';
import type { NameKind } from './names.ts';
import { allNames, askedName, includedAt, includesOf, sameServer, usesOf } from './references.ts';
import { argumentAt, nodesAt } from './tree.ts';
import type { NginxWorkspace } from './workspace.ts';

export type Renaming =
  | {
      readonly spans: readonly Span[];
      readonly text: string;
      /** The file that the new name is for, where it is a file's. */
      readonly file?: { readonly from: string; readonly to: string };
    }
  | { readonly refused: string };

export interface Renamable {
  readonly name: string;
  readonly span: Span;
}

/** What a renaming would replace first: the name at the offset, where it is one that the configuration itself defines, or an included file's. */
export function renamable(file: NginxFile, offset: number, workspace: NginxWorkspace): Renamable | undefined {
  const snippet = snippetAt(file, offset, workspace);
  if (snippet) return snippet;
  const asked = askedName(file, offset);
  if (!asked || (asked.kind === 'variable' && isBuiltIn(asked.name))) return undefined;
  return usesOf(asked, file, workspace).some(({ defines }) => defines) ? asked : undefined;
}

/**
 * The places that a new name is written to, in every file that is read together with this one.
 * @param given the new name; a variable's may come with `$`, a named location's with `@`; a file's stays in its folder.
 */
export function rename(file: NginxFile, offset: number, given: string, workspace: NginxWorkspace): Renaming {
  const snippet = snippetAt(file, offset, workspace);
  if (snippet) return renameSnippet(snippet.path, given.trim(), workspace);
  const asked = askedName(file, offset);
  if (!asked || !renamable(file, offset, workspace))
    return { refused: 'There is no name here that the configuration defines.' };
  const text = given.trim().replace(asked.kind === 'variable' ? /^\$/ : /^@/, '');
  const refused = refusal(asked.kind, text);
  if (refused !== undefined) return { refused };
  const taken = allNames(file, workspace).find(
    (use) => use.defines && use.kind === asked.kind && use.name === text && sameServer(use, asked),
  );
  if (taken && text !== asked.name) {
    const { line } = taken.span.source.position(taken.span.start);
    return {
      refused: `The ${asked.kind} "${text}" is there already: ${taken.span.source.path}, line ${line + 1}.`,
    };
  }
  return { spans: usesOf(asked, file, workspace).map((use) => use.span), text };
}

function refusal(kind: NameKind, text: string): string | undefined {
  if (kind !== 'variable')
    return /^[\w.-]+$/.test(text) ? undefined : 'Letters, digits, "_", "-" and "." make a name.';
  if (!/^[A-Za-z_]\w*$/.test(text)) return 'A variable\'s name is made of letters, digits and "_".';
  return isBuiltIn(text) ? `nginx has a variable $${text} of its own.` : undefined;
}

/** The one file that the `include` at an offset names, and where its name stands. */
function snippetAt(
  file: NginxFile,
  offset: number,
  workspace: NginxWorkspace,
): (Renamable & { readonly path: string }) | undefined {
  const [path, ...others] = includedAt(file, offset, workspace);
  const node = nodesAt(file, offset).at(-1);
  const argument = node && argumentAt(node, offset);
  if (!argument || path === undefined || others.length > 0) return undefined;
  const at = nameIn(argument.span, path);
  return at ? { path, name: nameOf(path), span: at } : undefined;
}

/** Where the file's own name stands in a word; undefined for a pattern, and where the container has it under another name. */
function nameIn(word: Span, path: string): Span | undefined {
  const found = textOf(word).lastIndexOf(nameOf(path));
  if (found < 0 || !/^["']?$/.test(textOf(word).slice(found + nameOf(path).length))) return undefined;
  return span(word.source, word.start + found, word.start + found + nameOf(path).length);
}

function renameSnippet(path: string, name: string, workspace: NginxWorkspace): Renaming {
  if (!/^[\w.@+-]+$/.test(name))
    return { refused: 'Letters, digits, "_", "-", "+", "@" and "." make a file\'s name.' };
  const to = joinPath(folderOf(path), name);
  if (workspace.tree.exists(to) && to !== path) return { refused: `${to} is there already.` };
  const alone = workspace.readers
    .flatMap(({ containers }) => containers)
    .some(({ placements }) => placements.some(({ project }) => project === path));
  if (alone) return { refused: `A mount or a COPY names ${path} itself.` };
  const spans: Span[] = [];
  for (const word of includesOf([path], workspace)) {
    const at = nameIn(word, path);
    if (at) spans.push(at);
    else if (!stillMatches(textOf(word), name))
      return { refused: `include ${textOf(word)} would not bring it any more.` };
  }
  return { spans, text: name, file: { from: path, to } };
}

function stillMatches(pattern: string, name: string): boolean {
  return globRegExp(nameOf(pattern.replace(/^["']|["']$/g, ''))).test(name);
}
