/** What is shipped installs and runs: the extension in a real VS Code, the command line from a global install. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { repository } from '../../scripts/vscode-host.ts';
import { launcher, runInEditor } from './run-in-editor.ts';

const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'seaworthy-package-')));
after(() => rmSync(scratch, { recursive: true, force: true }));

const { version } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8')) as { version: string };

function npm(...args: readonly string[]): string {
  return execFileSync('npm', args, { cwd: repository, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

test('the .vsix is small, installs and reviews', async () => {
  npm('run', 'package');
  const vsix = join(repository, 'seaworthy.vsix');
  const { size } = statSync(vsix);
  assert.ok(size < 2_000_000, `${size} bytes`);
  const extensions = join(scratch, 'extensions');
  const install = [
    `--install-extension=${vsix}`,
    `--extensions-dir=${extensions}`,
    `--user-data-dir=${join(scratch, 'data')}`,
  ];
  execFileSync(process.env.SEAWORTHY_VSCODE ?? launcher, install, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const outcomes = await runInEditor({
    suite: 'installed.ts',
    workspace: workspace(),
    extension: emptyExtension(),
    extensions,
  });
  assert.ok(outcomes.length > 0);
  for (const { name, failure } of outcomes) assert.equal(failure, undefined, name);
});

test('the npm package runs after a global install', () => {
  const [packed] = JSON.parse(npm('pack', '--json', '--pack-destination', scratch)) as {
    filename: string;
    files: { path: string }[];
  }[];
  assert.ok(packed);
  const foreign = packed.files
    .map(({ path }) => path)
    .filter((path) => !/^(?:dist|docs\/rules)\/|^(?:package\.json|README\.md|LICENSE)$/.test(path));
  assert.deepEqual(foreign, []);
  npm('install', '--global', '--prefix', join(scratch, 'global'), join(scratch, packed.filename));
  const run = (program: string, ...args: readonly string[]) =>
    execFileSync(join(scratch, 'global', 'bin', program), args, { encoding: 'utf8' });
  assert.match(run('seaworthy', '--version'), new RegExp(`\\b${version.replaceAll('.', '\\.')}\\b`));
  const review = run(
    'seaworthy',
    'review',
    '--format',
    'json',
    '--fail-on',
    'never',
    join(repository, 'examples', 'harbour'),
  );
  assert.ok((JSON.parse(review) as { findings: unknown[] }).findings.length > 0);
});

function workspace(): string {
  const folder = join(scratch, 'workspace');
  cpSync(join(repository, 'examples', 'harbour'), folder, { recursive: true });
  return folder;
}

/** The test runner wants some extension under development; this one does nothing. */
function emptyExtension(): string {
  const folder = join(scratch, 'empty');
  mkdirSync(folder);
  const manifest = { name: 'empty', publisher: 'test', version: '1.0.0', engines: { vscode: '*' } };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  return folder;
}
