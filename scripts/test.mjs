/**
 * `npm test`: everything that says whether the project holds, in sections, each with its time. Fails where one of them fails.
 * `npm test -- unit truth` runs these sections alone. Plain JavaScript for any Node from 20: it sets up what the rest needs.
 */
import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setUp } from './setup.mjs';

const repository = fileURLToPath(new URL('..', import.meta.url));
/** Folders of test/ that are a section of their own; `unit` is what lies elsewhere. The editor's tests start otherwise. */
const testFolders = ['truth', 'corpus', 'cli', 'server'];

/** Milliseconds after which a section has failed. */
const patience = 10 * 60_000;

const sections = [
  { name: 'types', command: ['npm', 'run', '--silent', 'check-types'] },
  { name: 'lint', command: ['npm', 'run', '--silent', 'lint'] },
  { name: 'generated', command: ['npm', 'run', '--silent', 'gen', '--', '--check'] },
  { name: 'build', command: ['npm', 'run', '--silent', 'build'] },
  {
    name: 'unit',
    command: nodeTest(
      (path) => ![...testFolders, 'editor'].some((folder) => path.startsWith(`test/${folder}/`)),
    ),
  },
  ...testFolders.map((folder) => ({
    name: folder,
    command: nodeTest((path) => path.startsWith(`test/${folder}/`)),
  })),
  { name: 'editor', command: ['npm', 'run', '--silent', 'test:editor'] },
];

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !sections.some((section) => section.name === name));
if (unknown.length > 0) {
  console.error(`There is no section ${unknown.join(', ')}: ${sections.map(({ name }) => name).join(', ')}`);
  process.exit(2);
}

const begin = performance.now();
setUp({ tests: true });
const results = [{ name: 'setup', passed: true, seconds: secondsSince(begin) }];
for (const { name, command } of sections) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  console.log(`\n── ${name} ${'─'.repeat(70 - name.length)}`);
  const started = performance.now();
  const passed = await succeeds(command);
  results.push({ name, passed, seconds: secondsSince(started) });
}

console.log(`\n── result ${'─'.repeat(64)}`);
for (const { name, passed, seconds } of results) {
  console.log(`${passed ? 'passed' : 'FAILED'}  ${name.padEnd(10)} ${seconds.toFixed(1).padStart(7)} s`);
}
console.log(`wall time          ${secondsSince(begin).toFixed(1).padStart(7)} s`);
if (results.some(({ passed }) => !passed)) process.exitCode = 1;

function nodeTest(belongs) {
  const files = readdirSync(join(repository, 'test'), { recursive: true })
    .map((name) => `test/${name.replaceAll('\\', '/')}`)
    .filter((path) => path.endsWith('.test.ts') && belongs(path))
    .sort();
  const seed = '--import=./test/support/fixed-seed.ts';
  return [
    'node',
    seed,
    '--test',
    '--test-concurrency=2',
    '--test-reporter=./scripts/test-reporter.mjs',
    ...files,
  ];
}

/** Node 24 and the tools of node_modules come first in PATH, whatever Node runs this; Debian's servers come last. */
async function succeeds([program, ...args]) {
  const path = [join(repository, 'node_modules', '.bin'), process.env.PATH, '/usr/sbin'].join(delimiter);
  // In a process group of its own, so that what it started ends with it.
  const child = spawn(program, args, {
    cwd: repository,
    stdio: 'inherit',
    env: { ...process.env, PATH: path },
    detached: true,
  });
  const end = () => process.kill(-child.pid, 'SIGKILL');
  const interrupted = () => {
    end();
    process.exit(130);
  };
  const late = setTimeout(() => {
    console.error(`${program} ${args.join(' ')} did not end within ${patience / 60_000} minutes.`);
    end();
  }, patience);
  process.once('SIGINT', interrupted).once('SIGTERM', interrupted);
  const code = await new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message)).once('close', resolve);
  });
  clearTimeout(late);
  process.off('SIGINT', interrupted).off('SIGTERM', interrupted);
  if (typeof code === 'string') console.error(`${program} cannot be started: ${code}`);
  return code === 0;
}

function secondsSince(start) {
  return (performance.now() - start) / 1000;
}
