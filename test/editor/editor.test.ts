/** The extension in a real VS Code: each test of the suite is a test here. */
import assert from 'node:assert/strict';
import { cpSync, existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, test } from 'node:test';
import { repository } from '../../scripts/vscode-host.ts';
import { nginxProject } from './nginx-project.ts';
import { runInEditor } from './run-in-editor.ts';

assert.ok(existsSync(join(repository, 'dist', 'extension.cjs')), 'Run `npm run build` first.');

function harbour(workspace: string): void {
  cpSync(join(repository, 'examples', 'harbour'), join(workspace, 'harbour'), { recursive: true });
}

function nginx(workspace: string): void {
  for (const [path, text] of Object.entries(nginxProject)) {
    mkdirSync(dirname(join(workspace, path)), { recursive: true });
    writeFileSync(join(workspace, path), text);
  }
}

for (const { name, suite, fill, web } of [
  { name: 'in the editor', suite: 'index.ts', fill: harbour, web: false },
  { name: 'nginx files in the editor', suite: 'nginx.ts', fill: nginx, web: false },
  { name: 'in the editor of a web page', suite: 'web.ts', fill: harbour, web: true },
]) {
  const workspace = realpathSync(mkdtempSync(join(tmpdir(), 'seaworthy-workspace-')));
  fill(workspace);
  const outcomes = await runInEditor({ suite, workspace, web });
  rmSync(workspace, { recursive: true, force: true });

  describe(name, () => {
    test('the suite came to its end', () => {
      assert.ok(outcomes.length > 0);
      for (const outcome of outcomes) assert.equal(typeof outcome.name, 'string');
    });
    for (const { name, failure } of outcomes) {
      test(name, () => assert.equal(failure, undefined));
    }
  });
}
