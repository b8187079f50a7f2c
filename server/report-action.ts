import type { DeploymentReview, Fix } from '../core/index.ts';
import { isTarget } from '../core/report/page/target.ts';
import { tickEdits, untickEdits } from './checklist-tick.ts';
import type { ActionContext } from './code-actions.ts';
import { rangeOf } from './diagnostics.ts';
import { fixAllOfRule } from './fix-rule.ts';
import { ignoreComment } from './ignore-comment.ts';
import type { PageTarget, ReportActionParams, ReportActionResult } from './protocol.ts';
import { fixEdit } from './workspace-edit.ts';

/**
 * What a pressed button of the report page comes to. A finding that is no longer there comes to nothing.
 * @param today `YYYY-MM-DD`.
 */
export function reportAction(
  { action, target, by }: ReportActionParams,
  context: ActionContext,
  today: string,
): ReportActionResult {
  const review = context.session.review();
  const named = review.deployments.find(({ name }) => name === target.deployment);
  if (action === 'tick' || action === 'untick')
    return named ? tick({ action, item: target.item, by, today }, named, context) : {};
  if (action === 'fixAll') return named ? fixAllOfRule(target.ruleId ?? '', named, context) : {};
  const finding = review.findings.find((one) => isTarget(one, target));
  if (!finding) return action === 'goto' && target.ruleId === undefined ? placeOf(target, context) : {};
  const { path } = finding.at.source;
  const where = { uri: context.uriOf(path), range: rangeOf(finding.at) };
  if (action === 'fix') {
    const fix = finding.fixes[target.fix ?? 0];
    const edit = fix && fixEdit(fix, path, context);
    return edit ? { ...where, edit } : {};
  }
  if (action === 'ignore') {
    const place = ignoreComment(finding.at, finding.ruleId);
    return place ? { ...where, ignore: { uri: where.uri, line: place.line, comment: place.comment } } : {};
  }
  return where;
}

interface Ticking {
  readonly action: 'tick' | 'untick';
  readonly item: string | undefined;
  readonly by: string | undefined;
  readonly today: string;
}

/** What the files prove or refute is not for people to tick. */
function tick(
  { action, item, by, today }: Ticking,
  { checklist = [], folder }: DeploymentReview,
  context: ActionContext,
): ReportActionResult {
  const entry = checklist.find(({ id }) => id === item);
  const { files } = context.session.project;
  const wanted = action === 'tick' ? 'open' : 'ticked';
  if (entry?.state !== wanted || folder === undefined || (action === 'tick' && !by)) return {};
  const edits =
    action === 'tick'
      ? tickEdits({ id: entry.id, by: by ?? '', date: today }, folder, files)
      : untickEdits(entry, files);
  const first = edits?.[0];
  if (!edits || !first) return {};
  const path = 'create' in first ? first.create : first.span.source.path;
  const fix: Fix = { title: `Remember “${entry.title}”`, safety: 'safe', edits };
  const edit = fixEdit(fix, path, context);
  const start = { line: 0, character: 0 };
  return edit ? { uri: context.uriOf(path), range: { start, end: start }, edit } : {};
}

/** A place without a finding: in a file that was reviewed, no other. */
function placeOf({ path, line, character }: PageTarget, context: ActionContext): ReportActionResult {
  if (!context.session.review().files.includes(path)) return {};
  return { uri: context.uriOf(path), range: { start: { line, character }, end: { line, character } } };
}
