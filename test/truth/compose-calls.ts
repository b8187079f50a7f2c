import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const program = '/usr/bin/docker-compose';
const script = fileURLToPath(new URL('compose-calls.py', import.meta.url));

export interface ComposeAnswer {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

let process: ChildProcess | undefined;
const waiting: ((answer: ComposeAnswer) => void)[] = [];

/**
 * Call Debian's docker-compose. Its process stays for the next call, and does not keep the test's alive.
 * @param environment all of it
 */
export function callCompose(
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<ComposeAnswer> {
  process ??= start();
  process.ref();
  return new Promise((resolve) => {
    waiting.push(resolve);
    process!.stdin!.write(`${JSON.stringify({ args, environment })}\n`);
  });
}

/** By the interpreter that docker-compose itself names. */
function start(): ChildProcess {
  const interpreter = /^#!(\S+)/.exec(readFileSync(program, 'utf8'))![1]!;
  const child = spawn(interpreter, [script], { stdio: ['pipe', 'pipe', 'inherit'] });
  createInterface(child.stdout!).on('line', (line) => {
    waiting.shift()!(JSON.parse(line) as ComposeAnswer);
    if (waiting.length === 0) child.unref();
  });
  child.once('exit', (code) => {
    for (const resolve of waiting.splice(0))
      resolve({ status: 1, stdout: '', stderr: `It ended with ${code}.` });
  });
  for (const pipe of [child.stdin, child.stdout]) (pipe as unknown as { unref(): void }).unref();
  return child;
}
