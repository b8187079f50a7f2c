/**
 * Writes everything that can be derived from the rules: rules/index.ts, docs/rules.md, docs/rules/**, docs/catalogue.md, the README's
 * table and the configuration's schema. `--check` writes nothing, shows what is stale and exits with 1.
 */
import { existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createTwoFilesPatch } from 'diff';
import { repository, ruleIds, ruleIndex } from './generate/rule-files.ts';

const patchLines = 30;
const checking = process.argv.includes('--check');
let stale = 0;

const ids = ruleIds();
settle('rules/index.ts', ruleIndex(ids));
// Only now: the documents load the engine and every rule, and the list must come out right while one of them is broken.
const { documents } = await import('./generate/documents.ts');
const { texts, problems } = await documents(ids);
for (const [path, text] of texts) settle(path, text);

// The page of a rule that cannot be run just now is not superfluous.
const pages = new Set(ids.map((id) => `docs/rules/${id}.md`));
for (const path of globSync('docs/rules/**/*.md', { cwd: repository })) {
  if (!pages.has(path.replaceAll('\\', '/'))) remove(path);
}

for (const problem of problems) console.error(problem);
if (checking && stale > 0) console.error(`${stale} generated files are stale. Run: npm run gen`);
else console.log(checking ? 'All generated files are up to date.' : `${stale} generated files changed.`);
if (problems.length > 0 || (checking && stale > 0)) process.exitCode = 1;

function settle(path: string, wanted: string): void {
  const file = join(repository, path);
  const present = existsSync(file) ? readFileSync(file, 'utf8') : '';
  if (present === wanted) return;
  stale++;
  if (checking) {
    showDifference(path, present, wanted);
    return;
  }
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, wanted);
}

function showDifference(path: string, present: string, wanted: string): void {
  const patch = createTwoFilesPatch(path, path, present, wanted, 'as it is', 'as it should be', {
    context: 1,
  }).split('\n');
  console.error(patch.slice(1, patchLines).join('\n'));
  if (patch.length > patchLines) console.error(`… ${patch.length - patchLines} more lines`);
}

function remove(path: string): void {
  stale++;
  if (checking) console.error(`${path} belongs to no rule.`);
  else rmSync(join(repository, path));
}
