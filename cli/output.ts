import { fstatSync, writeSync } from 'node:fs';
import { errorCode } from '../host/failure.ts';

/**
 * Output without Node's streams where they are not needed: loading them takes a third of the time in which Node starts.
 */

/** Descriptors whose pipe was full: what comes later has to queue behind what waits. */
const waiting = new Set<number>();

/** Print a text to standard output, all of it. */
export function printOut(text: string): void {
  write(1, text, () => process.stdout);
}

/** Print a message to standard error, with the program's name and a line break. */
export function printError(message: string): void {
  write(2, `seaworthy: ${message}\n`, () => process.stderr);
}

/** Print a text to standard error as it is. */
export function printErrorText(text: string): void {
  write(2, text, () => process.stderr);
}

/** Whether some output is still waiting for its reader. */
export function outputWaits(): boolean {
  return waiting.size > 0;
}

/** A standard stream (1 or 2) where it may be a terminal; undefined where it is a pipe or a file. */
export function terminalStream(descriptor: 1 | 2): NodeJS.WriteStream | undefined {
  try {
    if (!fstatSync(descriptor).isCharacterDevice()) return undefined;
  } catch {
    // A closed descriptor is no terminal.
    return undefined;
  }
  const stream = descriptor === 1 ? process.stdout : process.stderr;
  return stream.isTTY ? stream : undefined;
}

function write(descriptor: 1 | 2, text: string, stream: () => NodeJS.WriteStream): void {
  const bytes = Buffer.from(text);
  let at = 0;
  if (waiting.has(descriptor)) {
    stream().write(bytes);
    return;
  }
  try {
    while (at < bytes.length) at += writeSync(descriptor, bytes, at);
  } catch (error) {
    const code = errorCode(error);
    // A reader that has seen enough (`| head`) closes the pipe, and a closed descriptor wants nothing: neither is a failure.
    if (code === 'EPIPE' || code === 'EBADF') return;
    if (code !== 'EAGAIN') throw error;
    // A pipe that does not block is full: the stream waits for its reader, and Node for the stream.
    waiting.add(descriptor);
    stream().on('error', ignoreClosed).write(bytes.subarray(at));
  }
}

function ignoreClosed(error: Error): void {
  if (errorCode(error) !== 'EPIPE') throw error;
}
