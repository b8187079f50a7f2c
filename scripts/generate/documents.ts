import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cataloguePage } from './catalogue-page.ts';
import { comingFromPage } from './coming-from-page.ts';
import { configurationSchema } from './configuration-schema.ts';
import { loadRules, repository } from './rule-files.ts';
import { type RuleExample, rulePage, runExample } from './rule-page.ts';
import { betweenMarkers, readmeTable, rulesPage } from './rules-table.ts';

export interface Documents {
  /** Path in the repository → text. */
  readonly texts: ReadonlyMap<string, string>;
  /** Rules that cannot be loaded or run, and why. */
  readonly problems: readonly string[];
}

/** Everything that is derived from what the rules say of themselves and find in their examples. */
export async function documents(ids: readonly string[]): Promise<Documents> {
  const { rules, failures } = await loadRules(ids);
  const problems = [...failures];
  const examples: RuleExample[] = [];
  for (const rule of rules) {
    try {
      examples.push(runExample(rule, rules));
    } catch (error) {
      problems.push(
        `${rule.id} cannot be run on its bad example: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  }
  const texts = new Map(examples.map((example) => [`docs/rules/${example.rule.id}.md`, rulePage(example)]));
  texts.set('docs/rules.md', rulesPage(examples));
  texts.set('docs/catalogue.md', cataloguePage(examples));
  texts.set('docs/coming-from.md', comingFromPage(examples));
  texts.set('docs/configuration.schema.json', configurationSchema(rules));
  const readme = join(repository, 'README.md');
  if (existsSync(readme))
    texts.set('README.md', betweenMarkers(readFileSync(readme, 'utf8'), readmeTable(examples)));
  return { texts, problems };
}
