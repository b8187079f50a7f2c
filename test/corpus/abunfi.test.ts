/** The deployment that the review was written about: what it said, what it missed, and what must not be said. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import type { Finding, Review } from '../../core/index.ts';
import { rules } from '../../rules/index.ts';
import { repository } from '../../scripts/generate/rule-files.ts';
import { reviewFolder } from '../support/disk-review.ts';
import { filesBelow } from '../support/shared-folder.ts';
import { judgeCompose } from '../truth/compose-judge.ts';
import { judgeNginx } from '../truth/nginx-judge.ts';
import { copyOfAbunfi } from './abunfi.ts';

const production = 'docker-compose.production.yml';
const site = 'nginx/conf.d/abunfi.conf';
const main = 'nginx/nginx.conf';
/** The services' names in the production file, in their order. */
const services = [9, 38, 49, 69, 127];

/** Rule → where it must find something: file and line, counted from 1. */
const expected: Readonly<Record<string, readonly (readonly [file: string, line: number])[]>> = {
  // What the review said.
  'compose/missing-memory-limit': services.map((line) => [production, line]),
  'compose/missing-cpu-limit': services.map((line) => [production, line]),
  'compose/unrotated-logs': services.map((line) => [production, line]),
  'compose/secret-in-environment': [[production, 134]],
  'compose/missing-backup': [[production, 127]],
  'compose/unpinned-image': [
    [production, 10],
    [production, 39],
  ],
  // What it missed.
  'compose/obsolete-version': [
    [production, 5],
    ['docker-compose.yml', 5],
  ],
  'deployment/missing-build-target': [[production, 53]],
  'deployment/ignored-build-input': [['frontend/.dockerignore', 78]],
  'dockerfile/end-of-life-base-image': [
    ['backend/Dockerfile', 1],
    ['frontend/Dockerfile', 1],
  ],
  'deployment/committed-env-file': [['.env.production.example', 2]],
  'deployment/replaced-log-links': [[production, 21]],
  'deployment/required-host-path': [170, 176, 182, 188].map((line) => [production, line]),
  'deployment/data-in-repository': [[production, 43]],
  'deployment/missing-first-certificate': [[production, 46]],
  'deployment/mismatched-tls-ciphers': [[main, 54]],
  'nginx/weak-tls-ciphers': [[main, 54]],
  'nginx/unused-rate-limit-zone': [[main, 50]],
  'nginx/obsolete-listen-http2': [[site, 30]],
  'nginx/obsolete-xss-protection': [[main, 61]],
  'deployment/shadowed-prefix-location': [[site, 43]],
  'compose/service-left-out-of-networks': [[production, 38]],
  'compose/trivial-healthcheck': [[production, 32]],
  'compose/unpooled-postgres-connections': [[production, 153]],
  'nginx/dropped-headers': [
    [site, 39],
    [site, 94],
  ],
  'nginx/missing-proxy-headers': [
    [site, 75],
    [site, 92],
  ],
  'nginx/upgrade-on-every-request': [
    [site, 49],
    [site, 64],
  ],
};

/** Points that are a part of a finding's words: rule, file, line, and what its message has to hold. */
const worded: readonly (readonly [rule: string, file: string, line: number, words: string])[] = [
  ['compose/missing-memory-limit', production, 127, 'effective_cache_size=1GB are held against nothing'],
  ['compose/missing-backup', production, 127, '"postgres_backups" stays empty'],
  ['compose/unpooled-postgres-connections', production, 153, 'takes 200 connections'],
  ['compose/trivial-healthcheck', production, 32, '"nginx -t" says nothing about serving'],
  ['deployment/missing-build-target', production, 53, 'has no stage "production"'],
  ['deployment/ignored-build-input', 'frontend/.dockerignore', 78, 'frontend/public/index.html'],
  ['deployment/missing-first-certificate', production, 46, 'obtains the first certificate'],
  ['deployment/mismatched-tls-ciphers', main, 54, "certbot's default since 2.0"],
  ['deployment/shadowed-prefix-location', site, 43, 'that end in .js, .css, .png'],
  ['deployment/replaced-log-links', production, 21, 'nothing rotates the files'],
  ['nginx/weak-tls-ciphers', main, 54, 'CBC mode'],
  ['nginx/dropped-headers', site, 39, 'X-Frame-Options, X-Content-Type-Options'],
  ['nginx/dropped-headers', site, 94, 'Strict-Transport-Security'],
  ['nginx/missing-proxy-headers', site, 92, 'no Host, X-Real-IP, X-Forwarded-For and X-Forwarded-Proto'],
  ['nginx/missing-proxy-headers', site, 75, 'no X-Real-IP, X-Forwarded-For and X-Forwarded-Proto'],
  ['nginx/obsolete-listen-http2', site, 30, 'since nginx 1.25.1'],
];

