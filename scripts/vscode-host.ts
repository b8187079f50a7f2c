/**
 * A real VS Code from the npm registry and Debian's packages, for the editor tests: the npm package `code-server`
 * carries VS Code's server, web workbench and extension host; `chromium` shows the workbench.
 * Run by itself it installs both. The copy lies in `.cache/vscode` (about 600 MB) and is reused while its version holds.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** code-server 4.139.1 carries VS Code 1.139.1. */
const CODE_SERVER = '4.139.1';

export const repository = fileURLToPath(new URL('..', import.meta.url)).replace(/[\\/]$/, '');
const home = join(repository, '.cache', 'vscode');

export interface VsCodeHost {
  /** `server-main.js` of VS Code's server; run it with Node 24. */
  readonly server: string;
  /** The browser's executable. */
  readonly chromium: string;
}

/**
 * Make sure that VS Code and a browser are there.
 * @throws where npm or apt-get fails, with their output on stderr.
 */
export function prepareVsCodeHost(): VsCodeHost {
  return { server: prepareServer(), chromium: prepareChromium() };
}

function prepareServer(): string {
  const server = join(home, 'node_modules', 'code-server', 'lib', 'vscode', 'out', 'server-main.js');
  const stamp = join(home, 'version');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === CODE_SERVER) return server;
  console.error(`Installing code-server ${CODE_SERVER} into .cache/vscode`);
  const fresh = `${home}.${process.pid}`;
  mkdirSync(fresh, { recursive: true });
  writeFileSync(join(fresh, 'package.json'), '{ "name": "vscode-host", "private": true }\n');
  // Without install scripts there is no native module: only the terminal and the file logs miss them.
  npm(fresh, 'install', `code-server@${CODE_SERVER}`, '--ignore-scripts');
  npm(
    join(fresh, 'node_modules', 'code-server', 'lib', 'vscode'),
    'install',
    '--ignore-scripts',
    '--omit=dev',
  );
  writeFileSync(join(fresh, 'version'), CODE_SERVER);
  rmSync(home, { recursive: true, force: true });
  renameSync(fresh, home);
  return server;
}

function npm(folder: string, ...args: readonly string[]): void {
  const quiet = ['--no-audit', '--no-fund', '--loglevel=error'];
  execFileSync('npm', [...args, ...quiet], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
}

function prepareChromium(): string {
  const found = findChromium();
  if (found) return found;
  console.error('Installing chromium with apt-get');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  execFileSync('apt-get', ['update', '-qq'], { stdio: ['ignore', 'ignore', 'inherit'], env });
  execFileSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env,
  });
  const installed = findChromium();
  if (!installed) throw new Error('The package chromium brought no executable into PATH.');
  return installed;
}

function findChromium(): string | undefined {
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
  const folders = (process.env.PATH ?? '').split(delimiter);
  return folders
    .flatMap((folder) => names.map((name) => join(folder, name)))
    .find((path) => existsSync(path));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) prepareVsCodeHost();
