import type { ChecklistEntry } from '../../engine/checklist.ts';
import type { DeploymentReview } from '../../engine/finding.ts';
import { checklistGroups, counted, proofText } from '../report.ts';
import { type FindingListContext, groupId, later } from './finding-list.ts';
import { html, type Markup, words } from './markup.ts';
import { box } from './target.ts';

const signs = {
  proven: { sign: '✔', spoken: 'Proven by the files' },
  refuted: { sign: '✖', spoken: 'The files say otherwise' },
  ticked: { sign: '✔', spoken: 'Ticked by hand' },
  open: { sign: '', spoken: 'To make sure of' },
} as const;

/** What is to be sure of before the deployment: what the files prove is ticked, the rest is for people to tick. */
export function checklistPart(deployment: DeploymentReview, context: FindingListContext): Markup | false {
  const entries = deployment.checklist ?? [];
  if (entries.length === 0) return false;
  const count = (state: ChecklistEntry['state']) => entries.filter((one) => one.state === state).length;
  const groups = checklistGroups(entries).map(([group, own]) => {
    const done = own.filter(({ state }) => state === 'proven' || state === 'ticked').length;
    const id = `${context.prefix}check-${group.toLowerCase().replaceAll(' ', '-')}`;
    return html`<details class="checks" id="${id}"${!context.interactive && html` open`}${later(id, context)}><summary><span class="title">${group}</span> <span class="count">${done} of ${own.length}</span></summary>
${
  !later(id, context) &&
  html`<ul class="checklist">
${own.map((entry) => item(entry, deployment, context))}</ul>`
}</details>
`;
  });
  return html`<p>${counted(count('proven'), 'item is', 'items are')} proven by the files, ${count('ticked')} ticked by hand; the files say otherwise of ${count('refuted')}, and ${count('open')} are left to make sure of.</p>
${groups}`;
}

function item(entry: ChecklistEntry, { name }: DeploymentReview, context: FindingListContext): Markup {
  const { state, title } = entry;
  const byHand = context.interactive && (state === 'ticked' || state === 'open');
  const { sign, spoken } = signs[state];
  const target = { path: '', line: 0, character: 0, item: entry.id, deployment: name };
  const mark = byHand
    ? box(state === 'ticked', target, title)
    : html`<span class="box" role="img" aria-label="${spoken}">${sign}</span>`;
  return html`<li class="check ${state}">${mark}<div><p class="title">${words(title)}</p>
<p class="note">${explanation(entry, context)}</p></div></li>
`;
}

function explanation(entry: ChecklistEntry, context: FindingListContext): Markup {
  const { state, findings, tick, how } = entry;
  if (state === 'proven') return html`Proven: ${words(proofText(entry))}`;
  if (state === 'refuted') {
    const rules = [...new Set(findings.map(({ ruleId }) => ruleId))];
    const links = rules.map((ruleId, index) => {
      const own = findings.filter((finding) => finding.ruleId === ruleId).length;
      return html`${index > 0 && ', '}<a href="#${groupId(context, ruleId)}">${ruleId}</a> (${own})`;
    });
    return html`The files say otherwise: ${links}.`;
  }
  const who = tick && html`Ticked by ${tick.by} on ${tick.date}. `;
  return html`${who}${words(how)} ${words(proofText(entry))}`;
}
