import type { AcceptedFinding, DeploymentReview, Finding } from '../../engine/finding.ts';
import { byRule, counted, place, points, wholesaleWords } from '../report.ts';
import { code, fileLink, type MarkdownContext, plain } from './markdown-text.ts';

/** Accepted findings with where and why. */
export function acceptedList(
  accepted: readonly AcceptedFinding[],
  context: MarkdownContext,
): readonly string[] {
  if (accepted.length === 0) return [];
  const list = accepted.map((one) => {
    const where = fileLink(one.acceptedAt.source.path, place(one.acceptedAt).line, context);
    const reason = one.reason ? plain(one.reason) : 'no reason given';
    return `- ${fileLink(one.at.source.path, place(one.at).line, context)}: ${plain(one.message)} (${code(one.ruleId)}). Accepted in ${where}: ${reason}`;
  });
  return [list.join('\n')];
}

/** What was put away wholesale, and what that is worth. */
export function wholesaleList(
  { wholesale = [] }: DeploymentReview,
  context: MarkdownContext,
): readonly string[] {
  if (wholesale.length === 0) return [];
  const list = wholesale.map(({ ruleId, how, at, findings, points }) => {
    const where = fileLink(at.source.path, place(at).line, context);
    const worth = points > 0 ? `, worth ${points.toFixed(2)} points` : '';
    return `- ${code(ruleId)} ${wholesaleWords[how]} in ${where}: ${counted(findings, 'finding')}${worth}`;
  });
  return ['The score counts these all the same: nobody looked at them one by one.', list.join('\n')];
}

/** The fewest findings that lead to the best verdict, rule by rule, as they are put right. */
export function wayToReady(
  { wayToReady: way, environment }: DeploymentReview,
  context: MarkdownContext,
): readonly string[] {
  if (!way || environment !== 'production') return [];
  const list = byRule(way.findings, context.rules).map(({ ruleId, title, findings }, index) => {
    const [first] = findings as readonly [Finding];
    const more = findings.length > 1 ? `, ${counted(findings.length, 'finding')}` : '';
    return `${index + 1}. ${plain(title)} (${code(ruleId)})${more}, ${fileLink(first.at.source.path, place(first.at).line, context)}`;
  });
  return [
    '**The shortest way to 9.0**',
    `${counted(way.findings.length, 'finding')} put right would bring it to ${points(way.score)}: the fewest, where each rule is put right whole.`,
    list.join('\n'),
  ];
}
