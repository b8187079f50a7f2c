/** Runs a suite inside VS Code and gives its outcomes. */
import { mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runTests } from '@vscode/test-electron';
import { build } from 'esbuild';
import { repository } from '../../scripts/vscode-host.ts';
import type { Outcome } from './suite/runner.ts';

export interface EditorRun {
  /** The suite's entry, relative to test/editor/suite. */
  readonly suite: string;
  /** The folder that is opened. */
  readonly workspace: string;
  /** By default this repository; where an installed extension is tested, some other. */
  readonly extension?: string;
  /** Where extensions are installed; by default a fresh folder. */
  readonly extensions?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

export const launcher = join(repository, 'scripts', 'vscode-launcher.ts');

/**
 * The suite runs in the desktop VS Code that `SEAWORTHY_VSCODE` names, and in the one from npm where it names none.
 * @returns how each test ended; empty where the suite did not come to its end.
 */
export async function runInEditor(run: EditorRun): Promise<readonly Outcome[]> {
  const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'seaworthy-editor-')));
  const results = join(scratch, 'results.json');
  const suite = join(scratch, 'suite.cjs');
  await build({
    entryPoints: [join(repository, 'test', 'editor', 'suite', run.suite)],
    outfile: suite,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    external: ['vscode'],
    sourcemap: 'inline',
    logLevel: 'warning',
  });
  try {
    await runTests({
      vscodeExecutablePath: process.env.SEAWORTHY_VSCODE ?? launcher,
      extensionDevelopmentPath: run.extension ?? repository,
      extensionTestsPath: suite,
      launchArgs: [
        run.workspace,
        `--user-data-dir=${join(scratch, 'user-data')}`,
        `--extensions-dir=${run.extensions ?? join(scratch, 'extensions')}`,
      ],
      extensionTestsEnv: {
        ...run.environment,
        SEAWORTHY_TEST_RESULTS: results,
        SEAWORTHY_CLI: join(repository, 'dist', 'cli.cjs'),
        SEAWORTHY_NODE: process.execPath,
      },
    });
  } catch (error) {
    // A failed test ends the editor with 1 as well: the results tell which.
    console.error(error instanceof Error ? error.message : error);
  }
  const outcomes = readResults(results);
  rmSync(scratch, { recursive: true, force: true });
  return outcomes;
}

function readResults(path: string): readonly Outcome[] {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Outcome[];
  } catch {
    return [];
  }
}
