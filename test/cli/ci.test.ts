/** What docs/ci.md promises, as far as it runs without the services that it is for. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { temporaryFolder } from '../support/temporary-folder.ts';

const repository = fileURLToPath(new URL('../..', import.meta.url));
const read = (path: string) => readFileSync(join(repository, path), 'utf8');
const bare = 'services:\n  web:\n    image: nginx:1.27\n    ports:\n      - "80:80"\n';

/** Run the action's step as GitHub does: its `run` line, with the inputs' defaults and those that a workflow gives. */
function runAction(cwd: string, given: Readonly<Record<string, string>> = {}) {
  const action = parse(read('action.yml'));
  const [step] = action.runs.steps;
  const variables: Record<string, string> = {};
  for (const [name, template] of Object.entries<string>(step.env)) {
    const input = /^\$\{\{ inputs\.([\w-]+) \}\}$/.exec(template)?.[1];
    assert.ok(input !== undefined && input in action.inputs, `${name} comes from an input`);
    variables[name] = given[input] ?? action.inputs[input].default;
  }
  const summary = join(cwd, 'summary.md');
  const env = { ...process.env, ...variables, GITHUB_ACTION_PATH: repository, GITHUB_STEP_SUMMARY: summary };
  return { ...spawnSync(step.shell, ['-c', step.run], { cwd, env, encoding: 'utf8' }), summary };
}

test('the action annotates, writes the summary and SARIF, and fails where it is to', (t) => {
  const cwd = temporaryFolder(t, { 'compose.yaml': bare });
  const { status, stdout, summary } = runAction(cwd, { 'fail-on': 'warning', sarif: 'out.sarif' });
  assert.equal(status, 1);
  assert.match(stdout, /^::warning file=compose\.yaml,line=2,/m);
  assert.match(readFileSync(summary, 'utf8'), /^# /);
  assert.ok(JSON.parse(readFileSync(join(cwd, 'out.sarif'), 'utf8')).runs[0].results.length > 3);
  assert.equal(runAction(cwd, { 'fail-on': 'never' }).status, 0);
  assert.equal(runAction(cwd, { 'fail-on': 'never', 'min-score': '9.9' }).status, 1);
});

test('what a workflow hands the action is never read as shell', (t) => {
  const cwd = temporaryFolder(t, { 'a b; touch owned/compose.yaml': bare });
  const { status, stdout } = runAction(cwd, { path: 'a b; touch owned', 'fail-on': 'never' });
  assert.equal(status, 0);
  assert.match(stdout, /::notice title=Seaworthy::/);
});

test('every YAML of the page about CI can be read, and its inputs exist', () => {
  const page = read('docs/ci.md');
  const blocks = [...page.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, text]) => parse(text!));
  assert.ok(blocks.length >= 4);
  const { inputs } = parse(read('action.yml'));
  const { steps } = blocks[0].jobs.seaworthy;
  for (const name of Object.keys(steps.at(-1).with)) assert.ok(name in inputs, name);
  const [hook] = parse(read('.pre-commit-hooks.yaml'));
  assert.equal(blocks.at(-1).repos[0].hooks[0].id, hook.id);
});

test('the hook looks at the files that the review reads', () => {
  const [hook] = parse(read('.pre-commit-hooks.yaml'));
  const files = new RegExp(hook.files);
  for (const path of [
    'compose.yaml',
    'deploy/docker-compose.prod.yml',
    'api/Dockerfile',
    'Dockerfile.dev',
    '.dockerignore',
    'nginx/conf.d/site.conf',
    '.env.production',
  ])
    assert.ok(files.test(path), path);
  for (const path of ['README.md', 'src/compose.ts', 'package.json']) assert.ok(!files.test(path), path);
});
