/** The settings that are written for PostgreSQL, read by PostgreSQL. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from 'yaml';
import { rules } from '../../rules/index.ts';
import { applyFix, type Files, findingsOf, reviewFiles } from '../../scripts/generate/example-review.ts';
import { RealPostgres } from '../support/real-postgres.ts';

const path = 'compose.yaml';

/** Memory limits whose quarter fits into the machine that tests. */
const limits = ['512M', '1G', '1500M', '2G', '3G'];

test('PostgreSQL starts with the settings of every memory limit, and they are in force', {
  timeout: 300_000,
}, async (context) => {
  const postgres = RealPostgres.create(context);
  if (!postgres) return;
  context.after(() => postgres.remove());
  for (const limit of limits) {
    const settings = settingsFor(limit);
    assert.ok(settings.size >= 4, `there is something to set for ${limit}`);
    const args = Array.from(settings, ([name, value]) => ['-c', `${name}=${value}`]).flat();
    const shown = await postgres.show(args, [...settings.keys()]);
    for (const [name, value] of settings)
      assert.equal(inUnits(shown.get(name)!), inUnits(value), `${name} for ${limit}`);
  }
});

test('PostgreSQL refuses what is no setting', async (context) => {
  const postgres = RealPostgres.create(context);
  if (!postgres) return;
  context.after(() => postgres.remove());
  await assert.rejects(
    postgres.show(['-c', 'shared_bufers=1GB'], []),
    /unrecognized configuration parameter/,
  );
});

/** Setting → value of the command that the tuning fix writes. */
function settingsFor(limit: string): ReadonlyMap<string, string> {
  const files: Files = { [path]: `services:\n  db:\n    image: postgres:18\n    mem_limit: ${limit}\n` };
  const [finding] = findingsOf(reviewFiles(files, { rules }), 'compose/untuned-postgres');
  const fixed = applyFix(files, finding!.fixes[0]!);
  const command: string = parse(fixed[path]!).services.db.command;
  return new Map(Array.from(command.matchAll(/-c (\w+)=(\S+)/g), ([, name, value]) => [name!, value!]));
}

const units: Readonly<Record<string, number>> = { kB: 1, MB: 1024, GB: 1024 ** 2 };

/** PostgreSQL shows a size in the largest unit that it is a whole number of. */
function inUnits(value: string): string {
  const [, number, unit] = /^(\d+)(kB|MB|GB)$/.exec(value) ?? [];
  return unit === undefined ? value : `${Number(number) * units[unit]!}kB`;
}
