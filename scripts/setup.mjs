/**
 * Brings a fresh clone to where everything runs: npm's packages by the lock file and, with `--tests`, Debian's packages for the
 * tools that judge in the tests. Plain JavaScript for any Node from 20: it runs before anything is installed.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const repository = fileURLToPath(new URL('..', import.meta.url));

/** Program → Debian package that brings it, and what the tests need it for. */
const tools = [
  { program: 'nginx', debian: 'nginx-light', use: 'judges every nginx fix' },
  { program: 'docker-compose', debian: 'docker-compose', use: 'judges every Compose fix' },
  {
    program: 'pg_createcluster',
    debian: 'postgresql',
    use: 'starts with the settings that fixes write for it',
  },
  { program: 'chromium', debian: 'chromium', use: 'shows the editor in its tests' },
  { program: 'openssl', debian: 'openssl', use: 'makes certificates for nginx' },
  { program: 'curl', debian: 'curl', use: 'reads what nginx sends' },
  { program: 'git', debian: 'git', use: 'is asked what ignore files mean' },
];

/** @param {{ tests: boolean }} wanted whether the tests' tools are needed as well */
export function setUp({ tests }) {
  if (!isInstalled()) installPackages();
  if (tests) installTools();
}

/** Whether node_modules holds what the lock file names; packages for other platforms are left out of it. */
function isInstalled() {
  const present = packagesOf(join('node_modules', '.package-lock.json'));
  const wanted = packagesOf('package-lock.json');
  if (!present || !existsSync(join(repository, 'node_modules', '.bin', 'node'))) return false;
  return Object.entries(wanted).every(
    ([path, { version, optional }]) =>
      path === '' || (optional && !present[path]) || present[path]?.version === version,
  );
}

function packagesOf(path) {
  const file = join(repository, path);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).packages : undefined;
}

function installPackages() {
  console.log('Installing packages by package-lock.json');
  run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
}

function installTools() {
  const missing = tools.filter(({ program }) => !isProgram(program));
  if (missing.length === 0) return;
  const names = missing.map(({ debian }) => debian);
  if (!isProgram('apt-get')) {
    const list = missing.map(({ program, use }) => `  ${program}: ${use}`).join('\n');
    fail(`These programs are missing and there is no apt-get to install them with:\n${list}`);
  }
  console.log(`Installing ${names.join(', ')}`);
  apt(['update', '-qq'], names);
  apt(['install', '-y', '-qq', '--no-install-recommends', ...names], names);
}

function apt(args, names) {
  const root = process.getuid?.() === 0;
  if (!root && !isProgram('sudo')) fail(`Run as root: apt-get update && apt-get install ${names.join(' ')}`);
  const command = ['env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', ...args];
  if (root) run(command[0], command.slice(1), 'ignore');
  else run('sudo', command, 'ignore');
}

/** Debian keeps servers in /usr/sbin, which is not in every user's PATH. */
function isProgram(name) {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin'];
  return folders.some((folder) => folder !== '' && existsSync(join(folder, name)));
}

function run(program, args, stdout = 'inherit') {
  const { status, error } = spawnSync(program, args, {
    cwd: repository,
    stdio: ['inherit', stdout, 'inherit'],
  });
  if (error) fail(`${program} cannot be started: ${error.message}`);
  if (status !== 0) fail(`${program} ${args.join(' ')} failed.`);
}

function fail(message) {
  console.error(message);
  process.exit(1);
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  setUp({ tests: process.argv.includes('--tests') });
}
