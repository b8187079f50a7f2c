import type { AnyRule, Observation } from '../../core/rule.ts';

const longestTitle = 60;
/** What a template shows when a value that it names is not there. */
const leaks = /\bundefined\b|\bNaN\b|\[object |\$\{(?=\w+\.)/;

/** What `npm run new-rule` leaves to be filled in; from scripts/templates/rule.txt. */
const placeholders =
  /^(?:A short noun phrase|One sentence:|The praise when|\s*Two to five sentences|A fact about this file:)/;

/** Where a rule's description of itself falls short. @param rows ids of the catalogue's rows. */
export function metadataFaults(rule: AnyRule, rows: ReadonlySet<string>): readonly string[] {
  const faults: string[] = [];
  const expect = (holds: boolean, fault: string) => {
    if (!holds) faults.push(fault);
  };
  expect(/^[a-z]+\/[a-z0-9]+(?:-[a-z0-9]+)*$/.test(rule.id), 'id: <folder>/<name-in-kebab-case>');
  expect(
    /^\S.*[^.!?\s]$/.test(rule.title) && rule.title.length <= longestTitle,
    `title: up to ${longestTitle} characters, no full stop`,
  );
  expect(/^[A-Z`"]|^nginx/.test(rule.title), 'title: begins with a capital');
  expect(
    sentences(rule.remedy) === 1 && /[.`]$/.test(rule.remedy),
    'remedy: one sentence with its full stop',
  );
  expect(sentences(rule.rationale) >= 2, 'rationale: two sentences or more');
  if (rule.strength !== undefined) {
    expect(
      /^[A-Z`]|^nginx/.test(rule.strength) && /[^.!?\s]$/.test(rule.strength),
      'strength: a praise with a capital and without a full stop',
    );
    expect(
      !/^(?:No |Missing )/.test(rule.strength) || rule.strength !== rule.title,
      'strength: says what holds, not what lacks',
    );
  }
  expect(
    rule.references.length > 0 && rule.references.every((url) => /^https:\/\/\S+$/.test(url)),
    'references: https URLs',
  );
  expect(new Set(rule.references).size === rule.references.length, 'references: each once');
  expect(rule.catalogue.length > 0 || rule.id.startsWith('seaworthy/'), 'catalogue: the rows that it covers');
  for (const row of rule.catalogue) expect(rows.has(row), `catalogue: there is no row ${row}`);
  for (const peer of rule.peers ?? [])
    expect(/^[a-z][a-z0-9-]*:\S+$/.test(peer), `peers: ${peer} is not tool:id`);
  for (const name of Object.keys(rule.options ?? {})) {
    expect(/^[a-z][a-zA-Z0-9]*$/.test(name) && name !== 'severity', `options: ${name} is not in camelCase`);
    expect(/\S/.test(rule.optionDocs?.[name] ?? ''), `optionDocs: ${name} is not explained`);
  }
  for (const name of Object.keys(rule.optionDocs ?? {}))
    expect(name in (rule.options ?? {}), `optionDocs: there is no option ${name}`);
  return faults;
}

/** What is wrong with the texts of an observation. */
export function textFaults({ message, related = [], fix }: Observation): readonly string[] {
  const faults: string[] = [];
  const expect = (holds: boolean, fault: string) => {
    if (!holds) faults.push(fault);
  };
  expect(!placeholders.test(message), `this is to be filled in: ${message}`);
  expect(/[.?]$/.test(message), `a message is a whole sentence: ${message}`);
  const given = typeof fix === 'function' ? fix() : fix;
  const fixes = given === undefined ? [] : 'edits' in given ? [given] : given;
  for (const text of [message, ...related.map((one) => one.message), ...fixes.map((one) => one.title)]) {
    expect(!text.includes('\n'), `a text is one line: ${text}`);
    expect(!leaks.test(text), `a value is missing in: ${text}`);
    expect(text.trim() === text && text !== '', `a text has no blanks around it: "${text}"`);
  }
  for (const { title, edits } of fixes) {
    expect(
      /^[A-Z]/.test(title) && !title.endsWith('.'),
      `a fix's title is an imperative without a full stop: ${title}`,
    );
    expect(edits.length > 0, `a fix has edits: ${title}`);
  }
  const titles = fixes.map((one) => one.title);
  expect(
    new Set(titles).size === titles.length,
    `the fixes of a finding have different titles: ${titles.join(', ')}`,
  );
  return faults;
}

/** How many sentences a text has; full stops inside words (`docker-compose.yml`, `1.25`) and abbreviations are none. */
function sentences(text: string): number {
  return (
    text.replace(/\b(?:e\.g|i\.e|etc|vs)\./g, '').match(/[.!?][)`"*]*(?=\s+[A-Z`"*(]|\s*$)/g)?.length ?? 0
  );
}