describe('abunfi', () => {
  test('is one deployment for production and one for development', (context) => {
    const reviewed = reviewCopy(context);
    if (!reviewed) return;
    const { review } = reviewed;
    const compose = review.deployments.filter((one) => one.services.length > 0);
    assert.deepEqual(compose.map(({ name, environment }) => [name.split('/').at(-1), environment]).sort(), [
      ['docker-compose.production.yml', 'production'],
      ['docker-compose.yml', 'development'],
    ]);
    assert.equal(review.deployments.length, 2, 'Dockerfiles and nginx files belong to these two');
  });

  test('everything that the review said and that the files show is found at its line', (context) => {
    const reviewed = reviewCopy(context);
    if (!reviewed) return;
    for (const [id, places] of Object.entries(expected))
      assert.deepEqual(reviewed.places(id), sorted(places), id);
  });

  test('what is a part of a finding is in its words', (context) => {
    const reviewed = reviewCopy(context);
    if (!reviewed) return;
    const missing = worded.filter(([id, file, line, words]) => {
      const own = reviewed.review.findings.filter((one) => one.ruleId === id && reviewed.path(one) === file);
      return !own.some((one) => reviewed.line(one) === line && one.message.includes(words));
    });
    assert.deepEqual(missing, []);
  });

  test('keepalive is in vain before nginx 1.29.7 only, and "nginx:alpine" is newer', (context) => {
    const id = 'nginx/unused-upstream-keepalive';
    const today = reviewCopy(context);
    const older = reviewCopy(context, (text) => text.replace('nginx:alpine', 'nginx:1.28.0-alpine'));
    if (!today || !older) return;
    assert.deepEqual(today.places(id), []);
    assert.deepEqual(
      older.places(id),
      [75, 81, 92].map((line) => [site, line]),
    );
  });

  test('the development file has no finding that is for production only', (context) => {
    const reviewed = reviewCopy(context);
    if (!reviewed) return;
    const ids = new Set(rules.filter((rule) => rule.production).map((rule) => rule.id));
    const own = reviewed.review.findings.filter((finding) => reviewed.path(finding) === 'docker-compose.yml');
    assert.deepEqual(own.filter((finding) => ids.has(finding.ruleId)).map(said), []);
  });

  test('no false alarm', (context) => {
    const reviewed = reviewCopy(context);
    if (!reviewed) return;
    const findings = (id: string, file: string) =>
      reviewed.review.findings.filter((one) => one.ruleId === id && reviewed.path(one) === file);
    // nginx and postgres give up root themselves; the backend's USER is set.
    for (const id of ['dockerfile/root-user', 'compose/root-user']) {
      for (const file of ['frontend/Dockerfile', 'backend/Dockerfile'])
        assert.deepEqual(findings(id, file).map(said), [], id);
    }
    const roots = findings('compose/root-user', production).filter((one) => one.service !== 'certbot');
    assert.deepEqual(roots.map(said), []);
    // curl is in the backend's image, wget in the frontend's.
    assert.deepEqual(reviewed.places('deployment/missing-healthcheck-tool'), []);
    // ${!} is escaped, and busybox's shell hands its process on.
    assert.deepEqual(reviewed.places('compose/syntax'), []);
    assert.deepEqual(reviewed.places('compose/swallowed-dollar'), []);
    assert.deepEqual(reviewed.places('compose/swallowed-stop-signal'), []);
    assert.deepEqual(reviewed.places('compose/missing-init'), []);
    assert.deepEqual(reviewed.places('nginx/syntax'), []);
    assert.deepEqual(reviewed.places('deployment/unknown-upstream'), []);
    assert.deepEqual(reviewed.places('deployment/wrong-upstream-port'), []);
    // certbot renews by the folder that nginx answers from, and nginx reloads itself every six hours.
    assert.deepEqual(reviewed.places('deployment/mismatched-acme-webroot'), []);
    assert.deepEqual(reviewed.places('deployment/missing-certificate-renewal'), []);
    assert.deepEqual(reviewed.places('deployment/renewal-without-reload'), []);
    assert.deepEqual(reviewed.places('deployment/unmounted-certificate'), []);
  });

  test('the strengths that the files bear out are named', (context) => {
    const reviewed = reviewCopy(context);
    if (!reviewed) return;
    const deployment = reviewed.review.deployments.find((one) => one.environment === 'production');
    const strengths = new Set(deployment?.strengths.map((strength) => strength.ruleId));
    const borneOut = [
      'compose/missing-healthcheck',
      'compose/missing-restart-policy',
      'compose/published-database-port',
      'dockerfile/root-user',
      'dockerfile/build-tools-in-final-image',
      'dockerfile/development-dependencies',
      'dockerfile/missing-healthcheck',
      'dockerfile/shell-form-command',
      'nginx/weak-tls-protocols',
      'nginx/missing-hsts',
      'nginx/missing-content-security-policy',
      'nginx/version-disclosed',
      'nginx/uncompressed-responses',
      'nginx/missing-rate-limit',
    ];
    assert.deepEqual(
      borneOut.filter((id) => !strengths.has(id)),
      [],
    );
  });

  test('--fix=all makes it production ready: 9 of 10 or more, and no error', {
    timeout: 300_000,
  }, (context) => {
    const root = copyOfAbunfi(context);
    if (root === undefined) return;
    fixAll(root);
    const { review } = reviewFolder(root);
    const deployment = review.deployments.find((one) => one.environment === 'production');
    const own = review.findings.filter(
      (finding) => relative(root, finding.at.source.path) !== 'docker-compose.yml',
    );
    assert.deepEqual(own.filter((finding) => finding.severity === 'error').map(said), []);
    assert.ok((deployment?.score ?? 0) >= 9, `held down by:\n${own.map(said).join('\n')}`);
  });

  test('--fix=all is accepted by the tools, keeps every comment, and a second run changes nothing', {
    timeout: 300_000,
  }, async (context) => {
    const root = copyOfAbunfi(context);
    if (root === undefined) return;
    const before = textsBelow(root);
    fixAll(root);
    const after = textsBelow(root);
    assert.notDeepEqual(after, before);
    const lost = Object.entries(before).flatMap(([path, text]) =>
      lostComments(path, text, after[path] ?? ''),
    );
    assert.deepEqual(lost, []);

    const nginx = judgeNginx(after);
    assert.deepEqual(nginx.errors, []);
    assert.ok(
      [site, main].every((path) => nginx.read.includes(path)),
      'nginx read both files',
    );
    for (const name of nginx.newer) context.diagnostic(`judged by the table of newer syntax: ${name}`);
    const compose = await judgeCompose(after);
    assert.deepEqual(compose.errors, []);
    for (const name of compose.newer) context.diagnostic(`judged by the specification: ${name}`);

    fixAll(root);
    assert.deepEqual(textsBelow(root), after);
  });
});

