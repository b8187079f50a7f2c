import type { AcceptedFinding, DeploymentReview, Finding, Review } from '../../engine/finding.ts';
import type { Span } from '../../text/index.ts';
import {
  byDeployment,
  byRule,
  counted,
  gainText,
  place,
  points,
  type ReportContext,
  type RuleGroup,
  shownPath,
} from '../report.ts';
import { checklistPart } from './checklist.ts';
import { diagram } from './diagram.ts';
import { bar, dial, grade, verdictText } from './dial.ts';
import { type FindingListContext, findingSections, groupId, where } from './finding-list.ts';
import { html, type Markup, words } from './markup.ts';
import { referencePart } from './quick-reference.ts';
import { secretLines } from './source-line.ts';
import { button, placeTarget } from './target.ts';

export interface PageContext extends ReportContext {
  /** Somebody answers the page's buttons; otherwise there are none, and lines that may hold a secret are not quoted. */
  readonly interactive: boolean;
  /** Ids of the parts that are open: of the others the heading alone is written. Absent, all is written. */
  readonly opened?: ReadonlySet<string>;
  /** A diagram that takes long to lay out and was not before is left for the next time; `onLeft` is then called. */
  readonly onLeft?: () => unknown;
  /** `YYYY-MM-DD`; absent, the report bears no date. */
  readonly today?: string;
}

/** The readiness report of every deployment in a review, as the inside of a page's body. */
export function renderPage(review: Review, context: PageContext): string {
  const findings = byDeployment(review.deployments, review.findings);
  const accepted = byDeployment(review.deployments, review.accepted);
  const placed = new Set([...findings.values()].flat());
  const loose = review.findings.filter((one) => !placed.has(one));
  const several = review.deployments.length > 1;
  const hidden = context.interactive
    ? new Set<string>()
    : secretLines([...review.findings, ...review.accepted]);
  const listContext = (prefix: string, deployment?: string): FindingListContext => ({
    ...(deployment !== undefined && { deployment }),
    cwd: context.cwd,
    interactive: context.interactive,
    ...(context.opened && { opened: context.opened }),
    ...(context.onLeft && { onLeft: context.onLeft }),
    hidden,
    prefix,
  });
  const productionFirst = [
    ...review.deployments.filter(({ environment }) => environment === 'production'),
    ...review.deployments.filter(({ environment }) => environment !== 'production'),
  ];
  const parts = productionFirst.map((deployment, index) =>
    deploymentPart(
      {
        deployment,
        groups: byRule(findings.get(deployment) ?? [], context.rules),
        accepted: accepted.get(deployment) ?? [],
      },
      listContext(several ? `d${index}-` : '', deployment.name),
    ),
  );
  return html`<main>
<h1>Readiness report</h1>
${context.today !== undefined && html`<p class="date">Reviewed on ${context.today}, ${counted(review.files.length, 'file')}.</p>`}
${review.deployments.length === 0 && html`<p>There is no deployment to review here.</p>`}
${parts}
${loose.length > 0 && html`<section id="loose" aria-labelledby="loose-title"><h2 id="loose-title">Findings outside of any deployment</h2>${findingSections(byRule(loose, context.rules), listContext('loose-'))}</section>`}
${problems(review, context)}
</main>
`.text;
}

interface Part {
  readonly deployment: DeploymentReview;
  readonly groups: readonly RuleGroup[];
  readonly accepted: readonly AcceptedFinding[];
}

function deploymentPart({ deployment, groups, accepted }: Part, context: FindingListContext): Markup {
  const { prefix } = context;
  const section = (id: string, title: string, body: Markup | false) =>
    body &&
    html`<section id="${prefix}${id}" aria-labelledby="${prefix}${id}-title"><h2 id="${prefix}${id}-title">${title}</h2>
${body}</section>
`;
  const { way, wayToReady } = deployment;
  return html`<article class="deployment">
${overview(deployment, groups, context)}
${way !== undefined && way.findings.length > 0 && section('way', `The way to “${way.verdict}”`, wayList(way, context))}
${wayToReady !== undefined && wayToReady !== way && section('way-to-ready', 'The shortest way to 9.0', wayList(wayToReady, context))}
${section('topology', 'Topology', diagram(deployment, context))}
${section('categories', 'Categories', deployment.categories.length > 0 && categoryTable(deployment))}
${section('findings', 'Findings by priority', findingSections(groups, context))}
${section('strengths', 'Strengths', strengthList(deployment))}
${section('services', 'Services', serviceCards(deployment, context))}
${section('checklist', 'Checklist', checklistPart(deployment, context))}
${section('reference', 'Quick reference', referencePart(deployment, context))}
${section('accepted', 'Accepted with a reason', acceptedList(accepted, context))}
</article>
`;
}

function overview(
  deployment: DeploymentReview,
  groups: readonly RuleGroup[],
  { prefix }: FindingListContext,
): Markup {
  const { name, environment, verdict, waiting, score } = deployment;
  const findings = groups.flatMap((group) => group.findings);
  const assessment =
    environment === 'production'
      ? verdictText(verdict)
      : 'For development: what only production needs was not asked.';
  return html`<header id="${prefix}overview" class="overview">${dial(deployment)}
<div><h2 class="name">${name}</h2>
<p class="verdict ${grade(score)}">${assessment}</p>
<p>${counted(deployment.services.length, 'service')} in ${counted(deployment.files.length, 'file')}. ${openWork(findings)}</p>
${waiting && html`<p class="waiting">A file has a syntax error: the score is the last one that could be computed.</p>`}</div></header>
`;
}

