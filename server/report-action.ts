import { isTarget } from '../core/report/page/target.ts';
import type { ActionContext } from './code-actions.ts';
import { rangeOf } from './diagnostics.ts';
import { ignoreComment } from './ignore-comment.ts';
import type { PagePress, PageTarget, ReportActionResult } from './protocol.ts';
import { fixEdit } from './workspace-edit.ts';

/** What a pressed button of the report page comes to. A finding that is no longer there comes to nothing. */
export function reportAction({ action, target }: PagePress, context: ActionContext): ReportActionResult {
  const review = context.session.review();
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

/** A place without a finding: in a file that was reviewed, no other. */
function placeOf({ path, line, character }: PageTarget, context: ActionContext): ReportActionResult {
  if (!context.session.review().files.includes(path)) return {};
  return { uri: context.uriOf(path), range: { start: { line, character }, end: { line, character } } };
}
