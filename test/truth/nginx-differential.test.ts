/** The rules about syntax, names, places and counts against nginx itself; the whole is run by nginx-differential.ts. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { hasNginx } from '../support/real-nginx.ts';
import { compare, explanation } from './nginx-agreement.ts';
import { baseTexts } from './nginx-bases.ts';
import { seeded, slip, slips } from './nginx-mutations.ts';
import { makeStubs } from './nginx-stubs.ts';

/** How many texts of own making are taken, each as it is and with one slip of each kind. */
const sample = 48;

test('the rules and nginx -t refuse the same', { timeout: 120_000 }, (context) => {
  if (!hasNginx(context)) return;
  const root = mkdtempSync(join(tmpdir(), 'seaworthy-nginx-'));
  try {
    const random = seeded(2026);
    const texts = baseTexts(makeStubs(root), { most: sample, random });
    assert.equal(texts.length, sample);
    const told = new Map<string, number>();
    const unexplained: string[] = [];
    const judge = (kind: string, text: string) => {
      const agreement = compare(text, root);
      told.set(agreement.outcome, (told.get(agreement.outcome) ?? 0) + 1);
      if (!agreement.outcome.startsWith('only') || explanation(agreement, text) !== undefined) return;
      unexplained.push(`${kind}: ${agreement.outcome}: ${agreement.message}${agreement.ours}\n${text}`);
    };
    for (const text of texts) {
      judge('as it is', text);
      for (const kind of slips) {
        const changed = slip(kind, text, random);
        if (changed !== undefined) judge(kind, changed);
      }
    }
    context.diagnostic([...told].map(([outcome, times]) => `${outcome}: ${times}`).join(', '));
    assert.deepEqual(unexplained, []);
    assert.ok((told.get('both refuse') ?? 0) > sample, 'slips are refused by both');
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
});
