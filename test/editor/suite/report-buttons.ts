/** The report page's buttons, pressed in the web view of a real editor. */
import assert from 'node:assert/strict';
import { ConfigurationTarget, commands, env, Range, type TextDocument, window, workspace } from 'vscode';
import { test } from './runner.ts';
import {
  closePreviews,
  extensionApi,
  findings,
  inWebView,
  openFile,
  seesWebViews,
  until,
  untilFindings,
} from './waiting.ts';

const compose = 'harbour/compose.production.yaml';

async function openReport(): Promise<TextDocument> {
  const { document } = await openFile(compose);
  const { onDidShowReport } = await extensionApi();
  const shown = new Promise<void>((done) => onDidShowReport(done));
  await commands.executeCommand('seaworthy.showReport');
  await shown;
  return document;
}

function groupOf(rule: string): string {
  return `#rule-${rule.replace('/', '-')}`;
}

/** Press something on the page, and wait until the page shows what came of it. */
async function pressAndSee(name: string, press: string): Promise<void> {
  const { onDidShowReport } = await extensionApi();
  const shown = new Promise<void>((done) => onDidShowReport(done));
  await inWebView(name, { text: 'Findings by priority', press });
  await shown;
}

/** As it is on the disk once the editor has saved it. */
function savedConfiguration(): Promise<string> {
  return new Promise((done) => {
    const listening = workspace.onDidSaveTextDocument(async ({ uri }) => {
      if (!uri.path.endsWith('harbour/.seaworthy.yaml')) return;
      listening.dispose();
      done(new TextDecoder().decode(await workspace.fs.readFile(uri)));
    });
  });
}

/** To be called where the tests of the page stand in the order. */
export function reportButtonTests(): void {
  if (!seesWebViews) return;

  test('a button of the report fixes all findings of a kind', async () => {
    const rule = 'compose/unrotated-logs';
    const { uri } = await openReport();
    const editor = await openFile(compose);
    const text = editor.document.getText();
    const whole = new Range(0, 0, editor.document.lineCount, 0);
    // Tests before may have put it right.
    await editor.edit((edit) => edit.replace(whole, text.replace(/^ {4}logging:\n(?: {6,}.*\n)+/gm, '')));
    await untilFindings(uri, rule, '', (count) => count > 1);
    await pressAndSee('report-kind', `${groupOf(rule)} > summary`);
    await inWebView('report-fix-all', { text: 'of this kind', press: `${groupOf(rule)} .fixAll` });
    await untilFindings(uri, rule, '', (count) => count === 0);
  });

  test('a button of the report asks for the reason to ignore a finding, where it stands', async () => {
    const rule = 'compose/unpinned-image';
    const document = workspace.textDocuments.find(({ uri }) => uri.path.endsWith(compose))!;
    const before = findings(document.uri, rule).length;
    assert.ok(before > 0);
    await pressAndSee('report-ignore', `${groupOf(rule)} > summary`);
    await inWebView('report-ignoring', { press: `${groupOf(rule)} .finding .ignore` });
    const comment = '# seaworthy-ignore compose/unpinned-image -- reason';
    await until(() => document.getText().includes(comment), workspace.onDidChangeTextDocument as never);
    for (const sign of 'pulled once a year') await commands.executeCommand('type', { text: sign });
    await untilFindings(document.uri, rule, '', (count) => count === before - 1);
    assert.match(document.getText(), /^ +# seaworthy-ignore compose\/unpinned-image -- pulled once a year$/m);
    await inWebView('report-ignored', { text: 'Reason: pulled once a year' });
  });

  test('a box of the checklist is remembered beside the deployment, and forgotten again', async () => {
    const settings = workspace.getConfiguration('seaworthy');
    await settings.update('checklist.by', 'Ada Lovelace', ConfigurationTarget.Global);
    const box = '#check-server .box[aria-label^="There is disk space"]';
    await pressAndSee('report-checks', '#check-server > summary');
    const ticked = savedConfiguration();
    await pressAndSee('report-tick', box);
    await inWebView('report-ticked', { text: 'Ticked by Ada Lovelace on' });
    const today = new Date();
    const date = [today.getFullYear(), today.getMonth() + 1, today.getDate()].map((one) =>
      String(one).padStart(2, '0'),
    );
    assert.equal(
      await ticked,
      `checklist:\n  disk-space:\n    by: "Ada Lovelace"\n    date: ${date.join('-')}\n`,
    );
    const unticked = savedConfiguration();
    await pressAndSee('report-untick', box);
    assert.doesNotMatch(await unticked, /disk-space/);
    await settings.update('checklist.by', undefined, ConfigurationTarget.Global);
  });

  test('a command of the quick reference is copied', async () => {
    await env.clipboard.writeText('');
    await pressAndSee('report-reference', '#reference-look > summary');
    await inWebView('report-copy', { text: 'Which services run', press: '#reference-look .copy' });
    await inWebView('report-copied', { text: 'Copied.' });
    assert.equal(await env.clipboard.readText(), 'docker compose -f compose.production.yaml ps --all');
  });

  test('what was opened in the report is open again when the page is loaded anew', async () => {
    const { onDidShowReport } = await extensionApi();
    const shown = new Promise<void>((done) => onDidShowReport(done));
    await commands.executeCommand('workbench.action.webview.reloadWebviewAction');
    await shown;
    await inWebView('report-reloaded', { text: 'Which services run' });
    await closePreviews();
    await window.showTextDocument(workspace.textDocuments.find(({ uri }) => uri.path.endsWith(compose))!);
  });
}
