/** The cursor and the keys, as a person has them. */
import assert from 'node:assert/strict';
import { commands, type Position, Selection, type TextEditor, window } from 'vscode';

/** Put the cursor somewhere, and wait for the editor to say that it is there. */
export async function moveTo(editor: TextEditor, at: Position): Promise<void> {
  if (editor.selection.isEmpty && editor.selection.active.isEqual(at)) return;
  const moved = new Promise<void>((done) => {
    const listening = window.onDidChangeTextEditorSelection(({ textEditor, selections }) => {
      if (textEditor !== editor || !selections[0]!.active.isEqual(at)) return;
      listening.dispose();
      done();
    });
  });
  editor.selection = new Selection(at, at);
  await moved;
}

/** Type as a person does: each sign by itself, so that the editor indents and closes quotes. */
export async function type(editor: TextEditor, at: Position, text: string): Promise<void> {
  await moveTo(editor, at);
  for (const sign of text) await commands.executeCommand('type', { text: sign });
}

/** The first line that holds a text. */
export function lineWith(editor: TextEditor, text: string): number {
  const line = editor.document
    .getText()
    .split(/\r?\n/)
    .findIndex((one) => one.includes(text));
  assert.ok(line >= 0, `"${text}" is in the document`);
  return line;
}
