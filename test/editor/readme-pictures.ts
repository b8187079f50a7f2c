/** `npm run pictures`: takes the README's pictures in the real editor and puts them into docs/pictures. */
import { copyFileSync, cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repository } from '../../scripts/vscode-host.ts';
import { pictureFolder } from '../../scripts/vscode-pictures.ts';
import { runInEditor } from './run-in-editor.ts';

/** A page is looked at on a telephone too. */
const mostBytes = 60_000;
const folder = join(repository, 'docs', 'pictures');

const workspace = realpathSync(mkdtempSync(join(tmpdir(), 'seaworthy-pictures-')));
cpSync(join(repository, 'examples', 'harbour'), join(workspace, 'harbour'), { recursive: true });
const outcomes = await runInEditor({ suite: 'readme.ts', workspace });
rmSync(workspace, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
for (const name of ['fix', 'status-bar', 'report']) {
  const taken = join(pictureFolder, `${name}.webp`);
  const { size } = statSync(taken);
  if (size > mostBytes) throw new Error(`${name} has ${size} bytes, more than ${mostBytes}.`);
  copyFileSync(taken, join(folder, `${name}.webp`));
}
if (outcomes.length === 0 || outcomes.some(({ failure }) => failure !== undefined)) process.exitCode = 1;
