/** The extension in the editor, on the example deployment. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  type CodeAction,
  ConfigurationTarget,
  commands,
  type Diagnostic,
  type Hover,
  languages,
  type MarkdownString,
  Range,
  Selection,
  TabInputWebview,
  type TextEditor,
  TextEditorRevealType,
  type Uri,
  window,
  workspace,
} from 'vscode';
import type { Api } from '../../../client/running.ts';
import { compareWithLastCommit } from './comparison.ts';
// Its tests are the first: they hold what is shown against the files on the disk.
import './side-bar.ts';
import { reportButtonTests } from './report-buttons.ts';
import { outcomesBefore, reportReloadTests } from './report-reload.ts';
import { reportSpeedTests } from './report-speed.ts';
import { runRest, test } from './runner.ts';
import { lineWith, moveTo, type } from './typing.ts';
import {
  closePreviews,
  extensionApi,
  findings,
  inWebView,
  openFile,
  picture,
  seesWebViews,
  until,
  untilFindings,
} from './waiting.ts';

const compose = 'harbour/compose.production.yaml';

interface ReviewJson {
  readonly deployments: readonly {
    readonly name: string;
    readonly score: number;
    readonly files: readonly string[];
  }[];
}

/** The score that the command line gives the deployment of a file, the workspace as saved. */
function scoreOnCommandLine(file: string): string {
  const folder = workspace.workspaceFolders![0]!.uri.fsPath;
  const args = [process.env.SEAWORTHY_CLI!, 'review', '--format', 'json', '--fail-on', 'never', '.'];
  const output = execFileSync(process.env.SEAWORTHY_NODE!, args, {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 50_000_000,
  });
  const { deployments } = JSON.parse(output) as ReviewJson;
  return deployments.find(({ files }) => files.includes(file))!.score.toFixed(1);
}

async function saveAll(): Promise<void> {
  await workspace.saveAll();
  const saved = () => !workspace.textDocuments.some(({ isDirty }) => isDirty);
  await until(saved, workspace.onDidSaveTextDocument as never, workspace.onDidChangeTextDocument as never);
}

function reveal(editor: TextEditor, text: string): void {
  const line = lineWith(editor, text);
  editor.revealRange(new Range(line, 0, line, 0), TextEditorRevealType.InCenter);
}

/** The quick fix that the editor offers for a problem. */
async function quickFix(uri: Uri, problem: Diagnostic, title: RegExp): Promise<CodeAction> {
  const offered = await commands.executeCommand<CodeAction[]>(
    'vscode.executeCodeActionProvider',
    uri,
    problem.range,
    'quickfix',
  );
  const fix = offered.find((action) => title.test(action.title));
  assert.ok(fix, `${title} among ${offered.map((action) => action.title).join(', ')}`);
  return fix;
}

async function apply(fix: CodeAction): Promise<void> {
  assert.ok(fix.edit);
  assert.ok(await workspace.applyEdit(fix.edit));
}

test('the status bar shows the score that the command line gives', async () => {
  const api = await extensionApi();
  await openFile(compose);
  await until(() => api.statusText() !== undefined, api.onDidChangeScores as never);
  assert.equal(api.statusText(), `⚓ ${scoreOnCommandLine(compose)}`);
  await picture('status-bar', { hover: '[id="seaworthy.seaworthy.seaworthy.score"]' });
});

test('a squiggle appears while typing and disappears when the defect is taken out by hand', async () => {
  const editor = await openFile(compose);
  const { document } = editor;
  const line = lineWith(editor, 'container_name: harbour-database');
  await type(editor, document.lineAt(line).range.end, '\nports:\n  - "5432:5432"');
  assert.equal(document.lineAt(line + 2).text, '      - "5432:5432"');
  const [problem] = await untilFindings(
    document.uri,
    'compose/published-database-port',
    '',
    (count) => count === 1,
  );
  assert.equal(problem!.range.start.line, line + 2);
  await picture('typed');
  const lines = new Range(line + 1, 0, line + 3, 0);
  editor.selection = new Selection(lines.start, lines.end);
  await commands.executeCommand('deleteLeft');
  await untilFindings(document.uri, 'compose/published-database-port', '', (count) => count === 0);
});

