/** The score over whole deployments: what may not happen to it when files change. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parse, stringify } from 'yaml';
import { cost, lossFrom, share } from '../../core/engine/score.ts';
import type { Review } from '../../core/index.ts';
import { applyFix, type Files } from '../../scripts/generate/example-review.ts';
import '../support/fixed-seed.ts';
import { nextQuestions, reviewByDefault } from '../support/fix-properties.ts';
import { anyDeployment } from '../support/random-deployment.ts';

const numRuns = 40;
/** Of properties of which there are many alike. */
const few = 10;
const compose = 'compose.yaml';

type Service = Record<string, unknown>;

interface ComposeData {
  services: Record<string, Service>;
  [key: string]: unknown;
}

/** The deployment's Compose file as plain data, written anew by one writer, so that only what a test changes differs. */
function withData(files: Files, change: (data: ComposeData) => void): Files {
  const data: ComposeData = parse(files[compose] ?? '', { merge: true, logLevel: 'silent' });
  change(data);
  return { ...files, [compose]: stringify(data, { aliasDuplicateObjects: false }) };
}

function withServices(files: Files, change: (service: Service) => Service): Files {
  return withData(files, (data) => {
    for (const [name, service] of Object.entries(data.services)) data.services[name] = change(service);
  });
}

function withComment(files: Files, comment: string): Files {
  return { ...files, [compose]: `${comment}\n${files[compose]}` };
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function variablesOf(value: unknown): Record<string, unknown> {
  if (!Array.isArray(value)) return (value ?? {}) as Record<string, unknown>;
  return Object.fromEntries(value.map((one) => String(one).split(/=(.*)/s).slice(0, 2)));
}

/** Scores of deployments by name. */
function scores(review: Review): ReadonlyMap<string, number> {
  return new Map(review.deployments.map(({ name, score }) => [name, score]));
}

/**
 * What else a change takes away, and may take the points of with it: what is said of a check goes with the check, and root
 * may write where others may not, and on the host's network or under a folder of the host things are unknown that were known to be wrong.
 */
const taken: Readonly<Record<string, RegExp>> = {
  'without the health check': /^compose\/unawaited-health /,
  'without any health check': /^compose\/unawaited-health /,
  "the host's network": /^deployment\/|^compose\/rabbitmq-without-hostname /,
  'a folder of the host': /^deployment\/unheard-port /,
  root: /^deployment\/volume-owned-by-root /,
  // Whatever "latest" is, it has not ended, is no early version, and may hold other tools.
  'no version': /-image \(|^deployment\/missing-healthcheck-tool /,
};

function assertNotHigher(before: Files, after: Files, what: string): void {
  const [first, second] = [reviewByDefault(before), reviewByDefault(after)];
  if (only(first, second).some((one) => taken[what]?.test(one))) return;
  const had = scores(first);
  for (const [name, score] of scores(second))
    assert.ok(
      score <= (had.get(name) ?? 10),
      `${what}: ${had.get(name)} → ${score}\ngone: ${only(first, second).join(', ')}\ncome: ${only(second, first).join(', ')}`,
    );
}

/** What a review has found that another one has not. */
function only(one: Review, other: Review): readonly string[] {
  const known = new Set(other.findings.map(({ message }) => message));
  const own = one.findings.filter(({ message }) => !known.has(message));
  return own.map(({ ruleId, priority, severity }) => `${ruleId} (${priority} ${severity})`);
}

test('a fix never lowers it', { timeout: 300_000 }, () => {
  fc.assert(
    fc.property(anyDeployment, fc.nat(), (files, pick) => {
      const before = reviewByDefault(files);
      const offered = before.findings.flatMap((finding) => finding.fixes.map((fix) => ({ finding, fix })));
      const one = offered[pick % Math.max(1, offered.length)];
      if (!one) return;
      const fixed = reviewByDefault(applyFix(files, one.fix));
      // What can be asked only now was wrong before as well, and cost nothing.
      const next = nextQuestions[one.finding.ruleId] ?? [];
      const messages = new Set(before.findings.map(({ message }) => message));
      if (fixed.findings.some(({ ruleId, message }) => next.includes(ruleId) && !messages.has(message)))
        return;
      const after = scores(fixed);
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

test('an empty service and a trivial check buy no points', { timeout: 300_000 }, () => {
  fc.assert(
    fc.property(anyDeployment, (files) => {
      const plain = withData(files, () => {});
      const more = withData(files, (data) => {
        for (const name of ['extra', 'other', 'third']) data.services[name] = { image: 'team/extra:1.0' };
      });
      assertNotHigher(plain, more, 'empty services');
      const bare = withServices(files, ({ healthcheck: _, ...rest }) => rest);
      const waits = reviewByDefault(bare).findings.some(
        ({ ruleId }) => ruleId === 'compose/dependency-without-healthcheck',
      );
      if (waits) return;
      for (const check of [
        ['CMD', 'true'],
        ['CMD-SHELL', 'exit 0'],
        ['CMD', 'echo', 'fine'],
      ]) {
        const trivial = withServices(bare, (service) => ({
          ...service,
          healthcheck: { test: check, interval: '30s', timeout: '5s', retries: 3 },
        }));
        assertNotHigher(bare, trivial, `the check ${check.join(' ')}`);
      }
    }),
    { numRuns },
  );
});

/** What a careful service has of each kind that rules ask for. */
const cares: Readonly<Record<string, (service: Service) => Service>> = {
  'health check': (service) => ({
    ...service,
    healthcheck: {
      test: ['CMD', '/app/check'],
      interval: '30s',
      timeout: '5s',
      retries: 3,
      start_period: '10s',
    },
  }),
  'memory limit': (service) => ({ ...service, mem_limit: '4g' }),
  'memory reservation': (service) => ({ ...service, mem_limit: '4g', mem_reservation: '1g' }),
  'processor limit': (service) => ({ ...service, cpus: 1.5 }),
  'process limit': (service) => ({ ...service, pids_limit: 200 }),
  'log rotation': (service) => ({
    ...service,
    logging: { driver: 'json-file', options: { 'max-size': '10m', 'max-file': '3' } },
  }),
  'restart policy': (service) => ({ ...service, restart: 'unless-stopped' }),
  user: (service) => ({ ...service, user: '1000:1000' }),
  'no new privileges': (service) => ({ ...service, security_opt: ['no-new-privileges:true'] }),
  'dropped capabilities': (service) => ({ ...service, cap_drop: ['ALL'] }),
  'read-only root': (service) => ({
    ...service,
    read_only: true,
    tmpfs: [
      '/tmp',
      '/run',
      '/var/run',
      '/var/run/postgresql',
      '/var/run/mysqld',
      '/run/mysqld',
      '/var/cache/nginx',
    ],
  }),
  init: (service) => ({ ...service, init: true }),
  'stop grace period': (service) => ({ ...service, stop_grace_period: '1m' }),
};

/** Without the keys that a care sets. */
function without(service: Service, care: (service: Service) => Service): Service {
  const set = Object.keys(care({}));
  return Object.fromEntries(Object.entries(service).filter(([key]) => !set.includes(key)));
}

/** Nothing else of a service speaks of what a care is about. */
function freed({ deploy: _, ...rest }: Service): Service {
  return rest;
}

for (const [name, care] of Object.entries(cares)) {
  test(`deleting a service's ${name} never raises it`, { timeout: 300_000 }, () => {
    fc.assert(
      fc.property(anyDeployment, fc.nat(), (files, pick) => {
        const has = withData(withServices(files, freed), (data) => {
          for (const [one, service] of Object.entries(data.services)) data.services[one] = care(service);
        });
        const all = Object.keys(parse(has[compose]!).services);
        const which = all[pick % all.length];
        const lost = withData(has, (data) => {
          for (const [one, service] of Object.entries(data.services))
            if (one === which) data.services[one] = without(service, care);
        });
        assertNotHigher(has, lost, `without the ${name}`);
        assertNotHigher(
          has,
          withServices(has, (service) => without(service, care)),
          `without any ${name}`,
        );
        if (name !== 'health check') return;
        const off = withServices(has, (service) => ({ ...service, healthcheck: { disable: true } }));
        assertNotHigher(has, off, 'with the check switched off');
      }),
      { numRuns: few },
    );
  });
}

const flaws: Readonly<Record<string, (service: Service) => Service>> = {
  privileged: (service) => ({ ...service, privileged: true }),
  'a dangerous capability': (service) => ({ ...service, cap_add: ['SYS_ADMIN'] }),
  "the host's network": (service) => ({ ...service, network_mode: 'host' }),
  "the host's processes": (service) => ({ ...service, pid: 'host' }),
  'the socket of Docker': (service) => ({
    ...service,
    volumes: [...listOf(service.volumes), '/var/run/docker.sock:/var/run/docker.sock'],
  }),
  'a folder of the host': (service) => ({
    ...service,
    volumes: [...listOf(service.volumes), '/etc:/host-etc'],
  }),
  'an open database port': (service) => ({ ...service, ports: [...listOf(service.ports), '5433:5432'] }),
  'a secret in the file': (service) => ({
    ...service,
    environment: { ...variablesOf(service.environment), ADMIN_PASSWORD: 'hunter2hunter2' },
  }),
  'no security profile': (service) => ({ ...service, security_opt: ['seccomp:unconfined'] }),
  'no logs': (service) => ({ ...service, logging: { driver: 'none' } }),
  root: (service) => ({ ...service, user: 'root' }),
  'no version': (service) => ({
    ...service,
    image: String(service.image ?? 'team/app:1').replace(/:.*/, ''),
  }),
};

for (const [name, flaw] of Object.entries(flaws)) {
  test(`${name} never raises it`, { timeout: 300_000 }, () => {
    fc.assert(
      fc.property(anyDeployment, fc.nat(), (files, pick) => {
        // A container on the host's network has no networks and ports of its own, nor what is wrong with them.
        const own = ({ networks: _, ports: __, links: ___, ...rest }: Service) => rest;
        const plain = name === "the host's network" ? withServices(files, own) : withData(files, () => {});
        const all = Object.keys(parse(plain[compose]!).services);
        const flawed = withData(plain, (data) => {
          const which = all[pick % all.length]!;
          data.services[which] = flaw(data.services[which]!);
        });
        assertNotHigher(plain, flawed, name);
      }),
      { numRuns: few },
    );
  });
}

test('the same flaw in ten services costs at most half as much again as it would alone', {
  timeout: 300_000,
}, () => {
  fc.assert(
    fc.property(anyDeployment, fc.constantFrom(...Object.values(flaws)), (files, flaw) => {
      const ten = (change: (service: Service) => Service) =>
        withData(files, (data) => {
          const [service] = Object.values(data.services);
          const { ports: _, container_name: __, depends_on: ___, links: ____, ...plain } = service!;
          data.services = Object.fromEntries(
            Array.from({ length: 10 }, (_, at) => [`s${at}`, change(plain)]),
          );
        });
      const [before, after] = [reviewByDefault(ten((one) => one)), reviewByDefault(ten(flaw))];
      const known = new Set(before.findings.map(({ message }) => message));
      const alone = new Map<string, number>();
      for (const { ruleId, category, priority, severity, message } of after.findings) {
        if (known.has(message)) continue;
        const points = share(category, lossFrom(category, cost(priority, severity)), 'deployment');
        alone.set(ruleId, Math.max(points, alone.get(ruleId) ?? 0));
      }
      const most = [...alone.values()].reduce((sum, points) => sum + 1.5 * points, 0);
      assert.ok(lostIn(after) - lostIn(before) <= most + 1e-9, `${lostIn(before)} → ${lostIn(after)}`);
    }),
    { numRuns: few },
  );
});

/** Points that the Compose file's deployment loses, before any cap. */
function lostIn({ deployments }: Review): number {
  const found = deployments.find(({ name }) => name === compose);
  return (found?.categories ?? []).reduce((sum, category) => sum + category.cost, 0);
}

/** Ways to put every finding away at once. */
const blankets: Readonly<Record<string, (files: Files, ruleIds: readonly string[]) => Files>> = {
  'every rule switched off': (files, ruleIds) => ({
    ...files,
    '.seaworthy.yaml': `rules:\n${ruleIds.map((id) => `  ${id}: off\n`).join('')}`,
  }),
  'every rule made an info': (files, ruleIds) => ({
    ...files,
    '.seaworthy.yaml': `rules:\n${ruleIds.map((id) => `  ${id}: info\n`).join('')}`,
  }),
  'every rule ignored for the file': (files, ruleIds) =>
    withComment(files, `# seaworthy-ignore-file ${ruleIds.join(' ')} -- all known`),
  'a comment without a reason for the file': (files, ruleIds) =>
    withComment(files, `# seaworthy-ignore-file ${ruleIds.join(' ')}`),
  'every file left out': (files) => ({ ...files, '.seaworthy.yaml': 'ignore: ["api/**", "nginx.conf"]\n' }),
};

for (const [name, blanket] of Object.entries(blankets)) {
  test(`${name} buys no points`, { timeout: 300_000 }, () => {
    fc.assert(
      fc.property(anyDeployment, (files) => {
        const { findings } = reviewByDefault(files);
        const places = new Map<string, number>();
        for (const { ruleId } of findings) places.set(ruleId, (places.get(ruleId) ?? 0) + 1);
        const ruleIds = [...places.keys()].filter((id) => !id.startsWith('seaworthy/'));
        if (ruleIds.length === 0) return;
        assertNotHigher(files, blanket(files, ruleIds), name);
      }),
      { numRuns: few },
    );
  });
}

test('an entry that accepts a rule everywhere buys no points where it fails in several places', {
  timeout: 300_000,
}, () => {
  fc.assert(
    fc.property(anyDeployment, (files) => {
      const { findings } = reviewByDefault(files);
      const places = new Map<string, number>();
      for (const { ruleId } of findings) places.set(ruleId, (places.get(ruleId) ?? 0) + 1);
      const several = [...places].filter(([, count]) => count > 1).map(([id]) => id);
      if (several.length === 0) return;
      const entries = several.map((id) => `  - rule: ${id}\n    reason: Known.\n`).join('');
      const accepted = { ...files, '.seaworthy.yaml': `accepted:\n${entries}` };
      const before = scores(reviewByDefault(files));
      for (const [one, score] of scores(reviewByDefault(accepted)))
        assert.ok(score <= (before.get(one) ?? 10), `${before.get(one)} → ${score}`);
    }),
    { numRuns: few },
  );
});
