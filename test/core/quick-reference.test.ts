import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Project, type ReferencePart } from '../../core/index.ts';
import { renderPage } from '../../core/report/page/page.ts';
import { renderMarkdown } from '../../core/report/render/markdown.ts';
import { images } from '../../rules/facts/images.ts';
import { quickReference } from '../../rules/quick-reference.ts';
import { reviewFolder } from '../support/disk-review.ts';

type Files = Readonly<Record<string, string>>;

function reviewOf(files: Files) {
  const project = new Project({ rules: [], images, reference: quickReference, today: '2026-11-24' });
  project.setTree(['/app'], Object.keys(files));
  for (const [path, text] of Object.entries(files)) project.set(path, text);
  return project.review();
}

function referenceOf(files: Files): readonly ReferencePart[] {
  const { deployments } = reviewOf(files);
  const main = deployments.find(({ environment }) => environment === 'production') ?? deployments[0];
  return main!.reference!;
}

function commandsOf(files: Files, part?: string): readonly string[] {
  return referenceOf(files)
    .filter(({ id }) => part === undefined || id === part)
    .flatMap(({ commands }) => commands.map(({ command }) => command));
}

const plain = 'services:\n  web:\n    image: nginx:1.31.4\n';
const stopOf = (files: Files) => commandsOf(files, 'restart').at(-1);

test('files are named where Compose would not find just these', () => {
  assert.equal(stopOf({ '/app/compose.yaml': plain }), 'docker compose stop');
  assert.equal(stopOf({ '/app/docker-compose.yml': plain }), 'docker compose stop');
  assert.equal(
    stopOf({ '/app/compose.production.yaml': plain }),
    'docker compose -f compose.production.yaml stop',
  );
  assert.equal(
    stopOf({
      '/app/compose.yaml': plain,
      '/app/compose.production.yaml': 'services:\n  web:\n    restart: always\n',
    }),
    'docker compose -f compose.yaml -f compose.production.yaml stop',
  );
});

test('an override beside the base, which Compose would take along, makes the base be named', () => {
  const files = { '/app/compose.yaml': plain, '/app/compose.override.yaml': plain };
  const { deployments } = reviewOf(files);
  assert.ok(deployments.length > 0);
  for (const { reference = [] } of deployments.filter(({ environment }) => environment === 'production'))
    assert.match(reference[0]!.commands[0]!.command, /^docker compose -f compose\.yaml /);
});

test('a database is saved and brought back by its own tools, with the login that it has', () => {
  const data = (service: string) =>
    commandsOf({ '/app/compose.yaml': `services:\n  db:\n${service}\n` }, 'data');
  assert.deepEqual(data('    image: postgres:18\n    environment: { POSTGRES_USER: shop }'), [
    'docker compose exec -T db pg_dump --username=shop --dbname=shop --format=custom > db-$(date +%F).dump',
    'docker compose exec -T db pg_restore --username=shop --dbname=shop --clean --if-exists < db-DATE.dump',
    'docker compose exec db psql --username=shop --dbname=shop --command="\\dt+"',
  ]);
  const asked = data('    image: postgres:18\n    environment: { POSTGRES_USER: "${DB_USER}" }');
  assert.match(
    asked[0]!,
    /exec -T db sh -c 'pg_dump --username="\$POSTGRES_USER" --dbname="\$POSTGRES_USER"/,
  );
  const secret = data(
    '    image: mariadb:11.8\n    environment: { MARIADB_ROOT_PASSWORD_FILE: /run/secrets/root }',
  );
  assert.match(
    secret[0]!,
    /sh -c 'MYSQL_PWD="\$\(cat "\$MARIADB_ROOT_PASSWORD_FILE"\)" mariadb-dump --user=root/,
  );
  assert.deepEqual(data('    image: mysql:8.4'), [], 'nothing tells how to log in');
  assert.match(data('    image: mongo:8')[0]!, /exec -T db mongodump --archive --gzip > db-/);
});

