/** Runs a suite inside VS Code and gives its outcomes. */
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Writable } from 'node:stream';
import { runTests } from '@vscode/test-electron';
import { build } from 'esbuild';
import { repository } from '../../scripts/vscode-host.ts';
import { type Outcome, resultsMark } from './suite/runner.ts';

export interface EditorRun {
  /** The suite's entry, relative to test/editor/suite. */
  readonly suite: string;
  /** The folder that is opened. */
  readonly workspace: string;
  /** By default this repository; where an installed extension is tested, some other. */
  readonly extension?: string;
  /** Where extensions are installed; by default a fresh folder. */
  readonly extensions?: string;
  /** In the extension host of a web page, where there is no Node. */
  readonly web?: boolean;
}

export const launcher = join(repository, 'scripts', 'vscode-launcher.ts');

/**
 * The suite runs in the desktop VS Code that `SEAWORTHY_VSCODE` names, and in the one from npm where it names none.
 * @returns how each test ended; empty where the suite did not come to its end.
 */
export async function runInEditor(run: EditorRun): Promise<readonly Outcome[]> {
  const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'seaworthy-editor-')));
  const output = new Output();
  // A web page loads tests from the extension's own folder alone.
  const suite = join(run.web ? join(repository, '.cache', `suite-${process.pid}`) : scratch, 'suite.cjs');
  await build({
    entryPoints: [join(repository, 'test', 'editor', 'suite', run.suite)],
    outfile: suite,
    bundle: true,
    platform: run.web ? 'browser' : 'node',
    ...(run.web && { define: { 'process.env': '{}' } }),
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
        ...(run.web ? ['--extensionDevelopmentKind=web'] : []),
        `--user-data-dir=${join(scratch, 'user-data')}`,
        `--extensions-dir=${run.extensions ?? join(scratch, 'extensions')}`,
      ],
      extensionTestsEnv: {
        SEAWORTHY_CLI: join(repository, 'dist', 'cli.cjs'),
        SEAWORTHY_NODE: process.execPath,
      },
      stdout: output,
    });
  } catch (error) {
    // A failed test ends the editor with 1 as well: the results tell which.
    console.error(error instanceof Error ? error.message : error);
  }
  for (const folder of [scratch, dirname(suite)]) rmSync(folder, { recursive: true, force: true });
  return output.outcomes();
}

/** Shows what the editor prints, and keeps the line with the results. */
class Output extends Writable {
  #text = '';

  override _write(chunk: Buffer, _: BufferEncoding, done: () => void): void {
    this.#text += chunk.toString();
    process.stdout.write(chunk);
    done();
  }

  outcomes(): readonly Outcome[] {
    const line = this.#text.split('\n').find((one) => one.includes(resultsMark));
    if (line === undefined) return [];
    return JSON.parse(line.slice(line.indexOf(resultsMark) + resultsMark.length)) as Outcome[];
  }
}
