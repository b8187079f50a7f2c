import type { NginxFile } from '../../core/parse/nginx-tree.ts';
import { Source, type Span, span } from '../../core/text/index.ts';
import { type NameUse, nameAt, namesIn, passedVariables } from './names.ts';
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

/** The name at an offset that is not in a comment. */
export function askedName(file: NginxFile, offset: number): NameUse | undefined {
  return isInComment(file, offset) ? undefined : nameAt(file, offset);
}

/** Every use of the same name; the name asked about first is among them. */
export function usesOf(asked: NameUse, file: NginxFile, workspace: NginxWorkspace): readonly NameUse[] {
  const files = filesTogether(workspace, file);
  const same = files.flatMap(namesIn).filter((use) => isSame(use, asked));
  if (asked.kind !== 'upstream') return same;
  const through = new Set(files.flatMap((one) => [...passedVariables(one)]));
  return same.filter((use) => use.through === undefined || through.has(use.through));
}

export function allNames(file: NginxFile, workspace: NginxWorkspace): readonly NameUse[] {
  return filesTogether(workspace, file).flatMap(namesIn);
}

function isSame(use: NameUse, asked: NameUse): boolean {
  return use.kind === asked.kind && use.name === asked.name && sameServer(use, asked);
}

/** Named locations of two servers are two; a fragment's server is not known. */
export function sameServer(use: NameUse, asked: NameUse): boolean {
  if (asked.kind !== 'named location') return true;
  return !use.server || !asked.server || use.server === asked.server;
}

/** The project's files that the `include` at an offset brings. */
export function includedAt(file: NginxFile, offset: number, workspace: NginxWorkspace): readonly string[] {
  const node = nodesAt(file, offset).at(-1);
  const argument = node?.name === 'include' ? argumentAt(node, offset) : undefined;
  return argument ? includedBy(workspace, file.source.path, argument.text) : [];
}

/** The words of every `include` that brings one of these files. */
export function includesOf(paths: readonly string[], workspace: NginxWorkspace): readonly Span[] {
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
