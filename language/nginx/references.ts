import type { NginxFile } from '../../core/parse/nginx-tree.ts';
import { Source, type Span, span } from '../../core/text/index.ts';
import { isBuiltIn } from '../../rules/shared/nginx-variables.ts';
import { type NameKind, type NameUse, nameAt, namesIn, passedVariables } from './names.ts';
import { argumentAt, isInComment, nodesAt } from './tree.ts';
import { filesTogether, includedBy, type NginxWorkspace } from './workspace.ts';

/** Where the name at an offset gets its meaning, or which files the include there brings. */
export function definitions(file: NginxFile, offset: number, workspace: NginxWorkspace): readonly Span[] {
  const included = includedAt(file, offset, workspace);
  if (included.length > 0) return included.map((path) => startOf(path, workspace));
  const asked = askedName(file, offset);
  if (!asked) return [];
  return usesOf(asked, file, workspace).flatMap((use) => (use.defines ? use.span : []));
}

/** Everywhere that the name at an offset is written; for an include, everywhere that the same file is included. */
export function references(
  file: NginxFile,
  offset: number,
  workspace: NginxWorkspace,
  withDefinitions: boolean,
): readonly Span[] {
  const included = includedAt(file, offset, workspace);
  if (included.length > 0) return includesOf(included, workspace);
  const asked = askedName(file, offset);
  if (!asked) return [];
  return usesOf(asked, file, workspace).flatMap((use) => (withDefinitions || !use.defines ? use.span : []));
}

export type Renaming =
  | { readonly spans: readonly Span[]; readonly text: string }
  | { readonly refused: string };

/** What a renaming would replace first: the name at the offset, where it is one that the configuration itself defines. */
export function renamable(file: NginxFile, offset: number, workspace: NginxWorkspace): NameUse | undefined {
  const asked = askedName(file, offset);
  if (!asked || (asked.kind === 'variable' && isBuiltIn(asked.name))) return undefined;
  return usesOf(asked, file, workspace).some(({ defines }) => defines) ? asked : undefined;
}

/**
 * The places that a new name is written to, in every file that is read together with this one.
 * @param given the new name; a variable's may come with `$`, a named location's with `@`.
 */
export function rename(file: NginxFile, offset: number, given: string, workspace: NginxWorkspace): Renaming {
  const asked = renamable(file, offset, workspace);
  if (!asked) return { refused: 'There is no name here that the configuration defines.' };
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

function askedName(file: NginxFile, offset: number): NameUse | undefined {
  return isInComment(file, offset) ? undefined : nameAt(file, offset);
}

/** Every use of the same name; the name asked about first is among them. */
function usesOf(asked: NameUse, file: NginxFile, workspace: NginxWorkspace): readonly NameUse[] {
  const files = filesTogether(workspace, file);
  const same = files.flatMap(namesIn).filter((use) => isSame(use, asked));
  if (asked.kind !== 'upstream') return same;
  const through = new Set(files.flatMap((one) => [...passedVariables(one)]));
  return same.filter((use) => use.through === undefined || through.has(use.through));
}

function allNames(file: NginxFile, workspace: NginxWorkspace): readonly NameUse[] {
  return filesTogether(workspace, file).flatMap(namesIn);
}

function isSame(use: NameUse, asked: NameUse): boolean {
  return use.kind === asked.kind && use.name === asked.name && sameServer(use, asked);
}

/** Named locations of two servers are two; a fragment's server is not known. */
function sameServer(use: NameUse, asked: NameUse): boolean {
  if (asked.kind !== 'named location') return true;
  return !use.server || !asked.server || use.server === asked.server;
}

function includedAt(file: NginxFile, offset: number, workspace: NginxWorkspace): readonly string[] {
  const node = nodesAt(file, offset).at(-1);
  const argument = node?.name === 'include' ? argumentAt(node, offset) : undefined;
  return argument ? includedBy(workspace, file.source.path, argument.text) : [];
}

function includesOf(paths: readonly string[], workspace: NginxWorkspace): readonly Span[] {
  const found = new Map<string, Span>();
  for (const { includes } of workspace.configs)
    for (const include of includes)
      if (include.paths.some((path) => paths.includes(path))) {
        const at = include.argument.span;
        found.set(`${at.source.path}:${at.start}`, at);
      }
  return [...found.values()];
}

function startOf(path: string, workspace: NginxWorkspace): Span {
  return span(workspace.file(path)?.source ?? new Source(path, ''), 0, 0);
}

/** The places that give a name its meaning. */
export function definitionUses(
  asked: NameUse,
  file: NginxFile,
  workspace: NginxWorkspace,
): readonly NameUse[] {
  return usesOf(asked, file, workspace).filter(({ defines }) => defines);
}
