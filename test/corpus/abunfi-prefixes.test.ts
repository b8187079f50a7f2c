/** What typing looks like: every prefix of every file of the reviewed deployment, each in its whole project. */
import { test } from 'node:test';
import { copyOfAbunfi } from './abunfi.ts';
import { everyPrefix } from './prefixes.ts';

test('abunfi', { timeout: 600_000 }, (context) => {
  const root = copyOfAbunfi(context);
  if (root !== undefined) everyPrefix(root, context);
});
