import { ruleKinds } from './rule-files.ts';
import { fixKind, generatedNote, type RuleExample } from './rule-page.ts';

/** docs/rules.md: every rule by kind, with what it does and a link to its page. */
export function rulesPage(examples: readonly RuleExample[]): string {
  const sections = tables(examples, 'rules/', '##');
  return `${generatedNote}

# Rules

${examples.length} rules. Severity is how a finding looks; priority is what to do first (0 blocks a deployment). A fix is *safe* where it cannot
change what works today beyond closing the finding.

${sections}
`;
}

/** The README's table, to stand between its markers. */
export function readmeTable(examples: readonly RuleExample[]): string {
  return tables(examples, 'docs/rules/', '###');
}

function tables(examples: readonly RuleExample[], base: string, heading: string): string {
  return ruleKinds
    .map(({ folder, title }) => ({
      title,
      own: examples.filter(({ rule }) => rule.id.startsWith(`${folder}/`)),
    }))
    .filter(({ own }) => own.length > 0)
    .map(({ title, own }) => `${heading} ${title}\n\n${table(own, base)}`)
    .join('\n\n');
}

function table(examples: readonly RuleExample[], base: string): string {
  const rows = examples.map((example) => {
    const { rule } = example;
    const name = rule.id.slice(rule.id.indexOf('/') + 1);
    const severity = rule.off ? `off (${rule.severity})` : rule.severity;
    return `| [${name}](${base}${rule.id}.md) | ${rule.title} | ${severity} | ${rule.priority} | ${fixKind(example)} |`;
  });
  return ['| Rule | What it finds | Severity | Priority | Fix |', '|---|---|---|---|---|', ...rows].join(
    '\n',
  );
}

const begin = '<!-- rules: written by `npm run gen` -->';
const end = '<!-- end of rules -->';

/**
 * A text with what stands between the rule markers replaced.
 * @throws where the markers are not there.
 */
export function betweenMarkers(text: string, content: string): string {
  const from = text.indexOf(begin);
  const to = text.indexOf(end);
  if (from < 0 || to < from) throw new Error(`README.md lacks the markers ${begin} and ${end}.`);
  return `${text.slice(0, from)}${begin}\n\n${content}\n\n${text.slice(to)}`;
}
