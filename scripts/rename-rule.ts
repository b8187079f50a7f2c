/**
 * `npm run rename-rule compose/old compose/new`: moves the rule and its case file, writes the new id into both and into whatever names the old one
 * as a rule, and remembers the old id in rules/renamed.ts, so that comments and configurations that name it go on working.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, globSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { renamed } from '../rules/renamed.ts';
import { repository, ruleIds } from './generate/rule-files.ts';

const [, , from = '', to = ''] = process.argv;
const folder = (id: string) => id.slice(0, id.indexOf('/'));
if (!/^[a-z]+\/[a-z0-9]+(?:-[a-z0-9]+)*$/.test(to))
  stop('Usage: npm run rename-rule <kind>/<old-name> <kind>/<new-name>');
if (!ruleIds().includes(from)) stop(`There is no rule ${from}.`);
if (ruleIds().includes(to)) stop(`There is a rule ${to} already.`);
if (folder(from) !== folder(to)) stop('A rule keeps its kind: what it asks about stays the same.');

move(`rules/${from}.ts`, `rules/${to}.ts`);
move(`test/cases/${from}.md`, `test/cases/${to}.md`);
rmSync(join(repository, 'docs', 'rules', `${from}.md`), { force: true });
for (const path of globSync(
  [
    '{core,rules,host,server,client,cli,scripts,test,docs}/**/*.{ts,mjs,md,json}',
    'README.md',
    'CONTRIBUTING.md',
  ],
  { cwd: repository },
)) {
  replaceIn(path);
}
writeFileSync(join(repository, 'rules', 'renamed.ts'), renamedText());
execFileSync(process.execPath, [join(repository, 'scripts', 'gen.ts')], {
  cwd: repository,
  stdio: 'inherit',
});
console.log(`${from} is ${to} now. Say so in CHANGELOG.md.`);

function move(before: string, after: string): void {
  if (existsSync(join(repository, before))) renameSync(join(repository, before), join(repository, after));
}

/** The old id as a word of its own: `compose/root-user` is not in `compose/root-user-in-volume`. The catalogue keeps its own names. */
function replaceIn(path: string): void {
  const file = join(repository, path);
  const text = readFileSync(file, 'utf8');
  const id = new RegExp(`(catalogue: \\[[^\\]]*\\])|(?<![\\w-])${from}(?![\\w-])`, 'g');
  const replaced = text.replace(id, (_, catalogue: string | undefined) => catalogue ?? to);
  if (replaced !== text) writeFileSync(file, replaced);
}

function renamedText(): string {
  // What was renamed to the old id before follows to the new one.
  const entries = [...renamed].map(([old, now]): [string, string] => [old, now === from ? to : now]);
  const lines = [...entries, [from, to]].map(([old, now]) => `  ['${old}', '${now}'],`);
  return `/** Ids that rules had before → the id they have now: comments and configurations that name the old one go on working. */
export const renamed: ReadonlyMap<string, string> = new Map<string, string>([
${lines.join('\n')}
]);
`;
}

function stop(message: string): never {
  console.error(message);
  process.exit(2);
}
