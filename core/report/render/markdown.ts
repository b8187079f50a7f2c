import type {
  AcceptedFinding,
  DeploymentReview,
  Finding,
  Review,
  ServiceScore,
} from '../../engine/finding.ts';
import type { AnyRule, Priority } from '../../engine/rule.ts';
import {
  byDeployment,
  byRule,
  byUrgency,
  counted,
  gainText,
  place,
  points,
  priorityTitles,
  type RuleGroup,
  shownPath,
  topGains,
} from '../report.ts';
import { checklistLists } from './markdown-checklist.ts';
import { acceptedList, wayToReady, wholesaleList } from './markdown-lists.ts';
import { referenceParts } from './markdown-reference.ts';
import { code, fileLink, type MarkdownContext, plain } from './markdown-text.ts';

export type { MarkdownContext } from './markdown-text.ts';

/** The readiness report of every deployment in a review, as Markdown, in the form of a written review. */
export function renderMarkdown(review: Review, context: MarkdownContext): string {
  const title = '# Production readiness review';
  const parts = [title];
  if (context.today) parts.push(`Reviewed on ${context.today}, ${counted(review.files.length, 'file')}.`);
  if (review.deployments.length === 0) parts.push('There is no deployment to review here.');
  if (review.deployments.length > 1) parts.push(overview(review));
  // One deployment needs no heading of its own above its sections.
  const depth = review.deployments.length > 1 ? 3 : 2;
  const findings = byDeployment(review.deployments, review.findings);
  const accepted = byDeployment(review.deployments, review.accepted);
  for (const deployment of review.deployments) {
    const own = { findings: findings.get(deployment) ?? [], accepted: accepted.get(deployment) ?? [] };
    if (depth === 3) parts.push(`## ${plain(deployment.name)}`);
    parts.push(...new DeploymentReport(deployment, own, context, depth).parts());
  }
  const placed = new Set([...findings.values()].flat());
  const loose = review.findings.filter((one) => !placed.has(one));
  if (loose.length > 0)
    parts.push('## Findings outside of any deployment', loose.map((one) => bullet(one, context)).join('\n'));
  if (review.problems.length > 0) parts.push('## What could not be reviewed', problems(review, context));
  return `${parts.join('\n\n')}\n`;
}

function overview(review: Review): string {
  const rows = review.deployments.map(
    (one) =>
      `| ${plain(one.name)} | ${one.environment} | ${points(one.score)} | ${one.environment === 'production' ? one.verdict : ''} |`,
  );
  return ['| Deployment | For | Score | Verdict |', '| --- | --- | ---: | --- |', ...rows].join('\n');
}

function problems(review: Review, { cwd }: MarkdownContext): string {
  return review.problems
    .map(({ path, at, message }) => {
      const where =
        path === undefined ? '' : `${code(shownPath(path, cwd) + (at ? `:${place(at).line}` : ''))}: `;
      return `- ${where}${plain(message)}`;
    })
    .join('\n');
}

interface OwnFindings {
  readonly findings: readonly Finding[];
  readonly accepted: readonly AcceptedFinding[];
}

class DeploymentReport {
  readonly #deployment: DeploymentReview;
  readonly #findings: readonly Finding[];
  readonly #groups: readonly RuleGroup[];
  readonly #accepted: readonly AcceptedFinding[];
  readonly #context: MarkdownContext;
  readonly #rules: ReadonlyMap<string, AnyRule>;
  readonly #depth: number;

  constructor(deployment: DeploymentReview, own: OwnFindings, context: MarkdownContext, depth: number) {
    this.#deployment = deployment;
    this.#findings = own.findings;
    this.#accepted = own.accepted;
    this.#groups = byRule(this.#findings, context.rules);
    this.#context = context;
    this.#rules = new Map(context.rules.map((rule) => [rule.id, rule]));
    this.#depth = depth;
  }

