/** The comparison with the last commit, of a repository that is made here. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigurationTarget, commands, type Event, extensions, Uri, window, workspace } from 'vscode';
import { closePreviews, openFile, picture, until, untilFindings } from './waiting.ts';

const compose = 'harbour/compose.production.yaml';

/** The other tests are spared VS Code's git. */
async function switchGitOn(): Promise<void> {
  const git = extensions.getExtension<{
    readonly enabled: boolean;
    readonly onDidChangeEnablement: Event<boolean>;
  }>('vscode.git');
  const { exports } = git!;
  await workspace.getConfiguration('git').update('enabled', true, ConfigurationTarget.Global);
  await until(() => exports.enabled, exports.onDidChangeEnablement as never);
}

/** Commit the workspace as it is on the disk, change it, and see what the comparison says. */
export async function compareWithLastCommit(): Promise<void> {
  const folder = workspace.workspaceFolders![0]!.uri.fsPath;
  await switchGitOn();
  await workspace.saveAll();
  const git = (...args: readonly string[]) =>
    execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args], { cwd: folder });
  git('init', '--quiet', '--initial-branch=main');
  git('add', '--all');
  git('commit', '--quiet', '--message=As it is');
  const editor = await openFile(compose);
  const { document } = editor;
  // One thing worse, unsaved; one file that the commit has not; one that it alone has.
  const line = document.getText().split('\n').indexOf('    container_name: harbour-database');
  await editor.edit((edit) => edit.insert(document.lineAt(line).range.end, '\n    privileged: true'));
  await untilFindings(document.uri, 'compose/privileged-container', '', (count) => count === 1);
  const dockerfile = join(folder, 'Dockerfile');
  writeFileSync(dockerfile, 'FROM alpine:latest\n');
  await untilFindings(Uri.file(dockerfile), 'dockerfile/unpinned-base-image', '', (count) => count === 1);
  git('rm', '--quiet', '--cached', 'harbour/compose.yaml');
  git('commit', '--quiet', '--message=Without the development file');
  await commands.executeCommand('seaworthy.compareWithCommit');
  const page = () => workspace.textDocuments.find(({ uri }) => uri.scheme === 'seaworthy-compare')?.getText();
  await until(() => page() !== undefined, workspace.onDidOpenTextDocument as never);
  const text = page()!;
  assert.match(text, /^# Since the last commit\n\n.*beside main, [0-9a-f]{8}\./);
  assert.match(text, /^\| harbour\/compose\.production\.yaml \| \d\.\d \| \d\.\d \|/m);
  assert.match(text, /^\| harbour\/compose\.yaml \| – \| \d\.\d \| new \|$/m);
  assert.match(text, /^\| Dockerfile \| – \| \d\.\d \| new \|$/m);
  assert.match(text, /^- error `harbour\/compose\.production\.yaml:\d+` "database" .*privileged-container/m);
  assert.match(text, /\*\*Gone: nothing\.\*\*/);
  await picture('comparison', { text: 'unsaved changes included' });
  await closePreviews();
  await window.showTextDocument(document);
  await commands.executeCommand('undo');
}
