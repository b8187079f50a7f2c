import type { Finding } from '../../engine/finding.ts';
import type { Priority, Severity } from '../../engine/rule.ts';
import type { Span } from '../../text/index.ts';
import { counted, gainText, place, priorityTitles, type RuleGroup, shownPath } from '../report.ts';
import { html, type Markup, words } from './markup.ts';
import { lineKey, sourceLine } from './source-line.ts';
import { button, findingTarget, placeTarget } from './target.ts';

export interface FindingListContext {
  /** Absolute path of the folder that files are shown relative to. */
  readonly cwd: string;
  /** Somebody answers the page's buttons: there are some. */
  readonly interactive: boolean;
  /** Ids of the parts that are open; of the others the heading alone is written. Absent, all is written. */
  readonly opened?: ReadonlySet<string>;
  /** A diagram that takes long is left out, and this is called. */
  readonly onLeft?: () => unknown;
  /** Lines that are not quoted. */
  readonly hidden: ReadonlySet<string>;
  /** The deployment that the findings are of; absent where they are of none. */
  readonly deployment?: string;
  /** Before every id of the page, so that those of several deployments differ. */
  readonly prefix: string;
}

const severityNames: Readonly<Record<Severity, string>> = {
  error: 'Error',
  warning: 'Warning',
  info: 'Information',
};
const severitySigns: Readonly<Record<Severity, string>> = { error: '✖', warning: '▲', info: 'i' };
const fixesOffered = 3;
/** What blocks a deployment is open from the start, where it is not the same again and again. */
const openAtMost = 5;

export function groupId({ prefix }: FindingListContext, ruleId: string): string {
  return `${prefix}rule-${ruleId.replace(/[^\w-]/g, '-')}`;
}

/** The mark of a part whose inside comes when it is opened: most are never looked into, and together they are long. */
export function later(id: string, { opened }: FindingListContext): Markup | false {
  return opened !== undefined && !opened.has(id) && html` data-later`;
}

/** Findings by what to do first, then by rule. */
export function findingSections(groups: readonly RuleGroup[], context: FindingListContext): Markup {
  const priorities = ([0, 1, 2, 3] as const).filter((one) => groups.some(({ priority }) => priority === one));
  if (priorities.length === 0) return html`<p>Nothing is left to do.</p>`;
  return html`${priorities.map((priority) => prioritySection(priority, groups, context))}`;
}

function prioritySection(
  priority: Priority,
  groups: readonly RuleGroup[],
  context: FindingListContext,
): Markup {
  const own = groups.filter((group) => group.priority === priority);
  const count = own.reduce((sum, { findings }) => sum + findings.length, 0);
  return html`<section class="priority p${priority}" aria-labelledby="${context.prefix}p${priority}">
<h3 id="${context.prefix}p${priority}">${priorityTitles[priority]} <span class="count">${counted(count, 'finding')}</span></h3>
${own.map((group) => ruleGroup(group, context))}
</section>
`;
}

function ruleGroup(group: RuleGroup, context: FindingListContext): Markup {
  const { ruleId, title, remedy, severity, findings, priority } = group;
  const gain = Math.max(...findings.map((finding) => finding.gain));
  const id = groupId(context, ruleId);
  const open = !context.interactive || (priority === 0 && findings.length <= openAtMost);
  const count = findings.length > 1 && html` <span class="count">${`${findings.length}×`}</span>`;
  const explain =
    context.interactive &&
    button('explain', { path: '', line: 0, character: 0, ruleId }, 'Why?', `Why: ${title}`);
  const body = (): Markup => html`<p class="remedy">${words(remedy)} ${explain}</p>${fixAll(group, context)}
<ul class="findings">
${findings.map((finding) => findingItem(finding, context))}</ul>`;
  return html`<details class="rule" id="${id}"${open && html` open`}${!open && later(id, context)}>
<summary>${severityMark(severity)}<span class="title">${words(title)}</span>${count}${gain > 0 && html` <span class="gain">${gainText(gain)}</span>`}<code class="id">${ruleId}</code></summary>
<div class="rule-body">${(open || !later(id, context)) && body()}</div>
</details>
`;
}

/** Where several findings of a rule can be mended, one press mends them all. */
function fixAll({ ruleId, findings, title }: RuleGroup, context: FindingListContext): Markup | false {
  const { interactive, deployment } = context;
  const mended = findings.filter(({ fixes }) => fixes.length > 0).length;
  if (!interactive || deployment === undefined || mended < 2) return false;
  const target = { path: '', line: 0, character: 0, ruleId, deployment };
  return html`<p>${button('fixAll', target, `Fix all ${mended} of this kind`, `Fix all ${mended} of this kind: ${title}`)}</p>`;
}

function severityMark(severity: Severity): Markup {
  return html`<span class="severity ${severity}" role="img" aria-label="${severityNames[severity]}" title="${severityNames[severity]}">${severitySigns[severity]}</span>`;
}

function findingItem(finding: Finding, context: FindingListContext): Markup {
  const quoted = !context.hidden.has(lineKey(finding.at));
  return html`<li class="finding"><p class="message">${words(finding.message)}</p>
${where(finding.at, context, finding)}${quoted && sourceLine(finding.at)}
${finding.related.length > 0 && html`<ul class="related">${finding.related.map((one) => html`<li>${where(one.at, context)} ${words(one.message)}</li>`)}</ul>`}
${context.interactive ? actions(finding) : fixTitle(finding)}</li>
`;
}

/** Where something stands: a button that goes there, or its name alone. */
export function where(
  at: Span,
  { cwd, interactive }: Pick<FindingListContext, 'cwd' | 'interactive'>,
  finding?: Finding,
): Markup {
  const shown = `${shownPath(at.source.path, cwd)}:${place(at).line}`;
  if (!interactive) return html`<code class="place">${shown}</code>`;
  return button('goto', finding ? findingTarget(finding) : placeTarget(at), shown, `Go to ${shown}`);
}

function fixTitle({ fixes }: Finding): Markup | false {
  const title = fixes[0]?.title;
  return title !== undefined && html`<p class="fix-title">Fix: ${words(title)}</p>`;
}

function actions(finding: Finding): Markup {
  const fixes = finding.fixes.slice(0, fixesOffered);
  return html`<div class="actions">${fixes.map((fix, index) => button('fix', findingTarget(finding, index), [html`<span class="verb">Fix</span> `, fix.title]))}${button('ignore', findingTarget(finding), 'Ignore with reason…', `Ignore with reason: ${finding.message}`)}</div>`;
}
