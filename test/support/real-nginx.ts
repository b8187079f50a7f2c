import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';

const program = '/usr/sbin/nginx';

/** Whether Debian's nginx is installed; a diagnostic in the test's output says so where it is not. */
export function hasNginx(context: TestContext): boolean {
  if (existsSync(program)) return true;
  context.diagnostic(`${program} is not installed: nothing to judge by`);
  return false;
}

/** Do something with a folder that is gone afterwards. */
export async function inFolder<T>(use: (folder: string) => T | Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'seaworthy-nginx-'));
  try {
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What `nginx -t` says of a main file: undefined where it is content, else the first message. */
export function refusal(folder: string, text: string): string | undefined {
  const path = join(folder, 'nginx.conf');
  writeFileSync(path, text);
  const { status, stderr } = spawnSync(
    program,
    ['-t', '-q', '-p', folder, '-c', path, '-g', 'error_log stderr;'],
    { encoding: 'utf8' },
  );
  return status === 0
    ? undefined
    : (stderr.split('\n').find((line) => /\[(?:emerg|alert|crit)\]/.test(line)) ?? stderr);
}

/** A main file around directives of the http level, which runs in the foreground and writes only into its folder. */
export function mainFile(folder: string, http: string): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `${name}_temp_path ${folder}/${name};`,
  );
  return `daemon off;\nmaster_process off;\npid ${folder}/nginx.pid;\nevents {}\nhttp {\n${temporary.join('\n')}\naccess_log off;\n${http}\n}\n`;
}

/** A port of the loopback interface that nobody listens on. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}

export interface Answer {
  readonly status: number;
  /** Lower-case name → value. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** Start nginx with a main file, wait until it answers on a port, ask it for paths, stop it. */
export async function ask(
  folder: string,
  text: string,
  port: number,
  paths: readonly string[],
): Promise<readonly Answer[]> {
  const path = join(folder, 'nginx.conf');
  writeFileSync(path, text);
  const nginx = spawn(program, ['-p', folder, '-c', path, '-g', 'error_log stderr;'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ended = new Promise<void>((resolve) => nginx.once('exit', () => resolve()));
  try {
    await untilReady(nginx, port);
    const answers: Answer[] = [];
    for (const one of paths) answers.push(await get(port, one));
    return answers;
  } finally {
    nginx.kill('SIGTERM');
    await ended;
  }
}

/** Resolves with the first answer; rejects when nginx ends before it. */
async function untilReady(nginx: ChildProcess, port: number): Promise<void> {
  let messages = '';
  let over = false;
  nginx.stderr?.on('data', (chunk) => {
    messages += chunk;
  });
  nginx.once('exit', () => {
    over = true;
  });
  for (;;) {
    if (over) throw new Error(`nginx ended: ${messages}`);
    const ready = await get(port, '/').then(
      () => true,
      () => false,
    );
    if (ready) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function get(port: number, path: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, path, agent: false }, (response) => {
      response.resume();
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers }));
    });
    asked.on('error', reject);
    asked.end();
  });
}
