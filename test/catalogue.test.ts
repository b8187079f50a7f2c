/** The catalogue's page says of every row what became of it, and says of the rules what the command line says. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { rules } from '../rules/index.ts';
import { catalogue, withoutRule } from '../scripts/generate/catalogue-rows.ts';
import { repository } from '../scripts/generate/rule-files.ts';
import { seaworthy } from './support/command-line.ts';
import { sharedPath } from './support/shared-folder.ts';

interface PageLine {
  readonly row: string;
  /** Undefined where no rule stands for the row. */
  readonly rule: string | undefined;
  readonly text: string;
  readonly severity: string;
  readonly fix: string;
}

const rows = catalogue.flatMap((section) => section.rows);
const page = pageLines(readFileSync(join(repository, 'docs', 'catalogue.md'), 'utf8'));

describe('the page of the catalogue', () => {
  test('holds every row once, in order', () => {
    assert.deepEqual([...new Set(page.map((line) => line.row))], rows);
    assert.equal(new Set(rows).size, rows.length);
  });

  test('says of every row which rule stands for it, why none does, or that it is open', () => {
    for (const { row, rule, text, severity, fix } of page) {
      if (rule === undefined) {
        assert.equal(text, withoutRule[row] ?? 'open', row);
        assert.equal(severity + fix, '', row);
      } else {
        assert.match(severity, /^(?:error|warning|info|off \((?:error|warning|info)\))$/, row);
        assert.match(fix, /^(?:none|safe|review|scaffold)$/, row);
      }
    }
  });

  test('gives reasons only for rows that are there and have no rule', () => {
    const open = new Set(page.filter((line) => line.rule === undefined).map((line) => line.row));
    assert.deepEqual(
      Object.keys(withoutRule).filter((row) => !open.has(row)),
      [],
    );
  });

  test('agrees with seaworthy rules', async () => {
    const { code, out } = await seaworthy(['rules', '--format', 'json'], { cwd: repository });
    assert.equal(code, 0);
    const listed: readonly Listed[] = JSON.parse(out);
    const expected = listed.flatMap((rule) => rule.catalogue.map((row) => described(row, rule)));
    const own = new Set(
      page.map(({ row, rule, severity, fix }) => [row, rule, severity, fix !== 'none'].join()),
    );
    assert.deepEqual(
      expected.filter((line) => !own.has(line)),
      [],
    );
    const ids = new Set(listed.map(({ id }) => id));
    assert.deepEqual(
      page.filter(({ rule }) => rule !== undefined && !ids.has(rule)),
      [],
    );
    assert.equal(listed.length, rules.length);
  });

  test('holds the rows of the catalogue that it answers', (context) => {
    const path = sharedPath('catalogue.md', context);
    if (path === undefined) return;
    const wanted = readFileSync(path, 'utf8').split('\n').flatMap(idsOfRow);
    assert.ok(wanted.length > 300, 'the catalogue is read');
    assert.deepEqual(rows, wanted);
  });
});

interface Listed {
  readonly id: string;
  readonly severity: string;
  readonly defaultOn: boolean;
  readonly fixable: boolean;
  readonly catalogue: readonly string[];
}

function described(row: string, { id, severity, defaultOn, fixable }: Listed): string {
  return [row, id, defaultOn ? severity : `off (${severity})`, fixable].join();
}

/** The lines of the page's tables; a line without a row continues the one above. */
function pageLines(text: string): readonly PageLine[] {
  const lines: PageLine[] = [];
  for (const line of text.split('\n')) {
    const [, name, what, severity, fix] = /^\| (.*?) ?\| (.*?) \| (.*?) ?\| (.*?) ?\|$/.exec(line) ?? [];
    if (name === undefined || name === 'Row') continue;
    const row = name === '' ? (lines.at(-1)?.row ?? '') : name.slice(1, -1);
    const rule = /^\[(.+)\]\(rules\/\1\.md\)$/.exec(what!)?.[1];
    lines.push({ row, rule, text: what!, severity: severity!, fix: fix! });
  }
  return lines;
}

/** A row's first column holds one id or several, later ones without their kind, and remarks in parentheses. */
function idsOfRow(line: string): readonly string[] {
  const [, kind, names] = /^\| (compose|dockerfile|nginx|deployment)\/([^|]+) \|/.exec(line) ?? [];
  if (kind === undefined || names === undefined) return [];
  return names
    .replace(/\(.*?\)|…/g, '')
    .split(/,| \/ /)
    .map((name) => name.trim().replace(`${kind}/`, '').replaceAll(' ', '-'))
    .filter((name) => name !== '')
    .map((name) => `${kind}/${name}`);
}
