#!/usr/bin/env node
/**
 * Takes the arguments that @vscode/test-electron gives to a desktop VS Code, and runs the tests in the VS Code of
 * vscode-host.ts: its server, with the workbench in a browser without a window. The exit code is the tests'.
 *
 * `--install-extension=<vsix>` installs into `--extensions-dir` instead and ends.
 *
 * Environment: the tests find in `SEAWORTHY_SCREENSHOT_URL` an address that takes a picture of the workbench
 * (`GET <address>/<name>?hover=…&shows=…&text=…` writes `.cache/screenshots/<name>.png`); `SEAWORTHY_VSCODE_LOG=1` shows the workbench's console.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { type Browser, chromium, type Page } from 'playwright-core';
import { prepareVsCodeHost, repository, type VsCodeHost } from './vscode-host.ts';
import { pictureFolder, startPictures } from './vscode-pictures.ts';
import { serveFolders } from './vscode-static.ts';

/** Quiet what would reach for the network or cover the editor in a picture. */
const settings = {
  'chat.disableAIFeatures': true,
  'editor.minimap.enabled': false,
  'editor.stickyScroll.enabled': false,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'git.enabled': false,
  'security.workspace.trust.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'window.commandCenter': false,
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
};

const browserFlags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // A page whose configuration was changed on the way counts as one from elsewhere.
  '--disable-features=LocalNetworkAccessChecks,LocalNetworkAccessChecksWebSockets',
];

interface Arguments {
  readonly folder: string | undefined;
  readonly development: readonly string[];
  /** `web` for the extension host of a web page, a web worker. */
  readonly kind: string | undefined;
  readonly tests: string | undefined;
  readonly install: string | undefined;
  readonly userData: string;
  readonly extensions: string;
}

function readArguments(args: readonly string[]): Arguments {
  const values = (name: string) =>
    args.filter((arg) => arg.startsWith(`--${name}=`)).map((arg) => arg.slice(name.length + 3));
  const data = join(repository, '.cache', 'vscode-data', String(process.pid));
  return {
    folder: args.find((arg) => !arg.startsWith('-')),
    development: values('extensionDevelopmentPath'),
    kind: values('extensionDevelopmentKind')[0],
    tests: values('extensionTestsPath')[0],
    install: values('install-extension')[0],
    userData: values('user-data-dir')[0] ?? data,
    extensions: values('extensions-dir')[0] ?? join(data, 'extensions'),
  };
}

async function main(): Promise<number> {
  const given = readArguments(process.argv.slice(2));
  const host = prepareVsCodeHost();
  if (given.install) return installExtension(host, given, given.install);
  const pictures = await startPictures();
  const files = await serveFolders([...given.development, dirname(given.tests ?? repository)]);
  const server = startServer(host, given, pictures.url);
  const end = () => {
    if (server.pid) process.kill(-server.pid, 'SIGTERM');
  };
  const interrupted = () => {
    end();
    process.exit(1);
  };
  process.on('SIGINT', interrupted).on('SIGTERM', interrupted);
  let browser: Browser | undefined;
  try {
    const port = await portOf(server);
    browser = await chromium.launch({ executablePath: host.chromium, args: browserFlags });
    // The workbench's policy knows nothing of the address that a web extension under development comes from.
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, bypassCSP: true });
    pictures.of(page);
    const code = await runWorkbench(page, port, given, files.url);
    // How the workbench looked last, for who wonders why a test failed.
    await page.screenshot({ path: join(pictureFolder, 'last.png') });
    return code;
  } finally {
    await browser?.close();
    pictures.server.close();
    files.server.close();
    end();
  }
}

async function installExtension(host: VsCodeHost, given: Arguments, vsix: string): Promise<number> {
  const log = openLog(given);
  const child = spawn(
    process.execPath,
    [host.server, ...serverArguments(given), '--install-extension', resolve(vsix), '--force'],
    {
      stdio: ['ignore', 'inherit', log],
    },
  );
  closeSync(log);
  return await new Promise((done) => child.on('exit', (code) => done(code ?? 1)));
}

function serverArguments(given: Arguments): readonly string[] {
  return [
    '--accept-server-license-terms',
    '--telemetry-level',
    'off',
    '--server-data-dir',
    given.userData,
    '--extensions-dir',
    given.extensions,
  ];
}

