/** What Compose accepts is no error of ours: every deployment of the examples and of public projects, by docker-compose and by the specification. */
import assert from 'node:assert/strict';
import { readdirSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { Finding } from '../../core/index.ts';
import { fileKind } from '../../core/model/file-kind.ts';
import type { Files } from '../../scripts/generate/example-review.ts';
import { repository } from '../../scripts/generate/rule-files.ts';
import { reviewFolder } from '../support/disk-review.ts';
import { sharedPath } from '../support/shared-folder.ts';
import { judgeDeployments } from './compose-judge.ts';
import { specification } from './specification.ts';

/** Rules about what Compose itself checks when it reads its files. */
const formRules = new Set(
  `dependency-cycle duplicate-variable invalid-port malformed-environment malformed-healthcheck missing-compose-file mixed-resource-keys syntax
   undefined-config undefined-network undefined-secret undefined-volume unknown-dependency unknown-key unreadable-resource`
    .split(/\s+/)
    .map((name) => `compose/${name}`),
);

test('docker-compose accepts no deployment whose form we call an error', {
  timeout: 600_000,
}, async (context) => {
  const contradicted: string[] = [];
  const count = { accepted: 0, refused: 0 };
  for (const folder of projects(context)) {
    const { files, errors } = formErrors(folder);
    for (const judged of await judgeDeployments({ ...files, ...copiedExamples(files) })) {
      if (judged.errors.length > 0) {
        count.refused++;
        continue;
      }
      count.accepted++;
      const own = errors.filter((error) => judged.composeFiles.includes(error.path));
      contradicted.push(...own.map((error) => `${folder}/${error.path}: ${error.said}`));
    }
  }
  context.diagnostic(`docker-compose accepts ${count.accepted} deployments and refuses ${count.refused}`);
  assert.ok(count.accepted > 0);
  assert.deepEqual(contradicted, []);
});

test('the specification accepts no file whose form we call an error', (context) => {
  const refusal = specification(context);
  if (refusal === undefined) return;
  const contradicted: string[] = [];
  const count = { accepted: 0, refused: 0 };
  for (const folder of projects(context)) {
    const { files, errors } = formErrors(folder);
    for (const [path, text] of Object.entries(files)) {
      if (fileKind(path) !== 'compose') continue;
      if (refusal(text) !== undefined) {
        count.refused++;
        continue;
      }
      count.accepted++;
      const own = errors.filter((error) => error.path === path && !beyondSchema.has(error.rule));
      contradicted.push(...own.map((error) => `${folder}/${path}: ${error.said}`));
    }
  }
  context.diagnostic(`the specification accepts ${count.accepted} files and refuses ${count.refused}`);
  assert.ok(count.accepted > 0);
  assert.deepEqual(contradicted, []);
});

/** What no schema can express: one part of a file names another, or another file. */
const beyondSchema = new Set([
  'compose/dependency-cycle',
  'compose/missing-compose-file',
  'compose/undefined-config',
  'compose/undefined-network',
  'compose/undefined-secret',
  'compose/undefined-volume',
  'compose/unknown-dependency',
]);

/** Folders that are a project each: the examples and, where they are at hand, those of public projects. */
function projects(context: TestContext): readonly string[] {
  const parents = [
    join(repository, 'examples'),
    sharedPath('corpus', context),
    sharedPath('deployments', context),
  ];
  return parents.flatMap((parent) =>
    parent === undefined
      ? []
      : readdirSync(parent)
          .map((name) => join(parent, name))
          .filter((path) => statSync(path).isDirectory()),
  );
}

/** Whoever starts a project copies its `.env.example` first, as its instructions say. */
function copiedExamples(files: Files): Files {
  const copies: Record<string, string> = {};
  for (const [path, text] of Object.entries(files)) {
    const copy = path.replace(/(^|\/)\.?env\.(?:example|sample)$/, '$1.env');
    if (copy !== path && !Object.hasOwn(files, copy)) copies[copy] = text;
  }
  return copies;
}

interface FormError {
  readonly path: string;
  readonly rule: string;
  readonly said: string;
}

function formErrors(folder: string): { readonly files: Files; readonly errors: readonly FormError[] } {
  const { review, texts } = reviewFolder(folder, { all: true });
  const files = Object.fromEntries(Array.from(texts, ([path, text]) => [relative(folder, path), text]));
  const about = (finding: Finding): FormError => ({
    path: relative(folder, finding.at.source.path),
    rule: finding.ruleId,
    said: `${finding.ruleId}: ${finding.message}`,
  });
  const errors = review.findings.filter(
    (finding) => finding.severity === 'error' && formRules.has(finding.ruleId),
  );
  return { files, errors: errors.map(about) };
}
