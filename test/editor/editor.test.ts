/** The extension in a real VS Code: each test of the suite is a test here. */
import assert from 'node:assert/strict';
import { cpSync, existsSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { repository } from '../../scripts/vscode-host.ts';
import { runInEditor } from './run-in-editor.ts';

assert.ok(existsSync(join(repository, 'dist', 'extension.cjs')), 'Run `npm run build` first.');

for (const { name, suite, web } of [
  { name: 'in the editor', suite: 'index.ts', web: false },
  { name: 'in the editor of a web page', suite: 'web.ts', web: true },
]) {
  const workspace = realpathSync(mkdtempSync(join(tmpdir(), 'seaworthy-workspace-')));
  cpSync(join(repository, 'examples', 'harbour'), join(workspace, 'harbour'), { recursive: true });
  const outcomes = await runInEditor({ suite, workspace, web });
  rmSync(workspace, { recursive: true, force: true });

  describe(name, () => {
    test('the suite came to its end', () => assert.ok(outcomes.length > 0));
    for (const { name, failure } of outcomes) {
      test(name, () => assert.equal(failure, undefined));
    }
  });
}
