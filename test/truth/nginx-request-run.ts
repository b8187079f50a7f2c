/** Asks a started nginx and the walk the same questions. */
import { spawn } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { type AddressInfo, connect, createServer, type Server as NetServer } from 'node:net';
import { dirname, join } from 'node:path';
import type { NginxConfig } from '../../core/model/nginx.ts';
import { effective, readNginx } from '../../core/model/nginx-config.ts';
import { type NginxRequest, type RequestAnswer, walkRequest } from '../../core/model/nginx-request.ts';
import { parseNginx } from '../../core/parse/nginx.ts';
import { Source } from '../../core/text/index.ts';
import { freePort } from '../support/real-nginx.ts';
import type { Question } from './nginx-request-questions.ts';

/** A configuration whose ports, certificates and upstreams are such as are there. */
export interface Runnable {
  readonly folder: string;
  readonly main: string;
  readonly config: NginxConfig;
}

/** What nginx answered, and where its log says that the request was. */
export interface RealAnswer {
  /** 0 where the connection ended without an answer. */
  readonly status: number;
  readonly headers: readonly (readonly [string, string])[];
}

/** Write files below a folder and read them as nginx does. @param files by path; the first is the main file. */
export function writeConfiguration(folder: string, files: Readonly<Record<string, string>>): Runnable {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const main = join(folder, Object.keys(files)[0]!);
  const parsed = (path: string) => parseNginx(new Source(path, readFileSync(path, 'utf8')));
  const all = Object.keys(files).map((path) => join(folder, path));
  const config = readNginx(parsed(main), {
    file: (path) => (existsSync(path) ? parsed(path) : undefined),
    include: (pattern) => {
      const absolute = pattern.startsWith('/') ? pattern : join(dirname(main), pattern);
      const shape = new RegExp(`^${absolute.replace(/[.+^${}()|[\]\\]/g, '\\$&').replaceAll('*', '[^/]*')}$`);
      const paths = all.filter((path) => shape.test(path)).sort();
      return { paths, known: paths.length > 0 };
    },
  });
  return { folder, main, config };
}

