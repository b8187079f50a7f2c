import type {
  AnnotatedTextEdit,
  ChangeAnnotation,
  CreateFile,
  TextDocumentEdit,
  TextEdit,
  WorkspaceEdit,
} from 'vscode-languageserver-protocol';
import { type Edit, type Fix, isCreate } from '../core/index.ts';
import { rangeOf } from './diagnostics.ts';
import { groupBy } from './group-by.ts';

/** What the client can do with a workspace edit. */
export interface EditSupport {
  /** Versioned edits, as `documentChanges`. */
  readonly documentChanges: boolean;
  /** Creating files inside an edit. */
  readonly create: boolean;
  /** Renaming files inside an edit. */
  readonly renames: boolean;
  readonly annotations: boolean;
}

export interface EditContext {
  readonly support: EditSupport;
  uriOf(path: string): string;
  /** An open document's version; null where it is not open. */
  versionOf(path: string): number | null;
}

type DocumentChange = TextDocumentEdit | CreateFile;

/**
 * A fix as one change. Where it is one to look at (`review`) and reaches beyond the file of its finding,
 * the client is asked to show it before it is applied.
 * @param from path of the file that the finding is in.
 * @returns undefined where it creates a file and the client cannot.
 */
export function fixEdit(fix: Fix, from: string, context: EditContext): WorkspaceEdit | undefined {
  const creates = fix.edits.some(isCreate);
  if (creates && !(context.support.create && context.support.documentChanges)) return undefined;
  const beyond = fix.edits.some((edit) => pathOf(edit) !== from);
  if (!context.support.documentChanges) return { changes: plainChanges(fix.edits, context) };
  const annotated = context.support.annotations && beyond;
  const annotation: ChangeAnnotation = {
    label: fix.title,
    needsConfirmation: fix.safety === 'review',
    description: 'Seaworthy',
  };
  return {
    documentChanges: documentChanges(fix.edits, context, annotated ? 'fix' : undefined),
    ...(annotated && { changeAnnotations: { fix: annotation } }),
  };
}

/** Edits of one open document as one change. */
export function documentEdit(path: string, edits: readonly TextEdit[], context: EditContext): WorkspaceEdit {
  const uri = context.uriOf(path);
  if (!context.support.documentChanges) return { changes: { [uri]: [...edits] } };
  return {
    documentChanges: [{ textDocument: { uri, version: context.versionOf(path) }, edits: [...edits] }],
  };
}

/**
 * Edits of several files as one change, those that are fresh made first.
 * @returns undefined where there are none, or a file would be made and the client cannot.
 */
export function filesEdit(
  files: readonly {
    readonly path: string;
    readonly fresh: boolean;
    readonly edits: readonly TextEdit[];
  }[],
  context: EditContext,
): WorkspaceEdit | undefined {
  const changed = files.filter(({ edits }) => edits.length > 0);
  if (changed.length === 0) return undefined;
  const { documentChanges: versioned, create } = context.support;
  if (changed.some(({ fresh }) => fresh) && !(versioned && create)) return undefined;
  if (!versioned)
    return {
      changes: Object.fromEntries(changed.map(({ path, edits }) => [context.uriOf(path), [...edits]])),
    };
  return {
    documentChanges: changed.flatMap(({ path, fresh, edits }): DocumentChange[] => {
      const uri = context.uriOf(path);
      const made: CreateFile = { kind: 'create', uri, options: { ignoreIfExists: true } };
      const edit = { textDocument: { uri, version: context.versionOf(path) }, edits: [...edits] };
      return fresh ? [made, edit] : [edit];
    }),
  };
}

function pathOf(edit: Edit): string {
  return isCreate(edit) ? edit.create : edit.span.source.path;
}

function plainChanges(edits: readonly Edit[], context: EditContext): Record<string, TextEdit[]> {
  const changes: Record<string, TextEdit[]> = {};
  for (const edit of edits) {
    if (isCreate(edit)) continue;
    const uri = context.uriOf(edit.span.source.path);
    changes[uri] = [...(changes[uri] ?? []), { range: rangeOf(edit.span), newText: edit.text }];
  }
  return changes;
}

function documentChanges(
  edits: readonly Edit[],
  context: EditContext,
  annotationId: string | undefined,
): DocumentChange[] {
  const byPath = groupBy(edits, pathOf);
  return [...byPath].flatMap(([path, own]) => {
    const uri = context.uriOf(path);
    const created = own.filter(isCreate);
    const create: CreateFile[] =
      created.length > 0
        ? [{ kind: 'create', uri, options: { ignoreIfExists: true }, ...(annotationId && { annotationId }) }]
        : [];
    const textEdits = own.map((edit): TextEdit | AnnotatedTextEdit => ({
      range: isCreate(edit) ? startOfFile : rangeOf(edit.span),
      newText: edit.text,
      ...(annotationId && { annotationId }),
    }));
    return [...create, { textDocument: { uri, version: context.versionOf(path) }, edits: textEdits }];
  });
}

const startOfFile = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