test('the quick fix for resource limits inserts the block at the service', async () => {
  const editor = await openFile(compose);
  const { document } = editor;
  const [problem] = await untilFindings(
    document.uri,
    'compose/missing-memory-limit',
    '"api"',
    (count) => count === 1,
  );
  await moveTo(editor, problem!.range.start);
  editor.revealRange(problem!.range, TextEditorRevealType.InCenter);
  await commands.executeCommand('workbench.action.focusActiveEditorGroup');
  void commands.executeCommand('editor.action.quickFix');
  await picture('limits-offered', { shows: '.action-widget' });
  await commands.executeCommand('hideCodeActionWidget');
  const fix = await quickFix(document.uri, problem!, /memory/i);
  await apply(fix);
  const service = serviceText(editor, 'api');
  assert.match(service, /^ {4}deploy:\n {6}resources:\n {8}limits:\n {10}memory: \S+$/m);
  await untilFindings(document.uri, 'compose/missing-memory-limit', '"api"', (count) => count === 0);
  reveal(editor, 'memory: ');
  await picture('limits-after');
});

test('the quick fix for log rotation inserts the block at the service', async () => {
  const editor = await openFile(compose);
  const { document } = editor;
  const [problem] = await untilFindings(
    document.uri,
    'compose/unrotated-logs',
    '"api"',
    (count) => count === 1,
  );
  await apply(await quickFix(document.uri, problem!, /log/i));
  assert.match(
    serviceText(editor, 'api'),
    /^ {4}logging:\n {6}driver: \S+\n {6}options:\n {8}max-size: \S+\n/m,
  );
  await untilFindings(document.uri, 'compose/unrotated-logs', '"api"', (count) => count === 0);
  reveal(editor, 'max-size');
  await picture('logging-after');
});

/** A service's lines, its name's line first. */
function serviceText(editor: TextEditor, name: string): string {
  const lines = editor.document.getText().split('\n');
  const start = lines.indexOf(`  ${name}:`);
  const end = lines.findIndex((line, index) => index > start && /^ {0,2}\S/.test(line));
  return `${lines.slice(start, end).join('\n')}\n`;
}

test('a finding that two files make goes when the other file is edited', async () => {
  const composeEditor = await openFile(compose);
  const { uri } = composeEditor.document;
  const [problem] = await untilFindings(uri, 'deployment/missing-build-target', '', (count) => count === 1);
  assert.match(problem!.relatedInformation![0]!.location.uri.path, /\/frontend\/Dockerfile$/);
  composeEditor.revealRange(problem!.range, TextEditorRevealType.InCenter);
  await picture('cross-file-before', { hover: '.squiggly-error' });
  const editor = await openFile('harbour/frontend/Dockerfile');
  const last = lineWith(editor, 'FROM nginx');
  await type(editor, editor.document.lineAt(last).range.end, ' AS production');
  await untilFindings(uri, 'deployment/missing-build-target', '', (count) => count === 0);
  await picture('cross-file-after');
});

test('the status bar follows fixes, and agrees with the command line again once saved', async () => {
  const api = await extensionApi();
  const { document } = await openFile(compose);
  const before = countedFindings(api);
  for (const service of ['proxy', 'certbot', 'web']) {
    const about = `"${service}"`;
    const [problem] = await untilFindings(
      document.uri,
      'compose/missing-memory-limit',
      about,
      (count) => count === 1,
    );
    await apply(await quickFix(document.uri, problem!, /memory/i));
    await untilFindings(document.uri, 'compose/missing-memory-limit', about, (count) => count === 0);
  }
  await until(() => countedFindings(api) < before, api.onDidChangeScores as never);
  await saveAll();
  assert.equal(api.statusText(), `⚓ ${scoreOnCommandLine(compose)}`);
  await picture('status-after');
});

