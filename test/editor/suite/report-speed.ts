/** What opening the report costs beyond an empty web view, and how soon an edit reaches it, in a real editor. */
import assert from 'node:assert/strict';
import { commands, type Event, Position, Uri, ViewColumn, window, workspace } from 'vscode';
import { composeFile } from '../../../scripts/bench/generated.ts';
import { say, test } from './runner.ts';
import { closePreviews, extensionApi, until } from './waiting.ts';

const rounds = 5;

const empty = `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'nonce-empty'"><title>Empty</title></head>
<body><script nonce="empty">const vscode = acquireVsCodeApi();
addEventListener('message', () => vscode.postMessage('heard'));
vscode.postMessage('ready');</script></body></html>`;

/** Milliseconds until an event is fired after something was begun. */
async function timed(event: Event<void>, begin: () => Thenable<unknown>): Promise<number> {
  const start = performance.now();
  const fired = new Promise<number>((done) => {
    const listening = event(() => {
      listening.dispose();
      done(performance.now() - start);
    });
  });
  await begin();
  return await fired;
}

/** How long an empty web view takes to open, and a message to it and back. */
async function openEmpty(): Promise<{ readonly open: number; readonly message: number }> {
  const start = performance.now();
  const place = { viewColumn: ViewColumn.Beside, preserveFocus: true };
  const panel = window.createWebviewPanel('empty', 'Empty', place, { enableScripts: true });
  const answered = (ask: () => unknown) =>
    new Promise<void>((done) => {
      const listening = panel.webview.onDidReceiveMessage(() => {
        listening.dispose();
        done();
      });
      void ask();
    });
  await answered(() => {
    panel.webview.html = empty;
  });
  const opened = performance.now();
  await answered(() => panel.webview.postMessage('are you there?'));
  const heard = performance.now();
  panel.dispose();
  return { open: opened - start, message: heard - opened };
}

function median(times: readonly number[]): number {
  return [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)]!;
}

/** @param limits milliseconds: several times what is wanted of a machine that does nothing else. */
async function measure(
  name: string,
  uri: Uri,
  limits: { readonly open: number; readonly edit: number },
): Promise<void> {
  const { onDidShowReport } = await extensionApi();
  const editor = await window.showTextDocument(uri, { viewColumn: ViewColumn.One });
  const bare: number[] = [];
  const messages: number[] = [];
  const full: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const { open, message } = await openEmpty();
    bare.push(open);
    messages.push(message);
    full.push(await timed(onDidShowReport, () => commands.executeCommand('seaworthy.showReport')));
    if (round < rounds - 1) await closePreviews();
  }
  const edits: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const change = () => editor.edit((edit) => edit.insert(new Position(0, 0), '# A line\n'));
    edits.push(await timed(onDidShowReport, change));
  }
  await closePreviews();
  const cost = median(full) - median(bare);
  // The page says so when it shows the edit: the way of that word back is not the edit's.
  const back = median(messages) / 2;
  const reached = median(edits) - back;
  const shown = (value: number) => value.toFixed(0);
  say(
    `report of ${name}: opens in ${shown(median(full))} ms (first ${shown(full[0]!)}), an empty view in ${shown(median(bare))} ms (first ${shown(bare[0]!)}): costs ${shown(cost)} ms; an edit reaches it in ${shown(reached)} ms (and back in ${edits.map(shown).join(', ')}; a message to an empty view and back takes ${shown(median(messages))})`,
  );
  assert.ok(cost < limits.open, `opening costs ${shown(cost)} ms`);
  assert.ok(reached < limits.edit, `an edit takes ${shown(reached)} ms`);
}

/** To be called when the others are through: it leaves files behind. */
export function reportSpeedTests(): void {
  test('the report opens nearly as fast as an empty view, and an edit reaches it at once', async () => {
    const folder = workspace.workspaceFolders![0]!.uri;
    await measure('harbour', Uri.joinPath(folder, 'harbour', 'compose.production.yaml'), {
      open: 150,
      edit: 400,
    });
    const { scores, onDidChangeScores } = await extensionApi();
    const hundred = Uri.joinPath(folder, 'hundred', 'compose.production.yaml');
    await workspace.fs.writeFile(hundred, new TextEncoder().encode(composeFile(100)));
    const reviewed = () => scores().some(({ files }) => files.includes(hundred.toString()));
    await until(reviewed, onDidChangeScores as never);
    await measure('100 services', hundred, { open: 750, edit: 800 });
  });
}
