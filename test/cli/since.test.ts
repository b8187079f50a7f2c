/** `--since`: only what is new since a git revision, read without running anything that the repository names. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { seaworthy } from '../support/command-line.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const web = 'services:\n  web:\n    image: nginx:1.27\n    ports:\n      - "80:80"\n';
const database = '  db:\n    image: postgres:17\n    environment:\n      POSTGRES_PASSWORD: k29dh1mzqq8r\n';

const identity = {
  GIT_AUTHOR_NAME: 'Sailor',
  GIT_AUTHOR_EMAIL: 'sailor@harbour.example',
  GIT_COMMITTER_NAME: 'Sailor',
  GIT_COMMITTER_EMAIL: 'sailor@harbour.example',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
};

function git(cwd: string, ...args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync('git', args, {
    cwd,
    encoding: 'utf8',
    env: { PATH: process.env.PATH, HOME: cwd, ...identity },
  });
  assert.equal(status, 0, `git ${args.join(' ')}: ${stderr}`);
  return stdout.trim();
}

/** A repository with one commit. */
function repository(t: TestContext, files: Readonly<Record<string, string>>): string {
  const root = temporaryFolder(t, files);
  git(root, 'init', '-q', '-b', 'main');
  commit(root);
  return root;
}

function commit(root: string): void {
  git(root, 'add', '-A');
  git(root, 'commit', '-q', '-m', 'A state');
}

