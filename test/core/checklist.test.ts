import assert from 'node:assert/strict';
import { test } from 'node:test';
import { applyEdits, type ChecklistEntry, isCreate, Project, type Review } from '../../core/index.ts';
import { renderPage } from '../../core/report/page/page.ts';
import { toJson } from '../../core/report/render/json.ts';
import { renderMarkdown } from '../../core/report/render/markdown.ts';
import { checklist } from '../../rules/checklist.ts';
import { images } from '../../rules/facts/images.ts';
import { rules } from '../../rules/index.ts';
import { tickEdits, untickEdits } from '../../server/checklist-tick.ts';

type Files = Readonly<Record<string, string>>;

function projectOf(files: Files): Project {
  const project = new Project({ rules, images, checklist, today: '2026-11-24' });
  project.setTree(['/app'], Object.keys(files));
  for (const [path, text] of Object.entries(files)) project.set(path, text);
  return project;
}

function entryOf(review: Review, id: string): ChecklistEntry {
  const entry = review.deployments[0]!.checklist?.find((one) => one.id === id);
  assert.ok(entry, id);
  return entry;
}

const rotated = 'logging: { driver: json-file, options: { max-size: 10m } }';
const compose = (web: string, worker: string) => ({
  '/app/compose.production.yaml': `services:
  web:
    image: nginx:1.31.4
    restart: unless-stopped
    ${web}
  worker:
    image: example.org/worker:1.2
    ${worker}
`,
});

test('an item is proven where its rules were asked of every service and found nothing', () => {
  const entry = entryOf(projectOf(compose(rotated, rotated)).review(), 'log-rotation');
  assert.equal(entry.state, 'proven');
  assert.deepEqual(entry.proofs[0], { ruleId: 'compose/unrotated-logs', services: ['web', 'worker'] });
});

test('a finding refutes an item, and it cannot be ticked then', () => {
  const files = compose(rotated, 'restart: always');
  const ticked = {
    ...files,
    '/app/.seaworthy.yaml': 'checklist:\n  log-rotation: { by: Ada, date: 2026-11-20 }\n',
  };
  for (const one of [files, ticked]) {
    const entry = entryOf(projectOf(one).review(), 'log-rotation');
    assert.equal(entry.state, 'refuted');
    assert.deepEqual(
      entry.findings.map(({ service }) => service),
      ['worker'],
    );
  }
});

test('what nothing is known of for a service is left open, and told', () => {
  // Whether the unknown image runs as root is not known.
  const entry = entryOf(projectOf(compose('user: "1000"', rotated)).review(), 'non-root-users');
  assert.equal(entry.state, 'open');
  assert.deepEqual(entry.unproven, ['worker']);
  assert.equal(entry.proofs[0]!.ruleId, 'compose/root-user');
});

test('an accepted finding proves nothing', () => {
  const comment = '# seaworthy-ignore compose/unrotated-logs -- The daemon rotates them.\n  web:';
  const text = compose('user: "1000"', rotated)['/app/compose.production.yaml']!.replace('web:', comment);
  const entry = entryOf(projectOf({ '/app/compose.production.yaml': text }).review(), 'log-rotation');
  assert.equal(entry.state, 'open');
  assert.equal(entry.accepted, 1);
});

test('an accepted finding of one rule keeps the others from proving the item', () => {
  const limits = 'deploy: { resources: { limits: { memory: 256M } } }';
  const both = compose(limits, limits)['/app/compose.production.yaml']!;
  const files = {
    '/app/compose.production.yaml': both,
    '/app/.seaworthy.yaml':
      'accepted:\n  - { rule: compose/missing-cpu-limit, reason: Nothing else runs on the host. }\n',
  };
  const entry = entryOf(projectOf(files).review(), 'resource-limits');
  assert.equal(entry.proofs[0]?.ruleId, 'compose/missing-memory-limit');
  assert.equal(entry.state, 'open');
  assert.equal(entry.accepted, 2);
});

test('a rule that is switched off proves nothing', () => {
  const off = { '/app/.seaworthy.yaml': 'rules:\n  compose/unrotated-logs: off\n' };
  const entry = entryOf(projectOf({ ...compose(rotated, rotated), ...off }).review(), 'log-rotation');
  assert.equal(entry.state, 'open');
});

test('an item is asked only where it concerns the deployment', () => {
  const ids = (files: Files) =>
    projectOf(files)
      .review()
      .deployments[0]!.checklist?.map(({ id }) => id);
  assert.ok(!ids(compose(rotated, rotated))?.includes('backup-restore-tested'));
  const database = { '/app/compose.production.yaml': 'services:\n  db:\n    image: postgres:18\n' };
  assert.ok(ids(database)?.includes('backup-restore-tested'));
  assert.deepEqual(ids({ '/app/compose.dev.yaml': 'services:\n  db:\n    image: postgres:18\n' }), []);
});