/** How many findings the deployment of the Compose file has; its score need not move with each. */
function countedFindings(api: Api): number {
  return api.scores().find(({ files }) => files.some((uri) => uri.endsWith(compose)))!.findings;
}

test('the report opens beside the editor with the score, and follows the review', async () => {
  const api = await extensionApi();
  const editor = await openFile(compose);
  await commands.executeCommand('seaworthy.showReport');
  await until(() => reportTab() !== undefined, window.tabGroups.onDidChangeTabs as never);
  if (!seesWebViews) return;
  await inWebView('report', { text: api.statusText()!.slice(2) });
  const before = countedFindings(api);
  const [problem] = await untilFindings(
    editor.document.uri,
    'compose/missing-memory-limit',
    '"database"',
    (count) => count === 1,
  );
  await apply(await quickFix(editor.document.uri, problem!, /memory/i));
  await until(() => countedFindings(api) < before, api.onDidChangeScores as never);
  await inWebView('report-follows', { text: `${countedFindings(api)} findings` });
});

test('the report goes to a finding and fixes it', async () => {
  if (!seesWebViews) return;
  const { document } = await openFile(compose);
  const rule = 'compose/missing-pids-limit';
  const found = findings(document.uri, rule);
  assert.ok(found.length > 0, 'the example has the defect');
  const group = `#rule-${rule.replace('/', '-')}`;
  await inWebView('report-closed', { text: 'Findings by priority', press: `${group} > summary` });
  const was = window.activeTextEditor!.selection;
  await inWebView('report-opened', { text: 'Ignore with reason', press: `${group} .finding .goto` });
  const there = () => {
    const selection = window.activeTextEditor?.selection;
    return (
      selection !== undefined && found.some(({ range }) => selection.contains(range)) && selection !== was
    );
  };
  await until(
    there,
    window.onDidChangeTextEditorSelection as never,
    window.onDidChangeActiveTextEditor as never,
  );
  await inWebView('report-went', { press: `${group} .finding .fix` });
  await untilFindings(document.uri, rule, '', (count) => count < found.length);
});

test('the diagram of the report leads to a service', async () => {
  if (!seesWebViews) return;
  // The report has the focus: a file that was opened anew would cover it.
  const document = workspace.textDocuments.find(({ uri }) => uri.path.endsWith(compose))!;
  await inWebView('report-diagram', { text: 'Topology', press: '.node[aria-label^="database, "]' });
  const there = () => {
    const { active } = window.activeTextEditor?.selection ?? {};
    return active !== undefined && document.lineAt(active.line).text === '  database:';
  };
  await until(
    there,
    window.onDidChangeTextEditorSelection as never,
    window.onDidChangeActiveTextEditor as never,
  );
});

test('the checklist and the quick reference are opened', async () => {
  if (!seesWebViews) return;
  await inWebView('report-checklist', { text: 'Checklist', press: '#check-server > summary' });
  await inWebView('report-reference', { text: 'Quick reference', press: '#reference-data > summary' });
  await inWebView('report-both', { text: 'Save "database" into a file' });
});

for (const [name, theme] of [
  ['light', 'Default Light Modern'],
  ['dark', 'Default Dark Modern'],
  ['high-contrast', 'Default High Contrast'],
  ['high-contrast-light', 'Default High Contrast Light'],
] as const) {
  test(`a screen reader and weak eyes find nothing in the way of the report in ${name}`, async () => {
    if (!seesWebViews) return;
    const themes = workspace.getConfiguration('workbench');
    await themes.update('colorTheme', theme, ConfigurationTarget.Global);
    const violations = await inWebView(`report-${name}`, { text: 'Findings by priority', axe: 'yes' });
    await themes.update('colorTheme', undefined, ConfigurationTarget.Global);
    assert.deepEqual(violations, []);
  });
}