function write(root: string, path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

/** `service rule` of what is new, sorted; the exit code says whether there is any. */
async function newSince(cwd: string, reference: string, ...args: readonly string[]) {
  const asked = ['review', '--since', reference, '--fail-on', 'info', '--format', 'json', ...args];
  const { code, out, error } = await seaworthy(asked, { cwd });
  const { findings, problems } = JSON.parse(out);
  assert.deepEqual(problems, [], error);
  assert.equal(code, findings.length > 0 ? 1 : 0);
  return new Set(findings.map((one: { service?: string; file: string }) => one.service ?? one.file));
}

test('what was there at the revision is told and counted no more', async (t) => {
  const root = repository(t, { 'deploy/compose.yaml': web });
  assert.deepEqual(await newSince(root, 'HEAD'), new Set());
  write(root, 'deploy/compose.yaml', web + database);
  assert.deepEqual(await newSince(root, 'HEAD'), new Set(['db']));
  commit(root);
  assert.deepEqual(await newSince(root, 'HEAD'), new Set());
  assert.deepEqual(await newSince(root, 'HEAD~1'), new Set(['db']));
  assert.deepEqual(await newSince(join(root, 'deploy'), 'main~1'), new Set(['db']));
  assert.deepEqual(await newSince(root, 'main~1', 'deploy/compose.yaml'), new Set(['db']));
});

test('a new deployment is new, a deleted one is nothing, a renamed one is the same', async (t) => {
  const root = repository(t, {
    'one/compose.yaml': web + database,
    'one/Dockerfile': 'FROM node:18\nRUN npm install\nCMD npm start\n',
    'two/compose.yaml': web,
  });
  rmSync(join(root, 'two'), { recursive: true });
  assert.deepEqual(await newSince(root, 'HEAD'), new Set());
  renameSync(join(root, 'one'), join(root, 'three'));
  assert.deepEqual(await newSince(root, 'HEAD'), new Set());
  renameSync(join(root, 'three', 'compose.yaml'), join(root, 'three', 'docker-compose.yml'));
  write(root, 'three/docker-compose.yml', `${web}  cache:\n    image: redis:7\n${database}`);
  const found = await newSince(root, 'HEAD');
  assert.ok(found.has('cache') && !found.has('web') && !found.has('db'));
  write(root, 'four/compose.yaml', web);
  assert.deepEqual(await newSince(root, 'HEAD', 'four'), new Set(['web']));
});

test('what git does not keep is as it is, and configuration as it is worded today', async (t) => {
  const root = repository(t, {
    'compose.yaml': `${web}    env_file: .env\n`,
    '.gitignore': '.env\n',
    '.seaworthy.yaml': 'rules:\n  compose/missing-memory-limit: off\n',
  });
  write(root, '.env', 'TOKEN=abc\n');
  write(root, '.seaworthy.yaml', 'rules:\n  compose/missing-pids-limit: error\n');
  assert.deepEqual(await newSince(root, 'HEAD'), new Set());
});

test('links of the repository are followed', async (t) => {
  const root = repository(t, { 'shared/site.conf': 'server {\n  listen 80;\n  server_tokens on;\n}\n' });
  symlinkSync('../shared', join(root, 'shared', 'same'));
  symlinkSync('shared/site.conf', join(root, 'site.conf'));
  write(root, 'compose.yaml', `${web}    volumes:\n      - ./site.conf:/etc/nginx/conf.d/default.conf:ro\n`);
  commit(root);
  assert.deepEqual(await newSince(root, 'HEAD'), new Set());
});

test('without an answer from git it says why', async (t) => {
  const root = repository(t, { 'compose.yaml': web, 'old/compose.yaml': web });
  write(root, 'compose.yaml', web + database);
  commit(root);
  const said = async (cwd: string, reference: string, variables: Record<string, string> = {}) => {
    const { code, error } = await seaworthy(['review', '--since', reference], { cwd, variables });
    assert.equal(code, 2);
    return error;
  };
  assert.match(await said(root, 'gone'), /^seaworthy: git knows no commit "gone" here\.\n/);
  assert.match(await said(root, '--help'), /^seaworthy: .*--since/);
  assert.match(await said(root, 'HEAD:compose.yaml'), /knows no commit/);
  assert.match(await said(root, 'HEAD', { PATH: '/nowhere' }), /needs git, and there is none in PATH/);
  const bare = temporaryFolder(t, { 'compose.yaml': web });
  assert.match(
    await said(bare, 'HEAD', { GIT_CEILING_DIRECTORIES: dirname(bare) }),
    /needs a git repository/,
  );
  const shallow = join(bare, 'shallow');
  git(root, 'clone', '-q', '--depth', '1', `file://${root}`, shallow);
  assert.match(await said(shallow, 'HEAD~1'), /This clone is shallow: fetch more/);
  const both = await seaworthy(['review', '--since', 'HEAD', '--baseline', 'a.json'], { cwd: root });
  assert.equal(both.code, 2);
  assert.match(both.error, /give one of them/);
});

test('nothing that the repository names is executed, and nothing is fetched or written', async (t) => {
  const root = repository(t, { 'compose.yaml': web, '.gitattributes': '*.yaml filter=x diff=x\n' });
  const clone = join(temporaryFolder(t), 'clone');
  git(root, 'config', 'uploadpack.allowFilter', 'true');
  git(root, 'clone', '-q', '--no-checkout', '--filter=blob:none', `file://${root}`, clone);
  write(clone, 'compose.yaml', web + database);
  const marks = join(clone, '..', 'marks');
  mkdirSync(marks);
  const trap = join(clone, 'trap.sh');
  writeFileSync(trap, `#!/bin/sh\necho "$0 $*" >> '${marks}/hit'\nexit 1\n`);
  chmodSync(trap, 0o755);
  const hooks = join(clone, 'hooks');
  mkdirSync(hooks);
  for (const name of ['post-index-change', 'reference-transaction', 'post-checkout', 'pre-auto-gc'])
    symlinkSync('../trap.sh', join(hooks, name));
  for (const name of [
    'core.fsmonitor',
    'core.pager',
    'core.editor',
    'core.sshCommand',
    'core.gitProxy',
    'core.askPass',
    'diff.external',
    'diff.x.textconv',
    'diff.x.command',
    'filter.x.clean',
    'filter.x.smudge',
    'filter.x.process',
    'credential.helper',
    'alias.rev-parse',
    'pager.ls-tree',
  ])
    git(clone, 'config', name, name.startsWith('alias.') ? `!${trap}` : trap);
  git(clone, 'config', 'core.hooksPath', hooks);
  git(clone, 'config', 'remote.origin.url', 'ssh://harbour.example/repository');
  const before = readdirSync(join(clone, '.git', 'objects'), { recursive: true }).length;
  const { code, error } = await seaworthy(['review', '--since', 'HEAD'], { cwd: clone });
  assert.equal(code, 2);
  assert.match(error, /This clone lacks compose\.yaml of that revision: fetch it first/);
  git(clone, 'config', 'remote.origin.url', `ext::${trap} %S`);
  git(clone, 'config', 'protocol.ext.allow', 'always');
  assert.equal((await seaworthy(['review', '--since', 'HEAD'], { cwd: clone })).code, 2);
  assert.ok(!existsSync(join(marks, 'hit')));
  assert.equal(readdirSync(join(clone, '.git', 'objects'), { recursive: true }).length, before);
});

test('with --fix only what is new is put right', async (t) => {
  const root = repository(t, { 'compose.yaml': web });
  write(root, 'compose.yaml', `${web}  cache:\n    image: redis:7\n`);
  const { out } = await seaworthy(['review', '--since', 'HEAD', '--fix=all', '--dry-run'], { cwd: root });
  assert.match(out, /^\+/m);
  assert.doesNotMatch(out.slice(0, out.indexOf(' cache:')), /^\+ /m);
});