  parts(): readonly string[] {
    return [
      ...this.#summary(),
      ...this.#services(),
      ...this.#priorities(),
      ...this.#checklist(),
      ...referenceParts(this.#deployment.reference ?? [], (text, deeper) => this.#heading(text, deeper)),
      ...titled(this.#heading('Accepted findings'), acceptedList(this.#accepted, this.#context)),
      ...titled(this.#heading('Ignored wholesale'), wholesaleList(this.#deployment, this.#context)),
      this.#heading('Categories'),
      this.#categories(),
      ...this.#verdict(),
    ];
  }

  #heading(text: string, deeper = 0): string {
    return `${'#'.repeat(this.#depth + deeper)} ${text}`;
  }

  #summary(): readonly string[] {
    const { name, environment, score, verdict, strengths, waiting } = this.#deployment;
    const parts = [
      this.#heading('Executive summary'),
      environment === 'production'
        ? `**Overall assessment**: **${verdict.toUpperCase()}**, ${points(score)} out of 10.`
        : `**Overall assessment**: ${points(score)} out of 10 for development; what only production needs was not asked.`,
      `${code(name)} is read as a ${environment} deployment of ${counted(this.#deployment.services.length, 'service')} in ${counted(this.#deployment.files.length, 'file')}. ${this.#openWork()}`,
    ];
    if (waiting) parts.push('A file has a syntax error: the score is the last one that could be computed.');
    if (strengths.length > 0) {
      parts.push('**Strengths**', unique(strengths.map((one) => `- ${plain(one.message)}`)).join('\n'));
    }
    if (this.#groups.length > 0) {
      const areas = this.#groups.map(({ title, findings }) => `- ${plain(title)}${this.#where(findings)}`);
      parts.push('**Areas for improvement**', areas.join('\n'));
    }
    return parts;
  }

  #openWork(): string {
    if (this.#findings.length === 0) return 'Nothing is left to do.';
    const blocking = this.#findings.filter((one) => one.priority === 0).length;
    const critical = this.#findings.filter((one) => one.priority === 1).length;
    const parts = [counted(this.#findings.length, 'finding')];
    if (blocking > 0) parts.push(`${blocking} of which ${blocking === 1 ? 'blocks' : 'block'} a deployment`);
    if (critical > 0) parts.push(`${critical} of which ${critical === 1 ? 'is' : 'are'} critical`);
    return `${parts.join(', ')}.`;
  }

  /** The services that findings are about, or how many there are. */
  #where(findings: readonly Finding[]): string {
    const services = unique(findings.flatMap((one) => one.service ?? []));
    if (services.length > 0) return `: ${services.map(code).join(', ')}`;
    return findings.length > 1 ? `: ${findings.length} places` : '';
  }

  #services(): readonly string[] {
    const { services } = this.#deployment;
    if (services.length === 0) return [];
    return [
      this.#heading('Service by service'),
      ...services.flatMap((one, index) => this.#service(one, index + 1)),
    ];
  }

  #service(service: ServiceScore, number: number): readonly string[] {
    const parts = [
      this.#heading(
        `${number}. ${plain(service.name)}: ${points(service.score)}/10, ${grade(service.score)}`,
        1,
      ),
      `Defined at ${this.#link(service.at.source.path, place(service.at).line)}.`,
    ];
    if (service.strengths.length > 0) {
      parts.push(
        '**Strengths**',
        unique(service.strengths.map((one) => `- ${plain(one.message)}`)).join('\n'),
      );
    }
    if (service.findings.length > 0) {
      const sorted = [...service.findings].sort(byUrgency);
      parts.push('**Recommendations**', sorted.map((one) => bullet(one, this.#context)).join('\n'));
    }
    return parts;
  }

  #priorities(): readonly string[] {
    if (this.#findings.length === 0) return [];
    const parts = [this.#heading('Findings by priority')];
    for (const priority of [0, 1, 2, 3] satisfies Priority[]) {
      const groups = byRule(
        this.#findings.filter((one) => one.priority === priority),
        this.#context.rules,
      );
      if (groups.length === 0) continue;
      parts.push(this.#heading(priorityTitles[priority], 1));
      groups.forEach((group, index) => {
        parts.push(this.#group(group, index + 1));
      });
    }
    return parts;
  }

  #group({ ruleId, title, remedy, findings }: RuleGroup, number: number): string {
    const indent = ' '.repeat(String(number).length + 2);
    return [
      `${number}. **${plain(title)}** (${code(ruleId)})${remedy ? `: ${plain(remedy)}` : ''}`,
      ...findings.map((one) => indent + bullet(one, this.#context)),
    ].join('\n');
  }

  #checklist(): readonly string[] {
    const groups = checklistLists(this.#deployment.checklist ?? []);
    if (groups.length === 0) return [];
    const parts = groups.flatMap(([group, list]) => [this.#heading(group, 1), list]);
    return [this.#heading('Checklist'), ...parts];
  }

  #categories(): string {
    const rows = this.#deployment.categories.map(
      ({ title, score, weight, asked, failed, cost }) =>
        `| ${plain(title)} | ${points(score)} | ${weight} | ${asked} | ${asked - failed} | ${failed} | ${cost.toFixed(2)} |`,
    );
    return [
      '| Category | Score | Weight | Asked | Held | Failed | Costs |',
      '| --- | ---: | ---: | ---: | ---: | ---: | ---: |',
      ...rows,
    ].join('\n');
  }

  #verdict(): readonly string[] {
    const { environment, score, verdict, categories } = this.#deployment;
    const named = (label: string, from: number, below: number): readonly string[] => {
      const titles = categories
        .filter((one) => one.score >= from && one.score < below)
        .map(({ title }) => `- ${plain(title)}`);
      return titles.length > 0 ? [`**${label}**`, titles.join('\n')] : [];
    };
    const parts = [
      this.#heading('Verdict'),
      environment === 'production'
        ? `**Production readiness score: ${points(score)}/10. ${sentence(verdict)}.**`
        : `**Score as a development deployment: ${points(score)}/10.**`,
      ...named('Excellent', 9, 11),
      ...named('Good', 7.5, 9),
      ...named('Needs improvement', 0, 7.5),
    ];
    const best = topGains(this.#findings, 5);
    if (best.length > 0) {
      const raising = best.some((one) => one.gain > 0);
      const list = best.map((one, index) => `${index + 1}. ${this.#action(one)}${gained(one)}`);
      parts.push(raising ? '**What would raise the score most**' : '**What to do first**', list.join('\n'));
    }
    return [...parts, ...wayToReady(this.#deployment, this.#context)];
  }

  #action(finding: Finding): string {
    const todo = finding.fixes[0]?.title ?? this.#rules.get(finding.ruleId)?.remedy ?? finding.message;
    return `${this.#link(finding.at.source.path, place(finding.at).line)}: ${plain(todo)}`;
  }

  #link(path: string, line: number): string {
    return fileLink(path, line, this.#context);
  }
}

/** One finding in a list: where, what, what to do, what it gains. */
function bullet(finding: Finding, context: MarkdownContext): string {
  const [fix] = finding.fixes;
  const todo = fix ? ` *Fix*: ${plain(fix.title)}.` : '';
  const also = finding.related.map(
    (one) => ` See ${fileLink(one.at.source.path, place(one.at).line, context)}: ${plain(one.message)}`,
  );
  return `- ${fileLink(finding.at.source.path, place(finding.at).line, context)}: ${plain(finding.message)}${todo}${also.join('')}${gained(finding)}`;
}

/** What a finding would gain, in brackets; nothing where it gains nothing. */
function gained({ gain }: Finding): string {
  return gain > 0 ? ` (${gainText(gain)})` : '';
}

/** A service's score in the words of a review. */
function grade(score: number): string {
  if (score >= 9) return 'excellent';
  if (score >= 8) return 'very good';
  if (score >= 7) return 'good';
  return score >= 5 ? 'needs improvement' : 'poor';
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function titled(heading: string, parts: readonly string[]): readonly string[] {
  return parts.length > 0 ? [heading, ...parts] : [];
}

function unique<T>(items: readonly T[]): readonly T[] {
  return [...new Set(items)];
}
