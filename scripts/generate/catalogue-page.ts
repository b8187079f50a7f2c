import { isCreate } from '../../core/index.ts';
import { catalogue, withoutRule } from './catalogue-rows.ts';
import { generatedNote, type RuleExample } from './rule-page.ts';

/** docs/catalogue.md: every row of the catalogue with the rules that stand for it, or why there is none. */
export function cataloguePage(examples: readonly RuleExample[]): string {
  const byRow = rulesByRow(examples);
  const rows = catalogue.flatMap((section) => section.rows);
  const covered = rows.filter((row) => byRow.has(row)).length;
  const reasoned = rows.filter((row) => !byRow.has(row) && Object.hasOwn(withoutRule, row)).length;
  const sections = catalogue.map(
    ({ title, rows }) => `## ${title}\n\n${table(rows.flatMap((row) => linesOf(row, byRow.get(row))))}\n`,
  );
  return `${generatedNote}

# Catalogue

What Seaworthy means to look at, row by row, and what became of it: ${rows.length} rows, ${covered} of them with a rule, ${reasoned} with a reason
for none, ${rows.length - covered - reasoned} open.

A fix is *safe* where it cannot change what works today beyond closing the finding, for *review* where the author should look at a value or an
addition, a *scaffold* where it also writes new files. A severity in brackets is that of a rule that is off until asked for.

${sections.join('\n')}`;
}

/** A rule stands for the rows that it names, and for the row of its own name. */
function rulesByRow(examples: readonly RuleExample[]): ReadonlyMap<string, readonly RuleExample[]> {
  const result = new Map<string, RuleExample[]>();
  for (const example of examples) {
    for (const row of new Set([...example.rule.catalogue, example.rule.id])) {
      result.set(row, [...(result.get(row) ?? []), example]);
    }
  }
  return result;
}

function linesOf(row: string, examples: readonly RuleExample[] | undefined): readonly string[] {
  if (!examples) return [`| \`${row}\` | ${withoutRule[row] ?? 'open'} | | |`];
  return examples.map((example, at) => {
    const { rule } = example;
    const severity = rule.off ? `off (${rule.severity})` : rule.severity;
    const name = at === 0 ? `\`${row}\`` : '';
    return `| ${name} | [${rule.id}](rules/${rule.id}.md) | ${severity} | ${fixWord(example)} |`;
  });
}

function fixWord({ fixes }: RuleExample): string {
  const [first] = fixes;
  if (!first) return 'none';
  if (first.edits.some(isCreate)) return 'scaffold';
  return first.safety;
}

function table(lines: readonly string[]): string {
  return ['| Row | Rule, or why there is none | Severity | Fix |', '|---|---|---|---|', ...lines].join('\n');
}
