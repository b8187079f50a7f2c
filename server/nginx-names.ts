import {
  type Location,
  type PrepareRenameResult,
  type Range,
  type RenameFile,
  ResponseError,
  type SemanticTokens,
  SemanticTokensBuilder,
  type SemanticTokensLegend,
  type TextEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import { LSPErrorCodes } from 'vscode-languageserver-protocol';
import { type NginxFile, nameOf, type Position, type Span } from '../core/index.ts';
import type { NameKind } from '../language/nginx/names.ts';
import { definitions, references } from '../language/nginx/references.ts';
import { renamable, rename } from '../language/nginx/rename.ts';
import { nameTokens } from '../language/nginx/semantic.ts';
import type { NginxWorkspace } from '../language/nginx/workspace.ts';
import { rangeOf } from './diagnostics.ts';
import { groupBy } from './group-by.ts';
import type { EditContext } from './workspace-edit.ts';

type UriOf = (path: string) => string;

export function definitionLocations(
  file: NginxFile,
  offset: number,
  workspace: NginxWorkspace,
  uriOf: UriOf,
): Location[] {
  return definitions(file, offset, workspace).map((span) => locationOf(span, uriOf));
}

export function referenceLocations(
  file: NginxFile,
  offset: number,
  workspace: NginxWorkspace,
  withDefinitions: boolean,
  uriOf: UriOf,
): Location[] {
  return references(file, offset, workspace, withDefinitions).map((span) => locationOf(span, uriOf));
}

function locationOf(span: Span, uriOf: UriOf): Location {
  return { uri: uriOf(span.source.path), range: rangeOf(span) };
}

export function prepareRename(
  file: NginxFile,
  offset: number,
  workspace: NginxWorkspace,
): PrepareRenameResult | null {
  const use = renamable(file, offset, workspace);
  return use ? { range: rangeOf(use.span), placeholder: use.name } : null;
}

/** @throws a ResponseError that says why, where the new name cannot be. */
export function renameEdit(
  file: NginxFile,
  offset: number,
  newName: string,
  workspace: NginxWorkspace,
  context: EditContext,
): WorkspaceEdit {
  const renaming = rename(file, offset, newName, workspace);
  if ('refused' in renaming) throw new ResponseError(LSPErrorCodes.RequestFailed, renaming.refused);
  const { spans, text } = renaming;
  const files = [...groupBy(spans, ({ source }) => source.path)].map(([path, own]) => {
    const edits = own.map((span): TextEdit => ({ range: rangeOf(span), newText: text }));
    return { uri: context.uriOf(path), version: context.versionOf(path), edits };
  });
  const moves = renaming.file;
  if (moves && !(context.support.renames && context.support.documentChanges))
    throw new ResponseError(LSPErrorCodes.RequestFailed, 'The editor does not rename files by itself.');
  if (!context.support.documentChanges)
    return { changes: Object.fromEntries(files.map(({ uri, edits }) => [uri, edits])) };
  const changes = files.map(({ uri, version, edits }) => ({ textDocument: { uri, version }, edits }));
  if (!moves) return { documentChanges: changes };
  const move: RenameFile = {
    kind: 'rename',
    oldUri: context.uriOf(moves.from),
    newUri: siblingUri(context.uriOf(moves.from), moves.to),
  };
  return { documentChanges: [...changes, move] };
}

/** The URI of a file in the same folder: spelt as the client spells that. */
function siblingUri(uri: string, path: string): string {
  return uri.replace(/[^/]*$/, encodeURIComponent(nameOf(path)));
}

const tokenTypes: Readonly<Record<NameKind, string>> = {
  variable: 'variable',
  upstream: 'class',
  'request zone': 'enumMember',
  'connection zone': 'enumMember',
  'key-value zone': 'enumMember',
  cache: 'enumMember',
  'log format': 'type',
  'named location': 'function',
};

export const semanticLegend: SemanticTokensLegend = {
  tokenTypes: [...new Set(Object.values(tokenTypes))],
  tokenModifiers: ['declaration'],
};

/** @param lines of a range, 0-based, both included; the whole file without. */
export function semanticTokens(file: NginxFile, lines?: Range): SemanticTokens {
  const builder = new SemanticTokensBuilder();
  for (const { span, kind, defines } of nameTokens(file)) {
    const { line, column }: Position = span.source.position(span.start);
    if (lines && (line < lines.start.line || line > lines.end.line)) continue;
    const type = semanticLegend.tokenTypes.indexOf(tokenTypes[kind]);
    builder.push(line, column, span.end - span.start, type, defines ? 1 : 0);
  }
  return builder.build();
}
