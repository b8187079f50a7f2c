import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import type { Project } from '../../core/index.ts';
import { reviewFolder } from '../support/disk-review.ts';

/** How far apart the prefixes of a text are reviewed. */
export type Step = { readonly characters: number } | { readonly lines: number };

/** About as many prefixes of a file are reviewed: each costs the review of its whole deployment. The wire's test types every key. */
const prefixesOfAFile = 1000;

export function stepOf(text: string): Step {
  return { characters: Math.max(1, Math.ceil(text.length / prefixesOfAFile)) };
}

/**
 * Type a file from its first to its last character into a project that holds the others, and leave it whole.
 * @returns how many prefixes were reviewed.
 */
export function reviewPrefixes(project: Project, path: string, text: string, step: Step): number {
  let reviewed = 0;
  for (const length of lengths(text, step)) {
    project.set(path, text.slice(0, length));
    const failed = project.review().problems.filter((problem) => problem.ruleId !== undefined);
    assert.deepEqual(
      failed.map((problem) => problem.message),
      [],
      `the first ${length} characters of ${path}`,
    );
    reviewed++;
  }
  project.set(path, text);
  project.review();
  return reviewed;
}

function* lengths(text: string, step: Step): Generator<number> {
  if ('characters' in step) {
    for (let length = 0; length < text.length; length += step.characters) yield length;
    yield text.length;
    return;
  }
  const ends = Array.from(text.matchAll(/\n/g), (match) => match.index);
  for (let at = 0; at < ends.length; at += step.lines) {
    // In the middle of a line and at its end, by turns.
    const start = at === 0 ? 0 : ends[at - 1]! + 1;
    yield at % 2 === 0 ? ends[at]! : Math.floor((start + ends[at]!) / 2);
  }
  yield text.length;
}

/** Type every file of a folder, each in its whole project; long ones some characters at a time. */
export function everyPrefix(root: string, context: TestContext): void {
  const { project, texts } = reviewFolder(root, { all: true });
  let prefixes = 0;
  for (const [path, text] of texts) {
    if (path.startsWith(`${root}/`)) prefixes += reviewPrefixes(project, path, text, stepOf(text));
  }
  context.diagnostic(`${prefixes} prefixes of ${texts.size} files`);
  assert.ok(prefixes > 0);
}
