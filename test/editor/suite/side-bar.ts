/** The side bar, the code lenses, the comparison and the export, on the example deployment as it is on the disk. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type CodeLens, ConfigurationTarget, commands, Range, Uri, window, workspace } from 'vscode';
import type { SideBarNode } from '../../../client/side-bar-tree.ts';
import { test } from './runner.ts';
import { extensionApi, openFile, picture, untilFindings } from './waiting.ts';

const compose = 'harbour/compose.production.yaml';
const folder = () => workspace.workspaceFolders![0]!.uri.fsPath;

interface ReviewJson {
  readonly deployments: readonly {
    readonly name: string;
    readonly score: number;
    readonly categories: readonly { readonly title: string; readonly score: number }[];
    readonly services: readonly { readonly name: string; readonly score: number }[];
  }[];
  readonly findings: readonly {
    readonly deployment: string;
    readonly priority: number;
    readonly ruleId: string;
    readonly file: string;
    readonly range: { readonly start: { readonly line: number } };
  }[];
}

/** The review of the command line, of the workspace as saved. */
function reviewOnCommandLine(): ReviewJson {
  const args = [process.env.SEAWORTHY_CLI!, 'review', '--format', 'json', '--fail-on', 'never', '.'];
  const output = execFileSync(process.env.SEAWORTHY_NODE!, args, {
    cwd: folder(),
    encoding: 'utf8',
    maxBuffer: 50_000_000,
  });
  return JSON.parse(output) as ReviewJson;
}

/** The lines below one, of the whole side bar without one. */
async function below(node?: SideBarNode): Promise<readonly SideBarNode[]> {
  const { sideBar } = await extensionApi();
  return (await sideBar.getChildren(node)) ?? [];
}

async function allBelow(node?: SideBarNode): Promise<readonly SideBarNode[]> {
  const own = await below(node);
  return [...own, ...(await Promise.all(own.map(allBelow))).flat()];
}

async function production(): Promise<SideBarNode> {
  return (await below()).find(({ deployment }) => deployment?.includes('production'))!;
}

/** The line of a finding, below the production deployment's priorities. */
async function lineOf(ruleId: string): Promise<SideBarNode | undefined> {
  const lines = await allBelow(await production());
  return lines.find((line) => line.actions.includes('goto') && line.finding?.ruleId === ruleId);
}

/** Wait until the side bar shows what is wanted. */
async function untilSideBar(shows: () => Promise<boolean>): Promise<void> {
  const { sideBar } = await extensionApi();
  for (;;) {
    let listening: { dispose(): void } | undefined;
    const next = new Promise<void>((done) => {
      listening = sideBar.onDidChangeTreeData!(() => done());
    });
    const shown = await shows();
    if (!shown) await next;
    listening?.dispose();
    if (shown) return;
  }
}

/** What stands above lines of a document, each with its line, counted from 1. */
async function lenses(uri: Uri): Promise<readonly string[]> {
  const found = await commands.executeCommand<CodeLens[]>('vscode.executeCodeLensProvider', uri);
  return found
    .filter(({ command }) => command?.title.startsWith('Seaworthy'))
    .map(({ command, range }) => `${range.start.line + 1} ${command!.title}`);
}

test('the side bar shows what the command line says, its badge what blocks a deployment', async () => {
  await openFile(compose);
  await commands.executeCommand('seaworthy.readiness.focus');
  const review = reviewOnCommandLine();
  const deployed = await below();
  assert.deepEqual(
    deployed.map(({ label }) => label).sort(),
    review.deployments.map(({ name, score }) => `${score.toFixed(1)} ${name}`).sort(),
  );
  const one = review.deployments.find(({ name }) => name === deployed[0]!.deployment)!;
  const sections = await below(deployed[0]);
  const priorities = sections.filter(({ id }) => id.includes('/priority '));
  const places = (await Promise.all(priorities.map(allBelow)))
    .flat()
    .filter(({ actions }) => actions.includes('goto'))
    .map(({ finding }) => `${finding!.ruleId} ${finding!.path}:${finding!.line}`);
  const reported = review.findings
    .filter(({ deployment }) => deployment === one.name)
    .map(({ ruleId, file, range }) => `${ruleId} ${join(folder(), file)}:${range.start.line}`);
  assert.deepEqual([...places].sort(), [...reported].sort());
  const scores = async (label: string) =>
    (await below(sections.find((section) => section.label === label))).map((line) => [
      line.label,
      line.description!.split(' ')[0],
    ]);
  const shown = (list: readonly { readonly score: number }[], name: (one: never) => string) =>
    list.map((one) => [name(one as never), one.score.toFixed(1)]);
  assert.deepEqual(
    await scores('By category'),
    shown(one.categories, ({ title }: { title: string }) => title),
  );
  assert.deepEqual(
    await scores('By service'),
    shown(one.services, ({ name }: { name: string }) => name),
  );
  const blocking = review.findings.filter(({ priority }) => priority === 0);
  assert.ok(blocking.length > 0);
  assert.equal((await extensionApi()).sideBar.badge, blocking.length);
  await picture('side-bar', { text: 'Blocks a deployment' });
});

