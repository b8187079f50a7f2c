import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Compiled code is kept here and not in the home of whoever runs the tests. */
const cache = fileURLToPath(new URL('../../.cache/', import.meta.url));
const script = fileURLToPath(new URL('../../dist/cli.cjs', import.meta.url));

export interface Outcome {
  readonly code: number | null;
  readonly out: string;
  readonly error: string;
}

export interface CommandOptions {
  readonly cwd: string;
  readonly variables?: Readonly<Record<string, string>>;
  /** Milliseconds to wait before anything is read from its output. */
  readonly readAfter?: number;
}

/** Run the bundled `seaworthy` as a process of its own, its output through pipes. */
export function seaworthy(args: readonly string[], options: CommandOptions): Promise<Outcome> {
  if (!existsSync(script)) throw new Error('dist/cli.cjs is not there: npm run build makes it.');
  const { FORCE_COLOR: _, ...inherited } = process.env;
  const child = spawn(process.execPath, [script, ...args], {
    cwd: options.cwd,
    env: { ...inherited, XDG_CACHE_HOME: cache, ...options.variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return new Promise((resolve, reject) => {
    const out: Buffer[] = [];
    const error: Buffer[] = [];
    child.on('error', reject);
    child.on('close', (code) =>
      resolve({ code, out: Buffer.concat(out).toString(), error: Buffer.concat(error).toString() }),
    );
    setTimeout(() => {
      child.stdout.on('data', (piece) => out.push(piece));
      child.stderr.on('data', (piece) => error.push(piece));
    }, options.readAfter ?? 0);
  });
}