test('the report is closed', async () => {
  await closePreviews();
  assert.equal(reportTab(), undefined);
});

function reportTab() {
  const tabs = window.tabGroups.all.flatMap((group) => group.tabs);
  return tabs.find(
    ({ input }) => input instanceof TabInputWebview && input.viewType.endsWith('seaworthy.report'),
  );
}

test('hovering over a finding says why it matters and what to do', async () => {
  const { document } = await openFile(compose);
  const [problem] = await untilFindings(document.uri, 'compose/unpinned-image', '', (count) => count > 0);
  const hovers = await commands.executeCommand<Hover[]>(
    'vscode.executeHoverProvider',
    document.uri,
    problem!.range.start,
  );
  const texts = hovers.flatMap(({ contents }) => contents.map((one) => (one as MarkdownString).value));
  assert.ok(
    texts.some((text) => text.includes('What to do:')),
    texts.join('\n'),
  );
  await picture('hover', { hover: '.squiggly-warning' });
});

test('every safe problem of a file is fixed by one command', async () => {
  const editor = await openFile(compose);
  const { document } = editor;
  await untilFindings(document.uri, 'compose/new-privileges-allowed', '', (count) => count > 1);
  await commands.executeCommand('seaworthy.fixAll');
  await untilFindings(document.uri, 'compose/new-privileges-allowed', '', (count) => count === 0);
  assert.match(document.getText(), /^ {2}# The only door to the outside/m);
  await picture('fixed-all');
});

test('a finding is ignored with a reason that is typed', async () => {
  const editor = await openFile(compose);
  const { document } = editor;
  const [problem] = await untilFindings(document.uri, 'compose/missing-backup', '', (count) => count === 1);
  const ignore = await quickFix(document.uri, problem!, /^Ignore compose\/missing-backup /);
  await commands.executeCommand(ignore.command!.command, ...ignore.command!.arguments!);
  for (const sign of 'copied by the host') await commands.executeCommand('type', { text: sign });
  await untilFindings(document.uri, 'compose/missing-backup', '', (count) => count === 0);
  const line = lineWith(editor, 'seaworthy-ignore');
  assert.equal(
    document.lineAt(line).text,
    '  # seaworthy-ignore compose/missing-backup -- copied by the host',
  );
  assert.equal(document.lineAt(line + 1).text, '  database:');
  await picture('ignored');
});

test('a rule is explained on a page of its own', async () => {
  await openFile(compose);
  await commands.executeCommand('seaworthy.explainRule', 'compose/unpinned-image');
  const page = () => workspace.textDocuments.find(({ uri }) => uri.scheme === 'seaworthy-rule');
  await until(
    () => page()?.getText().startsWith('# Image without a version') ?? false,
    workspace.onDidOpenTextDocument as never,
  );
  await picture('explained', { text: 'What to do:' });
  await closePreviews();
});

test('nginx configurations are coloured and reviewed', async () => {
  const { document } = await openFile('harbour/nginx/conf.d/harbour.conf');
  assert.equal(document.languageId, 'nginx');
  await until(
    () => languages.getDiagnostics(document.uri).length > 0,
    languages.onDidChangeDiagnostics as never,
  );
  await picture('nginx');
});

test('the server starts anew on demand', async () => {
  const { document } = await openFile(compose);
  const before = findings(document.uri, 'compose/unpinned-image').length;
  assert.ok(before > 0);
  await commands.executeCommand('seaworthy.restartServer');
  await untilFindings(document.uri, 'compose/unpinned-image', '', (count) => count === before);
});

reportButtonTests();
reportSpeedTests();
reportReloadTests();
test('the comparison says what became worse since the last commit', compareWithLastCommit);

export const run = async () => runRest(await outcomesBefore());
