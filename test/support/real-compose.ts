import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { parse } from 'yaml';

const program = '/usr/bin/docker-compose';

/** Whether Debian's docker-compose is installed; a diagnostic in the test's output says so where it is not. */
export function hasCompose(context: TestContext): boolean {
  if (existsSync(program)) return true;
  context.diagnostic(`${program} is not installed: nothing to judge by`);
  return false;
}

export type Plain = { readonly [key: string]: unknown };

/** What `docker-compose config` makes of files in a folder; undefined, with its words, where it refuses them. */
export function composeConfig(
  folder: string,
  files: readonly string[],
  variables: Readonly<Record<string, string>> = {},
): { readonly config: Plain } | { readonly config: undefined; readonly refusal: string } {
  const names = files.flatMap((file) => ['-f', join(folder, file)]);
  const { status, stdout, stderr } = spawnSync(program, [...names, 'config'], {
    cwd: folder,
    encoding: 'utf8',
    env: { PATH: '/usr/bin:/bin', LC_ALL: 'C.UTF-8', HOME: '/home/sailor', ...variables },
  });
  if (status !== 0) return { config: undefined, refusal: stderr };
  // Its output is YAML 1.2 in which every `$` is doubled.
  return { config: undoubled(parse(stdout)) as Plain };
}

function undoubled(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll('$$', '$');
  if (Array.isArray(value)) return value.map(undoubled);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, undoubled(item)]));
}
