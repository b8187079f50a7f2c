/**
 * `npm test`: everything that says whether the project holds, in sections, each with its time. Fails where one of them fails.
 * `npm test -- unit truth` runs these sections alone. Plain JavaScript for any Node from 20: it sets up what the rest needs.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setUp } from './setup.mjs';

const repository = fileURLToPath(new URL('..', import.meta.url));
/** Folders of test/ that are a section of their own; `unit` is what lies elsewhere. The editor's tests start otherwise. */
const testFolders = ['truth', 'corpus', 'cli', 'server'];

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
  const passed = succeeds(command);
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
  return ['node', '--test', '--test-concurrency=2', '--test-reporter=./scripts/test-reporter.mjs', ...files];
}

/** Node 24 and the tools of node_modules come first in PATH, whatever Node runs this; Debian's servers come last. */
function succeeds([program, ...args]) {
  const path = [join(repository, 'node_modules', '.bin'), process.env.PATH, '/usr/sbin'].join(delimiter);
  const { status, error } = spawnSync(program, args, {
    cwd: repository,
    stdio: 'inherit',
    env: { ...process.env, PATH: path },
  });
  if (error) console.error(`${program} cannot be started: ${error.message}`);
  return status === 0;
}

function secondsSince(start) {
  return (performance.now() - start) / 1000;
}
