/** How the tests of nginx files ask the editor, and look at what it shows. */
import assert from 'node:assert/strict';
import {
  type CompletionItem,
  CompletionItemKind,
  type CompletionList,
  commands,
  type Hover,
  type Location,
  type MarkdownString,
  type Position,
  Range,
  type TextEditor,
  Uri,
  workspace,
} from 'vscode';
import { lineWith, moveTo, type } from './typing.ts';
import { picture } from './waiting.ts';

export const main = 'nginx/nginx.conf';
export const site = 'nginx/sites/shop.conf';
export const snippet = 'nginx/snippets/proxy.conf';

export function uriOf(path: string): Uri {
  return Uri.joinPath(workspace.workspaceFolders![0]!.uri, path);
}

/** The place in the middle of the first occurrence of a word. */
export function within({ document }: TextEditor, word: string, line = word): Position {
  const whole = document.getText();
  const start = whole.indexOf(word, whole.indexOf(line));
  assert.ok(start >= 0, `"${word}" is in the document`);
  return document.positionAt(start + Math.ceil(word.length / 2));
}

/** `path:line`, 0-based, of a place. */
export function shown({ uri, range }: Location): string {
  return `${workspace.asRelativePath(uri)}:${range.start.line}`;
}

/** Show a widget at a place, wait for it, and take its picture. */
export async function pictureOf(
  name: string,
  editor: TextEditor,
  at: Position,
  command: string,
  shows: string,
) {
  await moveTo(editor, at);
  await commands.executeCommand('workbench.action.focusActiveEditorGroup');
  // A rename box ends this command only when it is closed.
  void commands.executeCommand(command);
  await picture(name, { shows });
  if (shows === '.monaco-hover') await commands.executeCommand('editor.action.hideHover');
}

export async function hoverTexts(editor: TextEditor, at: Position): Promise<string> {
  const hovers = await commands.executeCommand<Hover[]>(
    'vscode.executeHoverProvider',
    editor.document.uri,
    at,
  );
  return hovers.flatMap(({ contents }) => contents.map((one) => (one as MarkdownString).value)).join('\n\n');
}

export async function offered(
  editor: TextEditor,
  at: Position,
  opener?: string,
): Promise<readonly CompletionItem[]> {
  const { items } = await commands.executeCommand<CompletionList>(
    'vscode.executeCompletionItemProvider',
    editor.document.uri,
    at,
    opener,
  );
  // Words of the document are the editor's own offer.
  return items.filter(({ kind }) => kind !== CompletionItemKind.Text);
}

export function labelOf({ label }: CompletionItem): string {
  return typeof label === 'string' ? label : label.label;
}

/** Write something at the end of a line while a test looks at it. */
export async function whileWritten(
  editor: TextEditor,
  line: string,
  text: string,
  look: (at: Position) => Promise<void>,
): Promise<void> {
  const { document } = editor;
  const before = document.getText();
  await type(editor, document.lineAt(lineWith(editor, line)).range.end, text);
  try {
    await look(editor.selection.active);
  } finally {
    await write(editor, before);
  }
}

/** The editor may have saved what was typed meanwhile: what is put back is written. */
export async function write(editor: TextEditor, text: string): Promise<void> {
  const { document } = editor;
  const whole = new Range(document.positionAt(0), document.lineAt(document.lineCount - 1).range.end);
  assert.ok(await editor.edit((edit) => edit.replace(whole, text)));
}