function openWork(findings: readonly Finding[]): string {
  if (findings.length === 0) return 'Nothing is left to do.';
  const blocking = findings.filter(({ priority }) => priority === 0).length;
  const critical = findings.filter(({ priority }) => priority === 1).length;
  const parts = [counted(findings.length, 'finding')];
  if (blocking > 0) parts.push(`${blocking} of which ${blocking === 1 ? 'blocks' : 'block'} a deployment`);
  if (critical > 0) parts.push(`${critical} of which ${critical === 1 ? 'is' : 'are'} critical`);
  return `${parts.join(', ')}.`;
}

function wayList(
  { score, findings }: NonNullable<DeploymentReview['way']>,
  context: FindingListContext,
): Markup {
  const groups = byRuleInOrder(findings);
  const items = groups.map(([ruleId, own]) => {
    const first = own[0]!;
    const title = own.length === 1 ? (first.fixes[0]?.title ?? first.message) : first.message;
    const more = own.length > 1 && ` And ${counted(own.length - 1, 'more like it', 'more like it')}.`;
    const gain = Math.max(...own.map((finding) => finding.gain));
    return html`<li><a href="#${groupId(context, ruleId)}">${words(title)}</a>${more}${gain > 0 && html` <span class="gain">${gainText(gain)}</span>`}</li>
`;
  });
  return html`<p>${counted(findings.length, 'finding')} put right would bring it to ${points(score)}.</p>
<ol class="way">${items}</ol>
`;
}

function byRuleInOrder(findings: readonly Finding[]): readonly (readonly [string, readonly Finding[]])[] {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const own = groups.get(finding.ruleId);
    if (own) own.push(finding);
    else groups.set(finding.ruleId, [finding]);
  }
  return [...groups];
}

function categoryTable({ categories }: DeploymentReview): Markup {
  const rows = categories.map(
    ({ title, score, weight, asked, failed }) =>
      html`<tr><th scope="row">${title}</th><td class="figure">${points(score)}</td><td class="bar-cell">${bar(score)}</td><td class="note">${failed === 0 && asked > 1 ? `all ${asked} hold` : `${asked - failed} of ${asked} hold`}</td><td class="figure note">${`×${weight}`}</td></tr>
`,
  );
  return html`<table class="categories"><thead><tr><th scope="col">Category</th><th scope="col" class="figure">Score</th><td></td><th scope="col" class="note">Checks</th><th scope="col" class="note">Weight</th></tr></thead>
<tbody>${rows}</tbody></table>
`;
}

function strengthList({ strengths }: DeploymentReview): Markup | false {
  const messages = [...new Set(strengths.map((one) => one.message))];
  return (
    messages.length > 0 &&
    html`<ul class="strengths">${messages.map((one) => html`<li>${words(one)}</li>`)}</ul>`
  );
}

function serviceCards({ services }: DeploymentReview, context: FindingListContext): Markup | false {
  if (services.length === 0) return false;
  const cards = services.map(
    ({ name, score, at, findings }) =>
      html`<li class="service"><h3>${named(name, at, context)}</h3><p class="service-score"><span class="figure">${points(score)}</span> ${bar(score)}</p><p class="note">${findings.length === 0 ? 'No findings' : counted(findings.length, 'finding')}</p></li>
`,
  );
  return html`<ul class="services">${cards}</ul>`;
}

/** A service's name, which leads to where it stands. */
function named(name: string, at: Span, { cwd, interactive }: FindingListContext): Markup {
  const shown = `${shownPath(at.source.path, cwd)}:${place(at).line}`;
  if (!interactive) return html`${name} <code class="place">${shown}</code>`;
  return button('goto', placeTarget(at), name, `${name}: go to ${shown}`);
}

function acceptedList(accepted: readonly AcceptedFinding[], context: FindingListContext): Markup | false {
  if (accepted.length === 0) return false;
  const items = accepted.map(
    (one) =>
      html`<li><p class="message">${words(one.message)}</p><p>Reason: ${one.reason || 'none given'}</p>${where(one.acceptedAt, context)} <code class="id">${one.ruleId}</code></li>
`,
  );
  const counting = accepted.filter(({ counts }) => counts).length;
  const cost =
    counting === 0
      ? 'They cost nothing in the score.'
      : `They cost nothing in the score, but for ${counting} that ${counting === 1 ? 'was' : 'were'} accepted wholesale or without a reason.`;
  return html`<p>${cost}</p><ul class="accepted">${items}</ul>`;
}

function problems({ problems }: Review, { cwd }: PageContext): Markup | false {
  if (problems.length === 0) return false;
  const items = problems.map(({ path, at, message }) => {
    const shown = path !== undefined && `${shownPath(path, cwd)}${at ? `:${place(at).line}` : ''}`;
    return html`<li>${shown !== false && html`<code class="place">${shown}</code> `}${message}</li>`;
  });
  return html`<section id="problems" aria-labelledby="problems-title"><h2 id="problems-title">What could not be reviewed</h2><ul>${items}</ul></section>`;
}