/** An upstream for all: it says what it was asked for, whatever that is. */
export async function startUpstream(): Promise<{ readonly port: number; readonly server: NetServer }> {
  const server = createServer((socket) => {
    let head = '';
    socket.on('error', () => socket.destroy());
    socket.on('data', (chunk) => {
      head += chunk.toString('latin1');
      if (!head.includes('\r\n\r\n')) return;
      const [, path] = head.split(' ', 2);
      socket.end(`HTTP/1.1 200 OK\r\nX-Seen: ${path}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { port: (server.address() as AddressInfo).port, server };
}

const logName = 'requests.log';

/** The line of a server, location or `if` that says in the log which it is. */
export function markLine(mark: number): string {
  return `access_log ${logName} m${mark};`;
}

export function markFormats(count: number): string {
  return Array.from({ length: count }, (_, mark) => `log_format m${mark} '$http_x_question ${mark}';`).join(
    '\n',
  );
}

/** Ask a started nginx every question. @returns answers and marks, by the question's index. */
export async function askNginx(
  { folder, main }: Runnable,
  questions: readonly Question[],
): Promise<{ readonly answers: readonly RealAnswer[]; readonly marks: ReadonlyMap<number, number> }> {
  const log = join(folder, logName);
  appendFileSync(log, '');
  const nginx = spawn('/usr/sbin/nginx', ['-p', folder, '-c', main, '-g', 'error_log stderr crit;'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let messages = '';
  let over = false;
  nginx.stderr.on('data', (chunk) => {
    messages += chunk;
  });
  const ended = new Promise<void>((resolve) =>
    nginx.once('exit', () => {
      over = true;
      resolve();
    }),
  );
  try {
    while (!(await accepts(questions[0]!.port))) {
      if (over) throw new Error(`nginx ended: ${messages}`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    const answers: RealAnswer[] = [];
    for (const [index, question] of questions.entries()) answers.push(await ask(question, index));
    // SIGQUIT ends after the last request was logged.
    nginx.kill('SIGQUIT');
    await ended;
    const lines = readFileSync(log, 'utf8').split('\n');
    const marks = lines.flatMap((line) => {
      const [question, mark] = line.split(' ').map(Number);
      return line === '' ? [] : [[question!, mark!] as const];
    });
    return { answers, marks: new Map(marks) };
  } finally {
    if (!over) nginx.kill('SIGKILL');
    await ended;
  }
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

function ask(question: Question, index: number): Promise<RealAnswer> {
  const { scheme, host, port, target, method } = question;
  return new Promise((resolve) => {
    const options = {
      host: '127.0.0.1',
      port,
      path: target,
      method,
      agent: false as const,
      headers: { Host: `${host}:${port}`, 'X-Question': String(index), ...question.headers },
    };
    const tls = {
      ...options,
      rejectUnauthorized: false,
      ...(!/^[\d.]+$/.test(host) && { servername: host }),
    };
    const asked = scheme === 'https' ? httpsRequest(tls) : httpRequest(options);
    asked.on('response', (response) => {
      response.resume();
      const { rawHeaders, statusCode = 0 } = response;
      const headers = rawHeaders.flatMap((name, at) =>
        at % 2 === 0 ? [[name.toLowerCase(), rawHeaders[at + 1]!] as const] : [],
      );
      response.on('close', () => resolve({ status: statusCode, headers }));
    });
    asked.on('error', () => resolve({ status: 0, headers: [] }));
    asked.end();
  });
}

/** What the walk says to a question. */
export function askWalk({ config, folder }: Runnable, question: Question): RequestAnswer {
  const { headers = {}, ...rest } = question;
  const request: NginxRequest = {
    ...rest,
    client: '127.0.0.1',
    address: '127.0.0.1',
    prefix: folder,
    headers: new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
    file: (path) => {
      const facts = statSync(path, { throwIfNoEntry: false });
      return facts === undefined ? 'nothing' : facts.isDirectory() ? 'folder' : 'file';
    },
  };
  return walkRequest(config, request);
}

/** How the two differ; undefined where they do not. */
export function difference(
  walked: RequestAnswer,
  real: RealAnswer,
  mark: number | undefined,
  names: ReadonlySet<string>,
): string | undefined {
  const { outcome, status, redirect, block } = walked;
  if (outcome.kind === 'unknown') return undefined;
  if (outcome.kind === 'closed')
    return real.status === 0 ? undefined : `closed, but nginx answers ${real.status}`;
  const expected = status ?? 200;
  if (expected !== real.status) return `status ${expected}, but nginx answers ${real.status}`;
  const ours = block && /^m(\d+)$/.exec(effective(block, 'access_log').at(-1)?.args[1]?.text ?? '')?.[1];
  if (mark !== undefined && Number(ours) !== mark) return `block ${ours}, but nginx was in ${mark}`;
  const value = (name: string) => real.headers.find(([one]) => one === name)?.[1];
  if (redirect !== undefined && value('location') !== redirect.trim())
    return `Location ${redirect}, but nginx sends ${value('location')}`;
  if (outcome.kind === 'pass' && outcome.path !== undefined && value('x-seen') !== outcome.path)
    return `asks for ${outcome.path}, but nginx asked for ${value('x-seen')}`;
  return headerDifference(walked, real, names);
}

function headerDifference(
  { headers }: RequestAnswer,
  real: RealAnswer,
  names: ReadonlySet<string>,
): string | undefined {
  for (const name of names) {
    const sent = real.headers.filter(([one]) => one === name).map(([, value]) => value);
    const ours = headers.filter((header) => header.name.toLowerCase() === name);
    const known = ours.flatMap(({ value }) => value ?? []);
    // What is only known at run time may be empty, and is then not sent.
    const fits = known.length <= sent.length && sent.length <= ours.length;
    if (!fits || known.some((value) => !sent.includes(value)))
      return `${name}: ${JSON.stringify(ours.map(({ value }) => value))}, but nginx sends ${JSON.stringify(sent)}`;
  }
  return undefined;
}

/** Names of the headers that a configuration adds anywhere, lower-case; without Content-Type, of which nginx sends its own. */
export function addedNames(config: NginxConfig): ReadonlySet<string> {
  const names = [...config.walk()].flatMap(({ name, args }) =>
    name === 'add_header' && !/^content-type$/i.test(args[0]!.text)
      ? [args[0]!.text.toLowerCase()]
      : name === 'expires'
        ? ['cache-control']
        : [],
  );
  return new Set(names);
}

/** A free port for each port that is listened on. */
export async function freePorts(ports: readonly number[]): Promise<ReadonlyMap<number, number>> {
  const free = new Map<number, number>();
  for (const port of ports) free.set(port, await freePort());
  return free;
}