test('ticks are read from the nearest configuration, and mistakes in them are told', () => {
  const configuration = `checklist:
  disk-space: { by: Ada Lovelace, date: 2026-11-20 }
  firewal: { by: Ada, date: 2026-11-20 }
  dns-records: { by: Ada, date: soon }
  ssh-keys-only: { date: 2026-11-20, when: now }
`;
  const review = projectOf({ ...compose(rotated, rotated), '/app/.seaworthy.yaml': configuration }).review();
  const ticked = entryOf(review, 'disk-space');
  assert.equal(ticked.state, 'ticked');
  assert.equal(ticked.tick?.by, 'Ada Lovelace');
  assert.equal(entryOf(review, 'ssh-keys-only').state, 'open');
  const messages = review.findings
    .filter(({ ruleId }) => ruleId === 'seaworthy/configuration')
    .map(({ message }) => message);
  assert.deepEqual(messages, [
    '"firewal" is no item of the checklist. Did you mean "firewall"?',
    'A ticked item needs "date", of the form 2027-01-31.',
    'A ticked item needs "by": who made sure of it.',
    '"when" is no key of a ticked item. There are: by, date.',
  ]);
});

for (const [name, before, after] of [
  ['no configuration', undefined, 'checklist:\n  disk-space:\n    by: "Ada: L."\n    date: 2026-11-24\n'],
  [
    'a configuration with comments',
    '# Ours\nrules:\n    # Elsewhere\n    compose/unsorted-names: off # why\n',
    '# Ours\nrules:\n    # Elsewhere\n    compose/unsorted-names: off # why\nchecklist:\n    disk-space:\n        by: "Ada: L."\n        date: 2026-11-24\n',
  ],
  [
    'another tick',
    'checklist:\r\n  firewall: { by: Bo, date: 2026-01-01 } # seen\r\nminScore: 8\r\n',
    'checklist:\r\n  firewall: { by: Bo, date: 2026-01-01 } # seen\r\n  disk-space:\r\n    by: "Ada: L."\r\n    date: 2026-11-24\r\nminScore: 8\r\n',
  ],
  [
    'comments alone',
    '# Nothing yet',
    '# Nothing yet\nchecklist:\n  disk-space:\n    by: "Ada: L."\n    date: 2026-11-24\n',
  ],
] as const) {
  test(`a tick is written into ${name}, and taken back`, () => {
    const path = '/app/.seaworthy.yaml';
    const files = compose(rotated, rotated);
    const project = projectOf(before === undefined ? files : { ...files, [path]: before });
    project.review();
    const tick = { id: 'disk-space', by: 'Ada: L.', date: '2026-11-24' };
    const edits = tickEdits(tick, '/app', project.files);
    const [first] = edits!;
    const written = isCreate(first!) ? first.text : applyEdits(path, before ?? '', edits!);
    assert.equal(written, after);
    project.set(path, written);
    const entry = entryOf(project.review(), 'disk-space');
    assert.equal(entry.state, 'ticked');
    assert.equal(entry.tick?.by, 'Ada: L.');
    assert.equal(project.review().findings.filter(({ ruleId }) => ruleId.startsWith('seaworthy/')).length, 0);
    const back = applyEdits(path, written, untickEdits(entry, project.files)!);
    project.set(path, back!);
    assert.equal(entryOf(project.review(), 'disk-space').state, 'open');
    if (name === 'another tick') assert.equal(back, before);
  });
}

test('the checklist is in the page, in Markdown and in JSON', () => {
  const ticks = 'checklist:\n  disk-space: { by: "<b>Ada</b>", date: 2026-11-20 }\n';
  const files = { ...compose(rotated, 'restart: always'), '/app/.seaworthy.yaml': ticks };
  const review = projectOf(files).review();
  const context = { cwd: '/app', rules, scoreVersion: 1 };
  const page = renderPage(review, { ...context, interactive: true });
  assert.match(
    page,
    /<li class="check proven"><span class="box" role="img" aria-label="Proven by the files">/,
  );
  assert.match(page, /role="checkbox" aria-checked="true" class="box" data-action="untick"/);
  assert.match(page, /role="checkbox" aria-checked="false" class="box" data-action="tick"/);
  assert.match(page, /Ticked by &lt;b&gt;Ada&lt;\/b&gt; on 2026-11-20\./);
  assert.match(
    page,
    /The files say otherwise: <a href="#rule-compose-unrotated-logs">compose\/unrotated-logs<\/a> \(1\)/,
  );
  const file = renderPage(review, { ...context, interactive: false });
  assert.doesNotMatch(file, /role="checkbox"|data-action/);
  const markdown = renderMarkdown(review, context);
  assert.match(markdown, /^- \[x\] There is disk space .*Ticked by \\<b\\>Ada\\<\/b\\> on 2026-11-20\.$/m);
  assert.match(
    markdown,
    /^- \[ \] Logs are rotated\. The files say otherwise: `compose\/unrotated-logs`\.$/m,
  );
  const json = toJson(review, context).deployments[0]!.checklist!;
  assert.deepEqual(
    json.find(({ id }) => id === 'disk-space'),
    {
      id: 'disk-space',
      group: 'Server',
      title: 'There is disk space for images, data, logs and backups',
      state: 'ticked',
      ruleIds: [],
      by: '<b>Ada</b>',
      date: '2026-11-20',
    },
  );
});

test('every rule that the checklist names is there', () => {
  const ids = new Set(rules.map(({ id }) => id));
  for (const { provenBy = [], refutedBy = [], id } of checklist)
    for (const one of [...provenBy, ...refutedBy]) assert.ok(ids.has(one), `${one} of ${id}`);
  assert.equal(new Set(checklist.map(({ id }) => id)).size, checklist.length);
});
