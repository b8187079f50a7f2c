import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AnyRule } from '../../core/index.ts';
import { rules } from '../../rules/index.ts';
import {
  applyFix,
  exampleFiles,
  type Files,
  findingsOf,
  reviewFiles,
} from '../../scripts/generate/example-review.ts';
import { repository } from '../../scripts/generate/rule-files.ts';
import { parseCaseFile } from '../support/case-file.ts';

/** A set of files that a fix has made, or that a rule calls good. */
export interface Verdict {
  /** Rule and what was done: `compose/obsolete-version: good`. */
  readonly name: string;
  readonly files: Files;
}

/**
 * What the tools are asked to judge: every rule's good example (which its first fixes make of the bad one), what each alternative fix makes of the
 * bad one, and every `fixed` fence of the case files.
 */
export function fixedFileSets(): readonly Verdict[] {
  return rules.flatMap((rule) => [...examplesOf(rule), ...casesOf(rule)]);
}

function examplesOf(rule: AnyRule): readonly Verdict[] {
  const bad = exampleFiles(rule, rule.bad);
  const findings = findingsOf(reviewFiles(bad, { rules }), rule.id);
  const alternatives = findings.flatMap((finding) => finding.fixes.slice(1));
  return [
    { name: `${rule.id}: good`, files: exampleFiles(rule, rule.good) },
    ...alternatives.map((fix) => ({ name: `${rule.id}: ${fix.title}`, files: applyFix(bad, fix) })),
  ];
}

function casesOf(rule: AnyRule): readonly Verdict[] {
  const path = join(repository, 'test', 'cases', `${rule.id}.md`);
  if (!existsSync(path)) return [];
  return parseCaseFile(readFileSync(path, 'utf8')).flatMap(({ name, files, fixed }) =>
    fixed ? [{ name: `${rule.id}: ${name}`, files: { ...files, ...fixed } }] : [],
  );
}
