/** That requests go where the walk says: a started nginx is asked the same. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hasNginx } from '../support/real-nginx.ts';
import { cases } from './nginx-request-cases.ts';
import { corpusConfigurations, exampleConfigurations } from './nginx-request-files.ts';
import { type Compared, type Configurations, compareAll } from './nginx-requests.ts';

/** Of the corpus, each fifth of the many small ones and all that are more than a proxy. */
const share = 5;
const own: Configurations = Object.fromEntries(
  Object.entries(cases).map(([name, http]) => [name, { 'nginx.conf': http }]),
);

function told({ name, question, difference }: Compared): string {
  const { method, scheme, host, port, target } = question;
  return `${name}: ${method} ${scheme}://${host}:${port}${target}: ${difference}`;
}

test('own configurations', { timeout: 120_000 }, async (context) => {
  if (!hasNginx(context)) return;
  const configurations = { ...own, ...exampleConfigurations() };
  const { compared, refused } = await compareAll(configurations, 30);
  assert.deepEqual(refused, []);
  assert.deepEqual(compared.filter(({ difference }) => difference !== undefined).map(told), []);
  // All of these can be decided: nothing hides behind "unknown".
  assert.deepEqual(compared.filter(({ walked }) => walked.outcome.kind === 'unknown').map(told), []);
  assert(Object.keys(configurations).length >= 30);
  assert(compared.length >= 500, `${compared.length} requests`);
  context.diagnostic(`${compared.length} requests over ${Object.keys(configurations).length} configurations`);
});

test('configurations of others', { timeout: 120_000 }, async (context) => {
  if (!hasNginx(context)) return;
  const all = Object.entries(corpusConfigurations());
  if (all.length === 0) {
    context.diagnostic('the corpus is not at hand');
    return;
  }
  const some = all.filter(([name], index) => !name.endsWith('.sample') || index % share === 0);
  const { compared, refused } = await compareAll(Object.fromEntries(some), 20);
  assert.deepEqual(refused, []);
  assert.deepEqual(compared.filter(({ difference }) => difference !== undefined).map(told), []);
  const unknown = compared.filter(({ walked }) => walked.outcome.kind === 'unknown');
  assert(unknown.length * 20 < compared.length, unknown.map(told).join('\n'));
  context.diagnostic(
    `${compared.length} requests over ${some.length} configurations, ${unknown.length} unknown`,
  );
});
