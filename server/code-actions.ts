import {
  type CodeAction,
  type CodeActionContext,
  CodeActionKind,
  CodeActionTriggerKind,
  type Command,
  type Diagnostic,
  type Range,
} from 'vscode-languageserver-protocol';
import type { Finding } from '../core/index.ts';
import { rangeOf, toDiagnostic } from './diagnostics.ts';
import { fixAllSafe, lineEdits, safeFix } from './fix-all.ts';
import { groupBy } from './group-by.ts';
import { ignoreComment } from './ignore-comment.ts';
import { type IgnoreArguments, ignoreCommand } from './protocol.ts';
import type { Session } from './session.ts';
import { documentEdit, type EditContext, fixEdit } from './workspace-edit.ts';

/** All safe problems of a file at once; editors run it on save by this name. */
export const fixAllKind = `${CodeActionKind.SourceFixAll}.seaworthy`;

export const codeActionKinds = [CodeActionKind.QuickFix, fixAllKind];

export interface ActionContext extends EditContext {
  readonly session: Session;
  /** The client has the command that asks for the reason. */
  readonly asksForReason: boolean;
  ruleLink(ruleId: string): string | undefined;
}

/** What can be done about the findings in a range of an open document. */
export function codeActions(
  path: string,
  range: Range,
  asked: CodeActionContext,
  context: ActionContext,
): CodeAction[] {
  const actions: CodeAction[] = [];
  const findings = context.session.review().findings.filter((finding) => finding.at.source.path === path);
  if (wants(asked, CodeActionKind.QuickFix)) {
    const here = findings.filter((finding) => meet(rangeOf(finding.at), range));
    actions.push(...merged(here.flatMap((finding) => fixes(finding, asked.diagnostics, context))));
    for (const finding of here) actions.push(...ignore(finding, asked.diagnostics, context));
  }
  // Reviewing the file once per fix is too much for every move of the cursor.
  const byItself = asked.triggerKind === CodeActionTriggerKind.Automatic && !asked.only;
  if (wants(asked, fixAllKind) && !byItself) actions.push(...fixAll(path, context));
  return actions;
}

/** Kinds are hierarchies: who asks for `source` is also offered `source.fixAll.seaworthy`. */
function wants(asked: CodeActionContext, kind: string): boolean {
  return !asked.only || asked.only.some((only) => kind === only || kind.startsWith(`${only}.`));
}

function meet(a: Range, b: Range): boolean {
  const before = (x: Range['start'], y: Range['start']) =>
    x.line < y.line || (x.line === y.line && x.character < y.character);
  return !before(a.end, b.start) && !before(b.end, a.start);
}

function fixes(finding: Finding, given: readonly Diagnostic[], context: ActionContext): CodeAction[] {
  return finding.fixes.flatMap((fix, index) => {
    const edit = fixEdit(fix, finding.at.source.path, context);
    if (!edit) return [];
    return {
      title: fix.title,
      kind: CodeActionKind.QuickFix,
      diagnostics: [diagnosticOf(finding, given, context)],
      isPreferred: index === 0,
      edit,
    };
  });
}

/** One fix may mend several findings: it is offered once. */
function merged(actions: readonly CodeAction[]): CodeAction[] {
  const byEffect = groupBy(actions, ({ title, edit }) => JSON.stringify([title, edit]));
  return [...byEffect.values()].map((same) => ({
    ...same[0]!,
    diagnostics: same.flatMap(({ diagnostics }) => diagnostics ?? []),
    isPreferred: same.some(({ isPreferred }) => isPreferred),
  }));
}

/** The diagnostic as the client knows it, so that it ties the action to its squiggle. */
function diagnosticOf(finding: Finding, given: readonly Diagnostic[], context: ActionContext): Diagnostic {
  const own = toDiagnostic(finding, context);
  const same = (other: Diagnostic) =>
    other.code === own.code &&
    other.message === own.message &&
    other.range.start.line === own.range.start.line;
  return given.find(same) ?? own;
}

function ignore(finding: Finding, given: readonly Diagnostic[], context: ActionContext): CodeAction[] {
  const { path } = finding.at.source;
  const place = ignoreComment(finding.at, finding.ruleId);
  if (!place) return [];
  const { line, comment, eol, scope } = place;
  const action = {
    title: `Ignore ${finding.ruleId} ${scope === 'file' ? 'in this file' : 'here'}, with a reason`,
    kind: CodeActionKind.QuickFix,
    diagnostics: [diagnosticOf(finding, given, context)],
  };
  if (context.asksForReason) {
    const args: IgnoreArguments = { uri: context.uriOf(path), line, comment };
    const command: Command = { title: action.title, command: ignoreCommand, arguments: [args] };
    return [{ ...action, command }];
  }
  const start = { line, character: 0 };
  const edit = { range: { start, end: start }, newText: `${comment}reason${eol}` };
  return [{ ...action, edit: documentEdit(path, [edit], context) }];
}

function fixAll(path: string, context: ActionContext): CodeAction[] {
  const text = context.session.document(path)?.getText();
  const review = context.session.review();
  if (text === undefined || !review.findings.some((finding) => safeFix(path, finding))) return [];
  const fixed = context.session.suppose(path, (suppose) => fixAllSafe(path, text, review, suppose));
  if (fixed === text) return [];
  return [
    {
      title: 'Fix all safe problems in this file',
      kind: fixAllKind,
      edit: documentEdit(path, lineEdits(text, fixed), context),
    },
  ];
}
