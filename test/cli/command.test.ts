import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { appendFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { JsonFinding, JsonReview } from '../../core/report/render/json.ts';
import { seaworthy } from '../support/command-line.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const schema = JSON.parse(readFileSync(new URL('../../docs/review.schema.json', import.meta.url), 'utf8'));
const fitsSchema = new Ajv2020({ strict: true }).compile(schema);

/** One service with everything left out, and a key that Compose has no use for. */
const bare = `# Our shop
version: "3.8"

services:
  web:
    image: nginx:1.27  # the stable one
    ports:
      - "80:80"
`;

interface ListedRule {
  readonly id: string;
  readonly catalogue: readonly string[];
}

let rules: readonly ListedRule[] = [];

before(async () => {
  rules = JSON.parse((await seaworthy(['rules', '--format', 'json'], { cwd: '/' })).out);
});

/** The rule that covers a row of the catalogue. */
function ruleFor(row: string): string {
  const rule = rules.find(({ catalogue }) => catalogue.includes(row));
  assert.ok(rule, `no rule covers ${row}`);
  return rule.id;
}

async function json(
  args: readonly string[],
  cwd: string,
): Promise<JsonReview & { readonly code: number | null }> {
  const { out, code, error } = await seaworthy(['review', '--format', 'json', ...args], { cwd });
  assert.doesNotMatch(error, /^\s+at /m);
  const parsed: JsonReview = JSON.parse(out);
  assert.ok(fitsSchema(parsed), JSON.stringify(fitsSchema.errors));
  return { ...parsed, code };
}

function of(findings: readonly JsonFinding[], ruleId: string): readonly JsonFinding[] {
  return findings.filter((finding) => finding.ruleId === ruleId);
}

describe('formats', () => {
  test('JSON fits its schema and names files from the working directory', async (t) => {
    const root = temporaryFolder(t, { 'shop/compose.yaml': bare });
    const review = await json(['shop'], root);
    assert.equal(review.version, 1);
    assert.equal(review.deployments.length, 1);
    assert.deepEqual(review.deployments[0]?.files.includes('shop/compose.yaml'), true);
    const [obsolete] = of(review.findings, ruleFor('compose/obsolete-version'));
    assert.equal(obsolete?.file, 'shop/compose.yaml');
    assert.equal(obsolete?.range.start.line, 1);
    const inside = await json([], join(root, 'shop'));
    assert.equal(of(inside.findings, ruleFor('compose/obsolete-version'))[0]?.file, 'compose.yaml');
  });

  test('the terminal shows the source line with carets, the score and the sum', async (t) => {
    const root = temporaryFolder(t, { 'compose.yaml': bare });
    const { out, error } = await seaworthy(['review'], { cwd: root });
    assert.match(out, /^compose\.yaml\n/);
    assert.match(out, / {2}2 \| version: "3\.8"\n {4}\| \^+\n/);
    assert.match(out, /\d+\.\d \/ 10 {2}/);
    assert.match(out, /What would raise the score most:\n {5}\+\d/);
    assert.match(out, /\n\d+ findings: /);
    assert.equal(error, '');
  });

  test('the report says the same score as JSON', async (t) => {
    const root = temporaryFolder(t, { 'compose.yaml': bare });
    const { out } = await seaworthy(['review', '--format', 'markdown'], { cwd: root });
    const [deployment] = (await json([], root)).deployments;
    assert.match(out, /^# Production readiness review\n/);
    assert.ok(out.includes(`Production readiness score: ${deployment?.score.toFixed(1)}/10`));
  });

  test('no colours through a pipe, whatever is asked', async (t) => {
    const root = temporaryFolder(t, { 'compose.yaml': bare });
    for (const args of [['review'], ['review', '--no-color']]) {
      const { out } = await seaworthy(args, { cwd: root, variables: { NO_COLOR: '1' } });
      assert.ok(!out.includes('\u001b'), args.join(' '));
    }
  });
});

describe('exit codes', () => {
  test('the bar decides', async (t) => {
    const root = temporaryFolder(t, { 'compose.yaml': bare });
    const code = async (...args: string[]) => (await seaworthy(['review', ...args], { cwd: root })).code;
    assert.equal(await code('--fail-on', 'info'), 1);
    assert.equal(await code('--fail-on', 'never'), 0);
    assert.equal(await code('--fail-on', 'never', '--min-score', '10'), 1);
    assert.equal(await code('--fail-on', 'never', '--min-score', '0'), 0);
  });

  test('a score below the minimum is told, the configured one too', async (t) => {
    const root = temporaryFolder(t, { 'compose.yaml': bare, '.seaworthy.yaml': 'minScore: 10\n' });
    const { code, error } = await seaworthy(['review', '--fail-on', 'never'], { cwd: root });
    assert.equal(code, 1);
    assert.match(error, /compose\.yaml scores \d\.\d, below the minimum of 10/);
    assert.equal(
      (await seaworthy(['review', '--fail-on', 'never', '--min-score', '1'], { cwd: root })).code,
      0,
    );
  });

  test('wrong use and nothing to review are 2, and told on stderr', async (t) => {
    const root = temporaryFolder(t, { 'notes.txt': 'nothing' });
    const cases: readonly (readonly [string[], RegExp])[] = [
      [['review'], /nothing to review/],
      [['review', 'notes.txt'], /nothing to review/],
      [['review', 'gone'], /no file or folder gone/],
      [['review', '--unknown'], /no option --unknown/],
      [['review', '--rule', 'compose/nonsense'], /no rule "compose\/nonsense"/],
      [['frobnicate'], /no command "frobnicate"/],
      [[], /review folders or files/],
    ];
    for (const [args, message] of cases) {
      const { code, out, error } = await seaworthy(args, { cwd: root });
      assert.equal(code, 2, args.join(' '));
      assert.equal(out, '', args.join(' '));
      assert.match(error, message);
    }
  });

  test('JSON is printed whatever happens', async (t) => {
    const root = temporaryFolder(t, { 'notes.txt': 'nothing' });
    for (const args of [[], ['gone'], ['--rule', 'compose/nonsense']]) {
      const review = await json(args, root);
      assert.equal(review.code, 2);
      assert.deepEqual(review.deployments, []);
    }
  });

  test('help and version are no failure', async () => {
    const help = await seaworthy(['--help'], { cwd: '/' });
    assert.equal(help.code, 0);
    assert.match(help.out, /--min-score/);
    const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
    assert.equal((await seaworthy(['--version'], { cwd: '/' })).out, `${version}\n`);
  });
});

describe('what is reviewed', () => {
  test('an unreadable file is a problem in the output, not an exit code', async (t) => {
    const root = temporaryFolder(t, { 'compose.yaml': bare, 'other/compose.yaml': Uint8Array.of(0, 1, 2) });
    const review = await json(['--fail-on', 'never'], root);
    assert.equal(review.code, 0);
    assert.deepEqual(review.problems, [{ file: 'other/compose.yaml', message: 'It is a binary file.' }]);
  });

  test('a file brings the deployments that hold it and no others', async (t) => {
    const root = temporaryFolder(t, {
      'compose.yaml': bare,
      'api/Dockerfile': 'FROM node:18\nCMD node server.js\n',
      'other/compose.yaml': bare,
    });
    const review = await json(['other/compose.yaml'], root);
    assert.equal(review.deployments.length, 1);
    assert.ok(review.findings.every(({ file }) => file === 'other/compose.yaml'));
    const alone = await json(['api/Dockerfile'], root);
    assert.equal(alone.deployments[0]?.environment, 'production');
  });

  test('the environment can be said', async (t) => {
    const root = temporaryFolder(t, { 'compose.yaml': bare });
    const production = await json([], root);
    const development = await json(['--environment', 'development'], root);
    assert.equal(development.deployments[0]?.environment, 'development');
    assert.ok(development.findings.length < production.findings.length);
  });

  test('only the rules that are named run, switched on if they were off', async (t) => {
    const id = ruleFor('compose/obsolete-version');
    const root = temporaryFolder(t, { 'compose.yaml': bare, '.seaworthy.yaml': `rules:\n  ${id}: off\n` });
    assert.deepEqual(of((await json([], root)).findings, id), []);
    const review = await json(['--rule', id], root);
    assert.deepEqual(
      review.findings.map(({ ruleId }) => ruleId),
      [id],
    );
  });

  test('a rule that is misspelt is guessed', async (t) => {
    const root = temporaryFolder(t, { 'compose.yaml': bare });
    const id = ruleFor('compose/obsolete-version');
    const { error } = await seaworthy(['review', '--rule', `${id}x`], { cwd: root });
    assert.ok(error.includes(`Did you mean ${id}?`), error);
    const bareName = await seaworthy(['review', '--rule', id.slice(id.indexOf('/') + 1)], { cwd: root });
    assert.ok(bareName.error.includes(`Did you mean ${id}?`), bareName.error);
  });

  test('configuration of a folder above holds', async (t) => {
    const id = ruleFor('compose/obsolete-version');
    const root = temporaryFolder(t, {
      'shop/compose.yaml': bare,
      '.seaworthy.yaml': `rules:\n  ${id}: off\n`,
    });
    assert.deepEqual(of((await json(['shop'], root)).findings, id), []);
  });
});

describe('fixing', () => {
  test('--fix writes what is safe and keeps everything else', async (t) => {
    const root = temporaryFolder(t, { 'compose.yaml': bare });
    const { error } = await seaworthy(['review', '--fix'], { cwd: root });
    assert.match(error, /Applied \d+ fix(?:es)? in 1 file\./);
    const text = readFileSync(join(root, 'compose.yaml'), 'utf8');
    assert.doesNotMatch(text, /version/);
    assert.match(text, /^# Our shop$/m);
    assert.match(text, /image: nginx:1\.27 {2}# the stable one/);
    const review = await json([], root);
    assert.ok(review.findings.every(({ fixes }) => fixes.every(({ safety }) => safety !== 'safe')));
    assert.deepEqual(readdirSync(root), ['compose.yaml']);
  });

  test('a second run of --fix=all changes nothing', async (t) => {
    const root = temporaryFolder(t, { 'compose.yaml': bare });
    await seaworthy(['review', '--fix=all'], { cwd: root });
    const once = readFileSync(join(root, 'compose.yaml'), 'utf8');
    assert.notEqual(once, bare);
    const { error } = await seaworthy(['review', '--fix=all'], { cwd: root });
    assert.match(error, /Applied 0 fixes in 0 files/);
    assert.equal(readFileSync(join(root, 'compose.yaml'), 'utf8'), once);
  });

  test('--dry-run prints a patch that git takes, and writes nothing', async (t) => {
    const root = temporaryFolder(t, { 'shop/compose.yaml': bare });
    const dry = await seaworthy(['review', '--fix', '--dry-run'], { cwd: root });
    assert.equal(readFileSync(join(root, 'shop/compose.yaml'), 'utf8'), bare);
    assert.match(dry.out, /^--- a\/shop\/compose\.yaml\n\+\+\+ b\/shop\/compose\.yaml\n@@ /);
    assert.match(dry.out, /^-version: "3\.8"$/m);
    await seaworthy(['review', '--fix'], { cwd: root });
    const fixed = readFileSync(join(root, 'shop/compose.yaml'), 'utf8');
    writeFileSync(join(root, 'shop/compose.yaml'), bare);
    await applyPatch(root, dry.out);
    assert.equal(readFileSync(join(root, 'shop/compose.yaml'), 'utf8'), fixed);
  });

  test('with JSON, the patch goes to stderr', async (t) => {
    const root = temporaryFolder(t, { 'compose.yaml': bare });
    const { out, error } = await seaworthy(['review', '--fix', '--dry-run', '--format', 'json'], {
      cwd: root,
    });
    assert.ok(fitsSchema(JSON.parse(out)));
    assert.match(error, /^\+\+\+ b\/compose\.yaml$/m);
  });

  test('a file that changed since it was read is not written', async (t) => {
    const root = temporaryFolder(t, { 'compose.yaml': bare });
    const hook = temporaryFolder(t, { 'hook.cjs': changeAfterRead });
    const { code, error } = await seaworthy(['review', '--fix', '--fail-on', 'never'], {
      cwd: root,
      variables: { NODE_OPTIONS: `--require=${join(hook, 'hook.cjs')}` },
    });
    assert.equal(code, 1);
    assert.match(error, /compose\.yaml was not written: It changed since it was read\./);
    assert.equal(readFileSync(join(root, 'compose.yaml'), 'utf8'), `${bare}# somebody else was here\n`);
  });

  test('only the file that is named is written', async (t) => {
    const root = temporaryFolder(t, { 'compose.yaml': bare, 'other/compose.yaml': bare });
    await seaworthy(['review', '--fix', 'other/compose.yaml'], { cwd: root });
    assert.equal(readFileSync(join(root, 'compose.yaml'), 'utf8'), bare);
    assert.notEqual(readFileSync(join(root, 'other/compose.yaml'), 'utf8'), bare);
  });

  test('line ends and a byte order mark stay', async (t) => {
    const root = temporaryFolder(t, { 'compose.yaml': `\ufeff${bare.replaceAll('\n', '\r\n')}` });
    await seaworthy(['review', '--fix'], { cwd: root });
    const text = readFileSync(join(root, 'compose.yaml'), 'utf8');
    assert.doesNotMatch(text, /version/);
    assert.ok(text.startsWith('\ufeff# Our shop\r\n'));
    assert.doesNotMatch(text, /[^\r]\n/);
  });
});

describe('pipes', () => {
  test('megabytes of output arrive whole at a slow reader', async (t) => {
    const service = (number: number): string =>
      `  s${number}:\n    image: example/app\n    ports: ["${10000 + number}:80"]\n`;
    const many = `services:\n${Array.from({ length: 600 }, (_, number) => service(number)).join('')}`;
    const root = temporaryFolder(t, { 'compose.yaml': many });
    const { out } = await seaworthy(['review', '--format', 'json'], { cwd: root, readAfter: 1500 });
    assert.ok(out.length > 1_000_000, `only ${out.length} characters`);
    assert.ok(fitsSchema(JSON.parse(out)));
  });

  test('a reader that leaves early is no failure', async (t) => {
    const root = temporaryFolder(t);
    const script = fileURLToPath(new URL('../../dist/cli.cjs', import.meta.url));
    const child = spawn(process.execPath, [script, 'rules', '--format', 'json'], { cwd: root });
    child.stdout.destroy();
    let error = '';
    child.stderr.on('data', (piece) => {
      error += piece;
    });
    const code = await new Promise((resolve) => child.on('close', resolve));
    assert.equal(error, '');
    assert.equal(code, 0);
  });
});

describe('rules', () => {
  test('each is listed with exactly its metadata', () => {
    assert.ok(rules.length > 0);
    for (const rule of rules) {
      assert.deepEqual(Object.keys(rule), [
        'id',
        'title',
        'category',
        'severity',
        'priority',
        'production',
        'defaultOn',
        'fixable',
        'catalogue',
        'peers',
      ]);
    }
  });

  test('fixable is what its example shows', () => {
    const obsolete = rules.find(({ id }) => id === ruleFor('compose/obsolete-version'));
    assert.deepEqual({ ...obsolete }, { ...obsolete, fixable: true });
  });

  test('as text, one line a rule', async () => {
    const { out, code } = await seaworthy(['rules'], { cwd: '/' });
    assert.equal(code, 0);
    assert.equal(out.trimEnd().split('\n').length, rules.length);
  });
});

/** Appends to a Compose file as soon as it was read for the first time. */
const changeAfterRead = `
const fs = require('node:fs');
const read = fs.readFileSync;
let changed = false;
fs.readFileSync = (path, ...rest) => {
  const result = read(path, ...rest);
  if (String(path).endsWith('compose.yaml') && !changed) {
    changed = true;
    fs.appendFileSync(path, '# somebody else was here\\n');
  }
  return result;
};
`;

async function applyPatch(cwd: string, patch: string): Promise<void> {
  const file = join(cwd, 'changes.patch');
  appendFileSync(file, patch);
  const child = spawn('git', ['apply', 'changes.patch'], { cwd, stdio: 'inherit' });
  assert.equal(await new Promise((resolve) => child.on('close', resolve)), 0);
}
