/**
 * `node test/truth/nginx-differential.ts [slips per text and kind] [seed]`: what the rules and `nginx -t` say of many configurations, as a table;
 * every disagreement is printed above it.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compare, explanation } from './nginx-agreement.ts';
import { baseTexts } from './nginx-bases.ts';
import { seeded, slip, slips } from './nginx-mutations.ts';
import { makeStubs } from './nginx-stubs.ts';

const each = Number(process.argv[2] ?? 1);
const random = seeded(Number(process.argv[3] ?? 1));
const root = mkdtempSync(join(tmpdir(), 'seaworthy-nginx-'));
const counts = new Map<string, Map<string, number>>();
const reasons = new Map<string, number>();
const count = (kind: string, outcome: string) => {
  const row = counts.get(kind) ?? new Map<string, number>();
  counts.set(kind, row.set(outcome, (row.get(outcome) ?? 0) + 1));
};
try {
  const stubs = makeStubs(root);
  const texts = baseTexts(stubs);
  for (const text of texts) {
    tell('as it is', text);
    for (const kind of slips) {
      for (let at = 0; at < each; at++) {
        const changed = slip(kind, text, random);
        if (changed !== undefined) tell(kind, changed);
      }
    }
  }
} finally {
  rmSync(root, { recursive: true, force: true });
}
for (const [reason, times] of reasons) console.log(`${times} explained: ${reason}`);
const outcomes = ['both clean', 'both refuse', 'only nginx', 'only rules', 'beyond this nginx'];
console.log(`| slip | ${outcomes.join(' | ')} |\n|---|${outcomes.map(() => '---').join('|')}|`);
for (const [kind, row] of counts)
  console.log(`| ${kind} | ${outcomes.map((one) => row.get(one) ?? 0).join(' | ')} |`);

function tell(kind: string, text: string): void {
  const agreement = compare(text, root);
  const { outcome, nginx, rules, message, ours } = agreement;
  count(kind, outcome);
  if (!outcome.startsWith('only')) return;
  const reason = explanation(agreement, text);
  if (reason !== undefined) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  else
    console.log(
      `${outcome} (${kind}): nginx ${nginx}: ${message.replaceAll(root, '')} | rules ${rules}: ${ours}`,
    );
}
