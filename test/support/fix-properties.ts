import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import { parse } from 'yaml';
import { type Finding, type Fix, isCreate, type Review } from '../../core/index.ts';
import { parseYaml } from '../../core/parse/yaml.ts';
import { Source } from '../../core/text/index.ts';
import { rules } from '../../rules/index.ts';
import { applyFix, type Files, findingsOf, reviewFiles } from '../../scripts/generate/example-review.ts';
import { assertNoRuleFailed, assertNothingAdded } from './assert-review.ts';

/** Rule → rules that may ask further once its finding is mended. */
export const nextQuestions: Readonly<Record<string, readonly string[]>> = {
  // The value that moves into the env file is as weak there: the deployment has to start as it did.
  'compose/hardcoded-secret': ['deployment/weak-secret'],
};

/** Review files as users have it: the rules that are on by default, for production. */
export function reviewByDefault(files: Files): Review {
  const review = reviewFiles(files, { rules, onlyDefault: true });
  assertNoRuleFailed(review, 'on random files');
  return review;
}

/**
 * What every fix keeps to: its finding goes, so that it is not applied twice; no finding comes; line ends stay as they are; services that it does
 * not touch say what they said; a comment goes only with what it stands at.
 */
export function assertGoodFix(files: Files, before: Review, finding: Finding, fix: Fix): void {
  const what = `${finding.ruleId}: "${fix.title}"`;
  const fixed = applyFix(files, fix);
  const after = reviewByDefault(fixed);
  assert.ok(!after.deployments.some((deployment) => deployment.waiting), `${what} breaks the syntax`);
  const same = (review: Review) =>
    findingsOf(review, finding.ruleId).filter((one) => one.message === finding.message).length;
  assert.ok(same(after) < same(before), `${what} leaves its finding open`);
  const next = nextQuestions[finding.ruleId] ?? [];
  const added = after.findings.filter((one) => !next.includes(one.ruleId));
  assertNothingAdded(before.findings, added, what);
  for (const [path, text] of Object.entries(files)) {
    const result = fixed[path]!;
    if (text.includes('\n'))
      assert.equal(lineEnds(result), lineEnds(text), `${what} changes the line ends of ${path}`);
    if (!/\.ya?ml$/.test(path)) continue;
    assertUntouchedServicesKept(path, text, result, fix, what);
    assertCommentsKept(text, result, what);
  }
}

function lineEnds(text: string): string {
  return [...new Set(text.match(/\r?\n/g))].map((end) => JSON.stringify(end)).join();
}

type Plain = { readonly [key: string]: unknown };

function servicesOf(text: string): Plain {
  return (parse(text, { merge: true, logLevel: 'silent' })?.services ?? {}) as Plain;
}

function assertUntouchedServicesKept(
  path: string,
  before: string,
  after: string,
  fix: Fix,
  what: string,
): void {
  const now = servicesOf(after);
  const places = placesOf(path, before);
  for (const [name, service] of Object.entries(servicesOf(before))) {
    if (isDeepStrictEqual(service, now[name])) continue;
    const { start, end } = places.get(name)!;
    const touches = fix.edits.some(
      (edit) =>
        !isCreate(edit) && edit.span.source.path === path && edit.span.end >= start && edit.span.start <= end,
    );
    assert.ok(touches, `${what} changes "${name}", which it does not touch`);
  }
}

/** Service → from its name to where the next one begins, as offsets. */
function placesOf(
  path: string,
  text: string,
): ReadonlyMap<string, { readonly start: number; readonly end: number }> {
  const root = parseYaml(new Source(path, text)).documents[0];
  const entries = root?.kind === 'map' ? root.entries : [];
  const services = entries.find((entry) => entry.key.text === 'services')?.value;
  if (services?.kind !== 'map') return new Map();
  return new Map(
    services.entries.map(({ key }, at) => {
      const next = services.entries[at + 1]?.key.span.start;
      return [key.text, { start: key.span.start, end: next ?? text.length }];
    }),
  );
}

/** Comments may go only where something is taken out. */
function assertCommentsKept(before: string, after: string, what: string): void {
  if (places(after) < places(before)) return;
  assert.deepEqual(comments(after), comments(before), `${what} loses a comment`);
}

function comments(text: string): readonly string[] {
  return (text.match(/# (?:about|behind).*/g) ?? []).map((comment) => comment.trim());
}

/** How many values a file holds, however deep. */
function places(text: string): number {
  const count = (value: unknown): number =>
    typeof value === 'object' && value !== null
      ? Object.values(value).reduce<number>((sum, inner) => sum + 1 + count(inner), 0)
      : 0;
  return count(parse(text, { logLevel: 'silent' }));
}
