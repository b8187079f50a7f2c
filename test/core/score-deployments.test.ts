/** The score over whole deployments: what may not happen to it when files change. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parse, stringify } from 'yaml';
import type { Review } from '../../core/index.ts';
import { applyFix, type Files } from '../../scripts/generate/example-review.ts';
import '../support/fixed-seed.ts';
import { reviewByDefault } from '../support/fix-properties.ts';
import { anyDeployment } from '../support/random-deployment.ts';

const numRuns = 40;
const compose = 'compose.yaml';

interface ComposeData {
  services: Record<string, Record<string, unknown>>;
  [key: string]: unknown;
}

/** The deployment's Compose file as plain data, written anew by one writer, so that only what a test changes differs. */
function withData(files: Files, change: (data: ComposeData) => void): Files {
  const data: ComposeData = parse(files[compose] ?? '', { merge: true, logLevel: 'silent' });
  change(data);
  return { ...files, [compose]: stringify(data, { aliasDuplicateObjects: false }) };
}

/** Scores of deployments by name. */
function scores(review: Review): ReadonlyMap<string, number> {
  return new Map(review.deployments.map(({ name, score }) => [name, score]));
}

function assertNotHigher(before: Files, after: Files, what: string): void {
  const had = scores(reviewByDefault(before));
  const has = scores(reviewByDefault(after));
  for (const [name, score] of has)
    assert.ok(score <= (had.get(name) ?? 10), `${what}: ${had.get(name)} → ${score}`);
}

test('a fix never lowers it', { timeout: 300_000 }, () => {
  fc.assert(
    fc.property(anyDeployment, fc.nat(), (files, pick) => {
      const before = reviewByDefault(files);
      const offered = before.findings.flatMap((finding) => finding.fixes.map((fix) => ({ finding, fix })));
      const one = offered[pick % Math.max(1, offered.length)];
      if (!one) return;
      const after = scores(reviewByDefault(applyFix(files, one.fix)));
      for (const [name, score] of scores(before))
        assert.ok((after.get(name) ?? 10) >= score, `${one.finding.ruleId}: ${score} → ${after.get(name)}`);
    }),
    { numRuns },
  );
});

test('the order of keys and services does not matter', { timeout: 300_000 }, () => {
  fc.assert(
    fc.property(anyDeployment, (files) => {
      const reversed = (map: Record<string, unknown>) => Object.fromEntries(Object.entries(map).reverse());
      const straight = withData(files, () => {});
      const turned = withData(files, (data) => {
        for (const [name, service] of Object.entries(data.services)) data.services[name] = reversed(service);
        data.services = reversed(data.services) as ComposeData['services'];
      });
      const entries = Object.entries(turned).reverse();
      assert.deepEqual(
        scores(reviewByDefault(Object.fromEntries(entries))),
        scores(reviewByDefault(straight)),
      );
    }),
    { numRuns },
  );
});

test('an empty service, a trivial check and a flaw buy no points', {
  timeout: 300_000,
}, () => {
  fc.assert(
    fc.property(anyDeployment, (files) => {
      const plain = withData(files, () => {});
      assertNotHigher(
        plain,
        withData(files, (data) => {
          data.services.extra = { image: 'team/extra:1.0' };
        }),
        'an empty service',
      );
      const bare = withData(files, (data) => {
        for (const service of Object.values(data.services)) delete service.healthcheck;
      });
      const trivial = withData(files, (data) => {
        for (const service of Object.values(data.services))
          service.healthcheck = { test: ['CMD', 'true'], interval: '30s', timeout: '5s', retries: 3 };
      });
      if (
        !reviewByDefault(bare).findings.some(
          ({ ruleId }) => ruleId === 'compose/dependency-without-healthcheck',
        )
      )
        assertNotHigher(bare, trivial, 'trivial checks');
      const flawed = withData(files, (data) => {
        const [service] = Object.values(data.services);
        if (service) service.privileged = true;
      });
      assertNotHigher(plain, flawed, 'a flaw');
    }),
    { numRuns },
  );
});

test('deleting a check that can pass never raises it', { timeout: 300_000 }, () => {
  fc.assert(
    fc.property(anyDeployment, (files) => {
      const checked = withData(files, (data) => {
        for (const service of Object.values(data.services))
          service.healthcheck = {
            test: ['CMD', '/app/check'],
            interval: '30s',
            timeout: '5s',
            retries: 3,
          };
      });
      const unchecked = withData(checked, (data) => {
        for (const service of Object.values(data.services)) delete service.healthcheck;
      });
      assertNotHigher(checked, unchecked, 'without checks');
    }),
    { numRuns },
  );
});