/** The Compose file before anything was fixed: this editor saves by itself. */
let original = '';

test('a finding is fixed from the side bar', async () => {
  original = (await openFile(compose)).document.getText();
  const line = await lineOf('compose/obsolete-version');
  assert.ok(line?.actions.includes('fix'));
  await commands.executeCommand('seaworthy.fixFinding', line);
  await untilSideBar(async () => (await lineOf('compose/obsolete-version')) === undefined);
  assert.doesNotMatch(window.activeTextEditor!.document.getText(), /^version:/m);
});

test('a finding is ignored from the side bar, with a reason that is typed', async () => {
  const line = await lineOf('compose/trivial-healthcheck');
  assert.ok(line?.actions.includes('ignore'));
  await commands.executeCommand('seaworthy.ignoreFinding', line);
  for (const sign of 'watched from outside') await commands.executeCommand('type', { text: sign });
  await untilSideBar(async () => (await lineOf('compose/trivial-healthcheck')) === undefined);
  const text = window.activeTextEditor!.document.getText();
  assert.match(text, /# seaworthy-ignore compose\/trivial-healthcheck -- watched from outside\n/);
});

test('a press on a line of the side bar leads to the source', async () => {
  const line = await lineOf('nginx/unused-rate-limit-zone');
  await commands.executeCommand('seaworthy.goToFinding', line);
  const { document, selection } = window.activeTextEditor!;
  assert.match(document.uri.path, /nginx\/nginx\.conf$/);
  assert.equal(selection.start.line, line!.finding!.line);
});

test('code lenses show the score above services and stages, and follow an edit of another file', async () => {
  const { deployments } = JSON.parse(await exported('json')) as ReviewJson;
  const { services } = deployments.find(({ name }) => name.includes('production'))!;
  const { document } = await openFile(compose);
  const above = (await lenses(document.uri)).map((lens) => lens.split(' · ')[0]);
  const lines = document.getText().split('\n');
  assert.deepEqual(
    above,
    services.map(({ name, score }) => `${lines.indexOf(`  ${name}:`) + 1} Seaworthy ${score.toFixed(1)}`),
  );
  await picture('code-lens', { text: above[0]!.slice(above[0]!.indexOf('Seaworthy')) });
  const editor = await openFile('harbour/backend/Dockerfile');
  const [before] = await lenses(editor.document.uri);
  assert.match(before!, /^1 Seaworthy \d\.\d · .*1 warning/);
  const web = (list: readonly string[]) =>
    list.find((lens) => lens.startsWith(`${lines.indexOf('  api:') + 1} `));
  const was = web(await lenses(document.uri));
  await editor.edit((edit) =>
    edit.insert(
      editor.document.positionAt(0),
      '# seaworthy-ignore-file dockerfile/end-of-life-base-image -- moved next week\n',
    ),
  );
  await untilFindings(editor.document.uri, 'dockerfile/end-of-life-base-image', '', (count) => count === 0);
  assert.doesNotMatch((await lenses(editor.document.uri))[0]!, /warning/);
  assert.notEqual(web(await lenses(document.uri)), was);
  await commands.executeCommand('undo');
});

test('code lenses go and come with their setting', async () => {
  const { document } = await openFile(compose);
  const settings = workspace.getConfiguration('seaworthy');
  await settings.update('codeLens.enabled', false, ConfigurationTarget.Global);
  assert.deepEqual(await lenses(document.uri), []);
  await settings.update('codeLens.enabled', undefined, ConfigurationTarget.Global);
  assert.ok((await lenses(document.uri)).length > 0);
});

test('the report is exported to a file', async () => {
  assert.match(await exported('html'), /^<!doctype html>/i);
  assert.match(await exported('markdown'), /^# /);
});

test('what was changed for the side bar is as it was', async () => {
  const editor = await openFile(compose);
  const { document } = editor;
  const all = document.validateRange(new Range(0, 0, document.lineCount, 0));
  await editor.edit((edit) => edit.replace(all, original));
  await workspace.saveAll();
  await untilSideBar(async () => (await lineOf('compose/obsolete-version')) !== undefined);
  await commands.executeCommand('workbench.view.explorer');
});

/** The review as the export command writes it. */
async function exported(format: string): Promise<string> {
  const file = join(folder(), `exported.${format}`);
  await commands.executeCommand('seaworthy.exportReport', { format, to: Uri.file(file) });
  const text = readFileSync(file, 'utf8');
  rmSync(file);
  await commands.executeCommand('notifications.clearAll');
  return text;
}