test('volumes that no dump holds are copied, logs and caches are not', () => {
  const files = {
    '/app/compose.yaml': `services:
  app:
    image: example.org/app:1
    volumes: ["uploads:/srv/uploads", "app_logs:/var/log/app", "page-cache:/srv/cache", "keys:/keys:ro"]
volumes: { uploads: {}, app_logs: {}, page-cache: {}, keys: { external: true } }
`,
  };
  assert.deepEqual(commandsOf(files, 'data'), [
    'docker compose cp app:/srv/uploads - > uploads-$(date +%F).tar',
    'docker compose cp - app:/srv < uploads-DATE.tar',
  ]);
  const [part] = referenceOf(files).filter(({ id }) => id === 'data');
  assert.ok(
    part!.notes.includes(
      '`docker compose down --volumes` deletes `uploads`, `app_logs` and `page-cache` for good.',
    ),
  );
});

test('an image goes back to a digest; what is built goes back to the image that was kept', () => {
  const files = {
    '/app/compose.yaml': `services:
  web: { image: "localhost:5000/shop/web:2" }
  pinned: { image: "redis:8@sha256:${'a'.repeat(64)}" }
  api: { build: ., image: shop/api }
  worker: { build: . }
`,
    '/app/Dockerfile': 'FROM scratch\n',
  };
  const back = commandsOf(files, 'back');
  assert.deepEqual(back, [
    "docker image inspect --format '{{index .RepoDigests 0}}' localhost:5000/shop/web:2",
    'docker pull localhost:5000/shop/web@sha256:… && docker tag localhost:5000/shop/web@sha256:… localhost:5000/shop/web:2 && docker compose up -d --no-deps --pull never web',
    'docker tag shop/api:before shop/api && docker compose up -d --no-deps --no-build api',
  ]);
  assert.ok(commandsOf(files, 'update').includes('docker tag shop/api shop/api:before'));
});

test('a secret is named with the services that have to start anew', () => {
  const files = {
    '/app/compose.yaml': `services:
  db: { image: "postgres:18", environment: { POSTGRES_PASSWORD: "\${DB_PASSWORD}" } }
  api: { image: "example.org/api:1", environment: { DATABASE_URL: "postgres://app:\${DB_PASSWORD}@db/app", PLACE: "\${PLACE}" } }
`,
  };
  assert.deepEqual(commandsOf(files, 'secrets').slice(1), [
    'docker compose exec db psql --username=postgres --dbname=postgres --command="\\password"',
    'docker compose up -d --no-deps db api',
  ]);
});

test('a development deployment and one without services have none', () => {
  assert.deepEqual(referenceOf({ '/app/compose.dev.yaml': plain }), []);
  assert.deepEqual(referenceOf({ '/app/Dockerfile': 'FROM scratch\n' }), []);
});

for (const example of ['harbour', 'harbour-ready']) {
  test(`every command for ${example} is a line that a shell reads, and names services that are there`, () => {
    const { review } = reviewFolder(fileURLToPath(new URL(`../../examples/${example}`, import.meta.url)));
    const deployment = review.deployments.find(({ environment }) => environment === 'production')!;
    const commands = deployment.reference!.flatMap((part) => part.commands.map(({ command }) => command));
    assert.ok(commands.length > 30);
    const script = commands.join('\n');
    const { status, stderr } = spawnSync('sh', ['-n'], { input: script, encoding: 'utf8' });
    assert.equal(status, 0, stderr);
    const names = new Set(deployment.services.map(({ name }) => name));
    for (const [, name] of script.matchAll(/ (?:exec|exec -T|restart|--follow) ([a-z][\w-]*)/g))
      assert.ok(names.has(name!), name);
    assert.ok(commands.includes('./scripts/backup.sh'));
    assert.ok(commands.includes('./scripts/deploy.sh'));
  });
}

test('the page has a button for each command, Markdown a block, and the file neither button nor closed part', () => {
  const review = reviewOf({ '/app/compose.yaml': plain.replace('web', '"<w>"') });
  const context = { cwd: '/app', rules: [], scoreVersion: 1 };
  const count = review.deployments[0]!.reference!.flatMap(({ commands }) => commands).length;
  const page = renderPage(review, { ...context, interactive: true });
  assert.equal(page.match(/data-action="copy"/g)?.length, count);
  assert.match(page, /restart &#39;&lt;w&gt;&#39;/);
  const file = renderPage(review, { ...context, interactive: false });
  assert.doesNotMatch(file, /data-action/);
  assert.match(file, /<details class="checks" id="reference-look" open>/);
  assert.equal(renderMarkdown(review, context).match(/^```sh$/gm)?.length, count);
});
