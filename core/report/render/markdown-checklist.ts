import type { ChecklistEntry } from '../../engine/checklist.ts';
import { checklistGroups, proofText } from '../report.ts';
import { code, marked, plain } from './markdown-text.ts';

/** A checklist as task lists, each with its group's name. */
export function checklistLists(entries: readonly ChecklistEntry[]): readonly (readonly [string, string])[] {
  return checklistGroups(entries).map(([group, own]) => [group, own.map(line).join('\n')]);
}

/** An item of the checklist, ticked where the files prove it or somebody ticked it. */
function line(entry: ChecklistEntry): string {
  const { state, title, tick, findings, how } = entry;
  const box = state === 'proven' || state === 'ticked' ? '[x]' : '[ ]';
  const against = [...new Set(findings.map(({ ruleId }) => code(ruleId)))].join(', ');
  const told = {
    proven: () => marked(proofText(entry)),
    ticked: () => `Ticked by ${plain(tick?.by ?? '')} on ${tick?.date}.`,
    refuted: () => `The files say otherwise: ${against}.`,
    open: () => marked(`${how} ${proofText(entry)}`.trim()),
  }[state]();
  return `- ${box} ${plain(title)}. ${told}`;
}
