import type { Span } from './span.ts';

/** Replace a piece of a file by a text; an empty span inserts. */
export interface TextEdit {
  readonly span: Span;
  readonly text: string;
}

/** Create a file that does not exist yet. */
export interface CreateFile {
  readonly create: string;
  readonly text: string;
}

export type Edit = TextEdit | CreateFile;

export function isCreate(edit: Edit): edit is CreateFile {
  return 'create' in edit;
}

/**
 * A file's text with edits applied. Edits of other files are passed over. Edits may come in any order;
 * inserts at one offset keep the order they were given in.
 * @returns the new text, or undefined where two edits overlap.
 */
export function applyEdits(path: string, text: string, edits: readonly Edit[]): string | undefined {
  const own = edits.filter((edit): edit is TextEdit => !isCreate(edit) && edit.span.source.path === path);
  const sorted = own
    .map((edit, order) => ({ edit, order }))
    .sort(
      (a, b) =>
        a.edit.span.start - b.edit.span.start || a.edit.span.end - b.edit.span.end || a.order - b.order,
    );
  let result = '';
  let at = 0;
  for (const { edit } of sorted) {
    if (edit.span.start < at) return undefined;
    result += text.slice(at, edit.span.start) + edit.text;
    at = edit.span.end;
  }
  return result + text.slice(at);
}
