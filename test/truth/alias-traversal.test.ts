/** That the traversal which nginx/alias-traversal reports is real, and that its fix ends it: nginx itself is asked for the file. */
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import alias from '../../rules/nginx/alias-traversal.ts';
import { applyFix, reviewFiles } from '../../scripts/generate/example-review.ts';
import { ask, freePort, hasNginx, inFolder, mainFile } from '../support/real-nginx.ts';

test('a file above the alias can be fetched until the location ends in a slash', async (context) => {
  if (!hasNginx(context)) return;
  await inFolder(async (folder) => {
    mkdirSync(`${folder}/static`);
    writeFileSync(`${folder}/settings.py`, 'secret\n');
    writeFileSync(`${folder}/static/a.css`, 'a {}\n');
    const port = await freePort();
    const server = `server { listen 127.0.0.1:${port}; location /static { alias ${folder}/static/; } }`;
    const files = { 'nginx.conf': mainFile(folder, server) };
    const statuses = async (text: string) =>
      (await ask(folder, text, port, ['/static../settings.py', '/static/a.css'])).map(({ status }) => status);
    assert.deepEqual(await statuses(files['nginx.conf']), [200, 200]);
    const [finding] = reviewFiles(files, { rules: [alias] }).findings;
    const fixed = applyFix(files, finding!.fixes[0]!);
    assert.deepEqual(await statuses(fixed['nginx.conf']!), [404, 200]);
  });
});
