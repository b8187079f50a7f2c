import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { seaworthy } from '../support/command-line.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const bare = 'services:\n  web:\n    image: nginx:1.27\n    ports:\n      - "80:80"\n';
const more = `${bare}  db:\n    image: postgres:17\n    environment:\n      POSTGRES_PASSWORD: k29dh1mzqq8r\n`;

for (const format of ['html', 'sarif', 'junit', 'github', 'gitlab', 'badge']) {
  test(`a review is printed as ${format}`, async (t) => {
    const cwd = temporaryFolder(t, { 'compose.yaml': bare });
    const { code, out } = await seaworthy(['review', '--format', format, '--fail-on', 'never'], { cwd });
    assert.equal(code, 0);
    assert.ok(out.length > 100 && out.endsWith('\n'));
    // Signs beyond ASCII come out as they are.
    assert.doesNotMatch(out, /Ã|Â/);
    if (format === 'sarif' || format === 'gitlab') JSON.parse(out);
  });
}

test('what a baseline has is told and counted no more', async (t) => {
  const cwd = temporaryFolder(t, { 'compose.yaml': bare });
  const run = (...args: readonly string[]) => seaworthy(['review', '--fail-on', 'info', ...args], { cwd });
  writeFileSync(join(cwd, 'known.json'), (await run('--format', 'json')).out);
  assert.equal((await run('--baseline', 'known.json')).code, 0);
  writeFileSync(join(cwd, 'compose.yaml'), more);
  const { code, out } = await run('--baseline', 'known.json', '--format', 'json');
  assert.equal(code, 1);
  const services = new Set(JSON.parse(out).findings.map((one: { service?: string }) => one.service));
  assert.ok(services.has('db') && !services.has('web'));
});

test('two reports are compared', async (t) => {
  const cwd = temporaryFolder(t, { 'compose.yaml': bare });
  const report = async (name: string) =>
    writeFileSync(join(cwd, name), (await seaworthy(['review', '--format', 'json'], { cwd })).out);
  await report('before.json');
  writeFileSync(join(cwd, 'compose.yaml'), more);
  await report('after.json');
  const text = await seaworthy(['compare', 'before.json', 'after.json'], { cwd });
  assert.equal(text.code, 0);
  assert.match(text.out, /^compose\.yaml: \d+\.\d → \d+\.\d/);
  assert.match(text.out, /New: \d+ findings/);
  const failing = await seaworthy(['compare', 'before.json', 'after.json', '--fail-on', 'error'], { cwd });
  assert.equal(failing.code, 1);
  const back = await seaworthy(
    ['compare', 'after.json', 'before.json', '--format', 'json', '--fail-on', 'error'],
    { cwd },
  );
  assert.equal(back.code, 0);
  assert.equal(
    JSON.parse(back.out).added.filter(({ severity }: { severity: string }) => severity === 'error').length,
    0,
  );
});

test('a report that is none is refused in a sentence', async (t) => {
  const cwd = temporaryFolder(t, {
    'compose.yaml': bare,
    'other.json': '{"version": 7}',
    'broken.json': '{',
  });
  for (const name of ['other.json', 'broken.json', 'absent.json']) {
    const { code, error } = await seaworthy(['review', '--baseline', name], { cwd });
    assert.equal(code, 2);
    assert.match(
      error,
      new RegExp(`^seaworthy: ${name.replace('.', '\\.')} (?:is no report|cannot be read)`),
    );
  }
  const { code, error } = await seaworthy(['compare', 'other.json'], { cwd });
  assert.equal(code, 2);
  assert.match(error, /takes two JSON reports/);
});