interface ReviewedCopy {
  readonly review: Review;
  /** Where a rule found something: file and line, counted from 1. */
  places(ruleId: string): readonly (readonly [file: string, line: number])[];
  path(finding: Finding): string;
  /** Counted from 1. */
  line(finding: Finding): number;
}

/** @param changed what the production file says instead */
function reviewCopy(
  context: TestContext,
  changed: (text: string) => string = (text) => text,
): ReviewedCopy | undefined {
  const root = copyOfAbunfi(context);
  if (root === undefined) return undefined;
  const file = join(root, production);
  writeFileSync(file, changed(readFileSync(file, 'utf8')));
  const { review } = reviewFolder(root);
  assert.deepEqual(
    review.problems.map((problem) => problem.message),
    [],
  );
  const path = (finding: Finding) => relative(root, finding.at.source.path);
  const line = ({ at }: Finding) => at.source.position(at.start).line + 1;
  const places = (ruleId: string) => {
    const own = review.findings.filter((finding) => finding.ruleId === ruleId);
    return sorted(own.map((finding) => [path(finding), line(finding)]));
  };
  return { review, places, path, line };
}

function sorted(
  places: readonly (readonly [file: string, line: number])[],
): readonly (readonly [file: string, line: number])[] {
  return [...places].sort(([fileA, a], [fileB, b]) => fileA.localeCompare(fileB) || a - b);
}

function said(finding: Finding): string {
  return `${finding.ruleId}: ${finding.message}`;
}

/** With the built command line, as users do. */
function fixAll(root: string): void {
  const args = [
    join(repository, 'dist', 'cli.cjs'),
    'review',
    root,
    '--fix=all',
    '--fail-on',
    'never',
    '--no-color',
  ];
  execFileSync(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
}

function textsBelow(root: string): Readonly<Record<string, string>> {
  return Object.fromEntries(filesBelow(root).map((path) => [path, readFileSync(join(root, path), 'utf8')]));
}

/** Comment lines that are gone; what stands between is another matter. */
function lostComments(path: string, before: string, after: string): readonly string[] {
  const comments = (text: string) =>
    text
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line.startsWith('#'));
  const kept = comments(after);
  return comments(before).flatMap((line) => {
    const at = kept.indexOf(line);
    if (at < 0) return [`${path}: ${line}`];
    kept.splice(at, 1);
    return [];
  });
}
