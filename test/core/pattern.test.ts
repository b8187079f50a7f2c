/** What is said of nginx's regular expressions, and that no text makes it slow. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { policyFlaws } from '../../core/analysis/content-security-policy.ts';
import { coversPaths, pathsOf, readPattern } from '../../core/analysis/pattern.ts';

test('what PCRE refuses is told from what only PCRE knows', () => {
  for (const refused of ['(a', 'a)', '[a', '*a', 'a|*b', 'a**', '[z-a]', 'a{3,2}', '$+'])
    assert.notEqual(readPattern(refused, false).refused, undefined, refused);
  for (const fine of [
    '(?i)a',
    'a++',
    '(?>a)',
    '\\Qa(\\E',
    '[[:alpha:]]',
    '(?P<n>a)',
    '\\h*',
    'a{2',
    ']',
    '(?=a)*',
    '[]a]',
  ])
    assert.equal(readPattern(fine, false).refused, undefined, fine);
});

test('one text, where nothing in it is special', () => {
  assert.equal(readPattern('^/favicon\\.ico$', false).exact, '/favicon.ico');
  for (const several of ['^/favicon.ico$', '^/a', '/a$', '^/a$|^/b$', '^(/a)$', '^/a?$'])
    assert.equal(readPattern(several, false).exact, undefined, several);
  assert.equal(readPattern('^/a$', true).exact, undefined);
});

test('exponential time is found, and what only looks like it is not', () => {
  for (const slow of ['^(a+)+$', '^(\\w+\\s?)*$', '^/(?:[a-z]+-?)+x$'])
    assert.notEqual(readPattern(slow, false).exponential, undefined, slow);
  for (const fast of ['^(/[a-z]+)*$', '^/(?:[^/]+/)*x$', '(a+)+', '^(.*)\\.(.*)$', '^(a++)+$', '^(a|b)*$'])
    assert.equal(readPattern(fast, false).exponential, undefined, fast);
});

test('one expression takes every path of another', () => {
  const covers = (outer: string, inner: string) => coversPaths(pathsOf(outer, false), pathsOf(inner, false));
  assert.ok(covers('\\.php$', '^/api/.*\\.php$'));
  assert.ok(covers('^/api', '^/api/v1/'));
  assert.ok(covers('\\.(png|gif|css)$', '\\.(gif|png)$'));
  assert.ok(covers('^/', '\\.php$'));
  for (const [outer, inner] of [
    ['^/api/.*\\.php$', '\\.php$'],
    ['^/a', '/a'],
    ['\\.php(/|$)', '\\.php$'],
    ['(?i)\\.php$', '\\.php$'],
    ['^/(?!x)', '^/y'],
  ] as const)
    assert.ok(!covers(outer, inner), `${outer} over ${inner}`);
  assert.ok(!coversPaths(pathsOf('\\.png$', false), pathsOf('\\.png$', true)));
  assert.ok(coversPaths(pathsOf('\\.png$', true), pathsOf('\\.png$', false)));
});

test('no expression takes long to judge', () => {
  const hard = [
    '(a?){30}(b?){30}'.repeat(9),
    '(.*a){40}',
    '(((a*)*)*)*b',
    `(${'x|'.repeat(200)}y)*`,
    '[ab]*a[ab]{60}',
  ];
  for (const text of hard) {
    const from = performance.now();
    const pattern = readPattern(text, true);
    void pattern.exponential;
    coversPaths(pathsOf(text, true), pathsOf('^/a', true));
    assert.ok(performance.now() - from < 1000, `${text}: ${performance.now() - from} ms`);
  }
});

test('flaws of a policy that let scripts in, and none of one that is strict', () => {
  const kinds = (policy: string) => policyFlaws(policy).map(({ kind }) => kind);
  assert.deepEqual(kinds("script-src 'unsafe-inline' 'unsafe-eval' https:"), ['inline', 'eval', 'anywhere']);
  assert.deepEqual(kinds("default-src 'self'; style-src 'unsafe-inline'; img-src * data:"), []);
  assert.deepEqual(kinds("script-src 'sha256-YWJj' 'strict-dynamic' 'unsafe-inline' https:"), []);
  assert.deepEqual(kinds("frame-ancestors 'none'"), []);
});
