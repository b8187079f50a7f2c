import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { chownSync, existsSync, globSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { setTimeout } from 'node:timers/promises';

/** Milliseconds until it answers. */
const patience = 30_000;

/** PostgreSQL's data in a folder of its own. It refuses to run as root, so root hands the folder to Debian's user. */
export class RealPostgres {
  readonly #programs: string;
  readonly #folder: string;
  readonly #asUser: readonly string[];

  private constructor(programs: string) {
    this.#programs = programs;
    this.#folder = mkdtempSync(join(tmpdir(), 'seaworthy-postgres-'));
    const isRoot = process.getuid?.() === 0;
    if (isRoot) chownSync(this.#folder, idOf('-u'), idOf('-g'));
    this.#asUser = isRoot ? ['runuser', '-u', 'postgres', '--'] : [];
    this.#run('initdb', ['-D', join(this.#folder, 'data'), '-A', 'trust', '-U', 'postgres', '--no-sync']);
  }

  /** Debian's PostgreSQL; undefined, with a diagnostic in the test's output, where it is not installed. */
  static create(context: TestContext): RealPostgres | undefined {
    const [programs] = globSync('/usr/lib/postgresql/*/bin').sort().reverse();
    if (programs !== undefined && existsSync(join(programs, 'postgres'))) return new RealPostgres(programs);
    context.diagnostic('PostgreSQL is not installed: nothing to judge by');
    return undefined;
  }

  /**
   * Start it with some arguments, and ask for settings.
   * @returns what `SHOW` says of each.
   * @throws with what it wrote where it does not start.
   */
  async show(args: readonly string[], settings: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const server = ['-D', join(this.#folder, 'data'), '-k', this.#folder, '-c', 'listen_addresses='];
    const [program = '', ...rest] = this.#command('postgres', [...server, ...args]);
    const child = spawn(program, rest, { cwd: this.#folder, stdio: ['ignore', 'ignore', 'pipe'] });
    const written: string[] = [];
    child.stderr.on('data', (piece) => written.push(String(piece)));
    try {
      await this.#ready(child, written);
      return new Map(settings.map((name) => [name, this.#ask(`SHOW ${name}`)]));
    } finally {
      await this.#stop(child);
    }
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #ready(child: ChildProcess, written: readonly string[]): Promise<void> {
    const until = performance.now() + patience;
    const [program = '', ...args] = this.#command('pg_isready', ['-h', this.#folder, '-q']);
    while (spawnSync(program, args, { cwd: this.#folder }).status !== 0) {
      const isLate = performance.now() > until;
      if (isLate || child.exitCode !== null)
        throw new Error(`PostgreSQL does not start: ${written.join('')}`);
      await setTimeout(100);
    }
  }

  async #stop(child: ChildProcess): Promise<void> {
    if (child.exitCode !== null) return;
    const ended = new Promise((resolve) => child.once('close', resolve));
    this.#run('pg_ctl', ['stop', '-D', join(this.#folder, 'data'), '-m', 'fast', '-s']);
    await ended;
  }

  #ask(query: string): string {
    return this.#run('psql', ['-h', this.#folder, '-U', 'postgres', '-d', 'postgres', '-Atc', query]).trim();
  }

  #run(name: string, args: readonly string[]): string {
    const [program = '', ...rest] = this.#command(name, args);
    return execFileSync(program, rest, {
      cwd: this.#folder,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  }

  #command(name: string, args: readonly string[]): readonly string[] {
    return [...this.#asUser, join(this.#programs, name), ...args];
  }
}

function idOf(flag: '-u' | '-g'): number {
  return Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
}
