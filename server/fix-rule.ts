import {
  applyEdits,
  type DeploymentReview,
  type Edit,
  type Finding,
  type Fix,
  isCreate,
  type Review,
} from '../core/index.ts';
import { findingsOf } from '../core/report/report.ts';
import type { ActionContext } from './code-actions.ts';
import { rangeOf } from './diagnostics.ts';
import { lineEdits, touch } from './fix-all.ts';
import type { ReportActionResult } from './protocol.ts';
import { filesEdit } from './workspace-edit.ts';

/** No deployment has more findings of one rule to mend one after the other than this. */
const roundsAtMost = 300;

/** The first fix of every finding that a rule has in a deployment, in whatever files, as one change. */
export function fixAllOfRule(
  ruleId: string,
  deployment: DeploymentReview,
  context: ActionContext,
): ReportActionResult {
  const { session } = context;
  const review = session.review();
  const ofRule = (one: Review) => {
    const own = one.deployments.find(({ name }) => name === deployment.name);
    return own ? findingsOf(own, one.findings).filter((finding) => finding.ruleId === ruleId) : [];
  };
  const first = ofRule(review).find(({ fixes }) => fixes.length > 0);
  if (!first) return {};
  const before = (path: string) => session.project.files.text(path)?.text;
  const texts = session.supposeMany((suppose) =>
    fixedTexts(ofRule(review), before, (changed) => ofRule(suppose(changed))),
  );
  const changes = [...texts].map(([path, text]) => {
    const old = before(path);
    return { path, fresh: old === undefined, edits: lineEdits(old ?? '', text) };
  });
  const edit = filesEdit(changes, context);
  return edit ? { uri: context.uriOf(first.at.source.path), range: rangeOf(first.at), edit } : {};
}

/**
 * Texts of the files that fixes change or create, by path. After each round of fixes what is left is asked for again; a
 * round holds at most one fix of each service, and no two that touch.
 */
function fixedTexts(
  findings: readonly Finding[],
  before: (path: string) => string | undefined,
  left: (texts: ReadonlyMap<string, string>) => readonly Finding[],
): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  let count = Number.POSITIVE_INFINITY;
  let latest = findings;
  for (let round = 0; round < roundsAtMost && latest.length < count; round++) {
    count = latest.length;
    const fixes = fixesOfRound(latest);
    const next = applied(fixes, (path) => texts.get(path) ?? before(path));
    if (!next) break;
    for (const [path, text] of next) texts.set(path, text);
    latest = left(texts);
  }
  return texts;
}

function applied(
  fixes: readonly Fix[],
  textOf: (path: string) => string | undefined,
): ReadonlyMap<string, string> | undefined {
  const byPath = new Map<string, Edit[]>();
  for (const edit of fixes.flatMap((fix) => fix.edits)) {
    const path = isCreate(edit) ? edit.create : edit.span.source.path;
    byPath.set(path, [...(byPath.get(path) ?? []), edit]);
  }
  const texts = new Map<string, string>();
  for (const [path, edits] of byPath) {
    const made = edits.find(isCreate);
    const text = made ? made.text : applyEdits(path, textOf(path) ?? '', edits);
    if (text === undefined) return undefined;
    texts.set(path, text);
  }
  return texts.size > 0 ? texts : undefined;
}

function fixesOfRound(findings: readonly Finding[]): readonly Fix[] {
  const round: Fix[] = [];
  const services = new Set<string>();
  for (const { fixes, service = '' } of findings) {
    const fix = fixes[0];
    if (!fix || (service !== '' && services.has(service))) continue;
    if (round.some((other) => touch(other, fix) || createSame(other, fix))) continue;
    services.add(service);
    round.push(fix);
  }
  return round;
}

function createSame(a: Fix, b: Fix): boolean {
  const created = new Set(a.edits.flatMap((edit) => (isCreate(edit) ? edit.create : [])));
  return b.edits.some((edit) => isCreate(edit) && created.has(edit.create));
}
