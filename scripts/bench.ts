/**
 * `npm run bench`: how fast a key is answered, what that costs, how fast everything starts, and how that compares with the parsers beneath and with
 * an empty Node. Needs a build. Times are milliseconds; nothing else should run beside it.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DockerfileParser } from 'dockerfile-ast';
import { parseDocument } from 'yaml';
import { composeFile, dockerfile, nginxFile, smallProject } from './bench/generated.ts';
import { languageTimes } from './bench/language.ts';
import { Wire } from './bench/wire.ts';
import { repository } from './generate/rule-files.ts';

interface Subject {
  readonly name: string;
  readonly file: string;
  readonly languageId: string;
  readonly text: string;
  /** The library that a reviewer of such files cannot do without, on the same text; nginx has none. */
  readonly parse: ((text: string) => unknown) | undefined;
  readonly keys: number;
}

const yaml = (text: string) => parseDocument(text, { merge: true });
const compose = (services: number, keys: number): Subject => ({
  name: `Compose, ${services} services`,
  file: 'compose.yaml',
  languageId: 'dockercompose',
  text: composeFile(services),
  parse: yaml,
  keys,
});
const docker = (instructions: number, keys: number): Subject => ({
  name: `Dockerfile, ${instructions} instructions`,
  file: 'Dockerfile',
  languageId: 'dockerfile',
  text: dockerfile(instructions),
  parse: (text) => DockerfileParser.parse(text).getInstructions(),
  keys,
});
const nginx = (blocks: number, keys: number): Subject => ({
  name: `nginx, ${blocks} blocks`,
  file: 'nginx.conf',
  languageId: 'nginx',
  text: nginxFile(blocks),
  parse: undefined,
  keys,
});
const subjects = [
  compose(5, 200),
  compose(50, 200),
  compose(500, 60),
  docker(20, 200),
  docker(200, 200),
  nginx(50, 200),
  nginx(500, 100),
];

const work = mkdtempSync(join(tmpdir(), 'seaworthy-bench-'));
try {
  console.log(
    table(
      ['', 'KiB', 'parser', 'key p50', 'key p95', 'p50 − 1.5 × parser', 'CPU a key', 'peak MiB'],
      await keystrokes(),
    ),
  );
  console.log(table(['500 blocks of nginx, right behind a key', 'p50', 'p95'], await questions()));
  console.log(table(['', 'ms', '× node -e 0'], [...(await starts()), ...commandLine(), ...manyProjects()]));
} finally {
  rmSync(work, { recursive: true, force: true });
}

async function keystrokes(): Promise<readonly (readonly string[])[]> {
  const rows: string[][] = [];
  for (const subject of subjects) {
    const folder = join(work, subject.name.replace(/\W+/g, '-'));
    write(folder, { [subject.file]: subject.text });
    const floor =
      subject.parse && median(repeat(subject.keys, () => timed(() => subject.parse!(subject.text))));
    const wire = await Wire.open(folder, subject.file, subject.languageId);
    const middle = Math.floor(subject.text.split('\n').length / 2);
    await typeKeys(wire, middle, 40);
    const before = wire.cpu();
    const times = await typeKeys(wire, middle, subject.keys);
    const after = wire.cpu();
    const cpu = before === undefined || after === undefined ? undefined : (after - before) / times.length;
    const p50 = median(times);
    rows.push([
      subject.name,
      (subject.text.length / 1024).toFixed(1),
      shown(floor),
      shown(p50),
      shown(quantile(times, 0.95)),
      shown(floor === undefined ? undefined : p50 - 1.5 * floor),
      shown(cpu),
      shown(wire.peakMemory(), 0),
    ]);
    await wire.close();
  }
  return rows;
}

async function questions(): Promise<readonly (readonly string[])[]> {
  const asked = await languageTimes(join(work, 'language'), 500);
  return asked.map(({ question, times }) => [question, shown(median(times)), shown(quantile(times, 0.95))]);
}

/** A line is broken in the middle of the file, then joined: every finding below moves. */
async function typeKeys(wire: Wire, line: number, keys: number): Promise<readonly number[]> {
  const times: number[] = [];
  for (let key = 0; key < keys; key++)
    times.push(key % 2 === 0 ? await wire.type(line, 0, '\n') : await wire.type(line, 1, ''));
  return times;
}

async function starts(): Promise<readonly (readonly string[])[]> {
  const times: number[] = [];
  for (let run = 0; run < 9; run++) {
    const start = performance.now();
    const wire = await Wire.open(
      join(repository, 'examples', 'harbour'),
      'compose.production.yaml',
      'dockercompose',
    );
    times.push(performance.now() - start);
    await wire.close();
  }
  return [['server start to first diagnostics of the example', shown(median(times)), '']];
}

function commandLine(): readonly (readonly string[])[] {
  return [against('command line on the example', 9, join(repository, 'examples', 'harbour'))];
}

function manyProjects(): readonly (readonly string[])[] {
  return [100, 1000].map((count) => {
    const folder = join(work, `${count}-projects`);
    for (let at = 0; at < count; at++) write(join(folder, `project-${at}`), smallProject());
    return against(`command line on ${count} projects`, 3, folder);
  });
}

function against(name: string, runs: number, folder: string): readonly string[] {
  const empty = median(repeat(9, () => timed(() => run(['-e', '0']))));
  const review = ['review', folder, '--fail-on', 'never', '--format', 'json'];
  const time = median(repeat(runs, () => timed(() => run([join(repository, 'dist', 'cli.cjs'), ...review]))));
  return [name, shown(time), (time / empty).toFixed(1)];
}

function run(args: readonly string[]): void {
  const { status, error } = spawnSync(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  if (error || status !== 0) throw error ?? new Error(`node ${args.join(' ')} ended with ${status}.`);
}

function write(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

function repeat(count: number, measure: () => number): readonly number[] {
  return Array.from({ length: count }, measure);
}

function timed(action: () => void): number {
  const start = performance.now();
  action();
  return performance.now() - start;
}

function median(times: readonly number[]): number {
  return quantile(times, 0.5);
}

function quantile(times: readonly number[], share: number): number {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

function shown(value: number | undefined, digits = 1): string {
  return value === undefined ? '–' : value.toFixed(digits);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...all.map((row) => row[column]!.length)));
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!)))
      .join('  ');
  return `${all.map(line).join('\n')}\n`;
}