/** The server's own errors name the native modules that it does without: they go to a file. */
function openLog(given: Arguments): number {
  mkdirSync(given.userData, { recursive: true });
  return openSync(join(given.userData, 'server.log'), 'a');
}

function startServer(host: VsCodeHost, given: Arguments, pictures: string): ChildProcess {
  for (const scope of ['User', 'Machine']) {
    const folder = join(given.userData, 'data', scope);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'settings.json'), JSON.stringify(settings));
  }
  const log = openLog(given);
  // The smoke test driver makes a release build take an extension under development.
  const driver = [
    '--host',
    '127.0.0.1',
    '--port',
    '0',
    '--without-connection-token',
    '--enable-smoke-test-driver',
    '--disable-workspace-trust',
  ];
  const child = spawn(process.execPath, [host.server, ...driver, ...serverArguments(given)], {
    stdio: ['ignore', 'pipe', log],
    env: { ...process.env, SEAWORTHY_SCREENSHOT_URL: pictures },
    // A group of its own: the extension host goes with it.
    detached: true,
  });
  closeSync(log);
  return child;
}

function portOf(server: ChildProcess): Promise<number> {
  return new Promise((done, fail) => {
    server.on('exit', (code) => fail(new Error(`VS Code's server ended with ${code} before it listened.`)));
    createInterface({ input: server.stdout! }).on('line', (line) => {
      const port = /Extension host agent listening on (\d+)/.exec(line)?.[1];
      if (port) done(Number(port));
    });
  });
}

/** Open the workbench and wait for the tests' end. @returns their exit code. */
async function runWorkbench(
  page: Page,
  port: number,
  given: Arguments,
  url: (path: string) => string,
): Promise<number> {
  const address = new URL(`http://127.0.0.1:${port}/`);
  if (given.folder) address.searchParams.set('folder', resolve(given.folder));
  if (given.kind === 'web') await developInPage(page, given, url);
  else address.searchParams.set('payload', developmentPayload(port, given));
  await page.exposeFunction('codeAutomationLog', (type: string, args: readonly unknown[]) =>
    show(type, args),
  );
  return await new Promise((done, fail) => {
    page.on('crash', () => fail(new Error('The workbench crashed.')));
    const ready = page.exposeFunction('codeAutomationExit', done);
    ready.then(() => page.goto(address.href)).catch(fail);
  });
}

/** An extension that the server's Node runs is named in the workbench's address. */
function developmentPayload(port: number, { development, tests }: Arguments): string {
  const remote = (path: string) => `vscode-remote://127.0.0.1:${port}${resolve(path)}`;
  return JSON.stringify([
    ...development.map((path) => ['extensionDevelopmentPath', remote(path)]),
    ...(tests ? [['extensionTestsPath', remote(tests)]] : []),
    ['skipWelcome', 'true'],
  ]);
}

/** An extension that the web page runs is named in the configuration that the page carries. */
async function developInPage(
  page: Page,
  { development, tests }: Arguments,
  url: (path: string) => string,
): Promise<void> {
  const components = (path: string) => {
    const { protocol, host, pathname } = new URL(url(path));
    return { scheme: protocol.slice(0, -1), authority: host, path: pathname };
  };
  const developmentOptions = {
    extensions: development.map(components),
    ...(tests && { extensionTestsPath: components(tests) }),
    enableSmokeTestDriver: true,
  };
  await page.route(
    ({ pathname }) => pathname === '/',
    async (route) => {
      const response = await route.fetch();
      const body = (await response.text()).replace(
        /(id="vscode-workbench-web-configuration" data-settings=")([^"]*)/,
        (_, head, settings) => {
          const changed = { ...JSON.parse(settings.replaceAll('&quot;', '"')), developmentOptions };
          return head + JSON.stringify(changed).replaceAll('"', '&quot;');
        },
      );
      await route.fulfill({ response, body });
    },
  );
}

/** What the tests print comes through the workbench's console, with the workbench's own words between. */
function show(type: string, args: readonly unknown[]): void {
  const words = args.map((arg) => (typeof arg === 'string' ? arg : JSON.stringify(arg)));
  const own = /^\[?(?:seaworthy tests)\]? ?/.exec(words[0] ?? '');
  if (own) console.log(words.join(' ').slice(own[0].length));
  else if (process.env.SEAWORTHY_VSCODE_LOG) console.log(`${type}: ${words.join(' ')}`);
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
