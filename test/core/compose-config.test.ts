/** The merged view against docker-compose's own: `docker-compose config` prints what it makes of the same files. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, test } from 'node:test';
import { parseDotenv } from '../../core/parse/dotenv.ts';
import { Source } from '../../core/text/index.ts';
import { summaryOfConfig, summaryOfProject } from '../support/compose-summary.ts';
import { readCompose } from '../support/read-compose.ts';
import { composeConfig, hasCompose } from '../support/real-compose.ts';
import { filesBelow, sharedPath } from '../support/shared-folder.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

type Texts = Readonly<Record<string, string>>;

/**
 * Compare what both make of the files. @param main their names in the folder, base first.
 * @returns Compose's words where it refuses them.
 */
function compare(folder: string, main: readonly string[], variables: Texts): string | undefined {
  const result = composeConfig(folder, main, variables);
  if (!result.config) return result.refusal;
  const given = { ...dotenv(join(folder, '.env')), ...variables };
  const names = filesBelow(folder).filter((name) => /\.ya?ml$/.test(name));
  const texts = Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
  const project = readCompose(texts, main, given);
  const ours = summaryOfProject(project, folder, given);
  const theirs = summaryOfConfig(result.config);
  for (const service of project.services) {
    // Variables of env files are part of the deployment's view, not of the Compose file's.
    if (service.envFiles.length === 0) continue;
    for (const side of [ours, theirs]) delete side.services[service.name]?.environment;
  }
  assert.deepEqual(ours, theirs);
  assert.deepEqual([project.problems, project.files.flatMap((file) => file.refused)], [[], []]);
  return undefined;
}

function dotenv(path: string): Texts {
  if (!existsSync(path)) return {};
  const { entries } = parseDotenv(new Source(path, readFileSync(path, 'utf8')));
  return Object.fromEntries(entries.map((entry) => [entry.name, entry.value]));
}

const example = (name: string) =>
  readFileSync(new URL(`../support/compose/${name}`, import.meta.url), 'utf8');

const cases: Readonly<Record<string, { readonly files: Texts; readonly main: readonly string[] }>> = {
  'every form of an attribute': {
    files: {
      'compose.yaml': example('forms.yaml'),
      'variables.env': 'Z=1\n',
      'dir/Dockerfile': 'FROM scratch\n',
      '.env': 'SET=from .env\n',
    },
    main: ['compose.yaml'],
  },
  'an override file': {
    files: {
      'base.yaml': example('base.yaml'),
      'deploy/override.yaml': example('override.yaml'),
      'base/Dockerfile': 'FROM scratch\n',
      'over/Dockerfile': 'FROM scratch\n',
      'base.env': '',
      'over.env': '',
    },
    main: ['base.yaml', 'deploy/override.yaml'],
  },
  'extends, in the same file and across files': {
    files: {
      'compose.yaml': example('extending.yaml'),
      'common/services.yaml': example('services.yaml'),
      'common/app.env': '',
    },
    main: ['compose.yaml'],
  },
};

describe('the merged view is docker-compose’s', () => {
  for (const [name, { files, main }] of Object.entries(cases)) {
    test(name, (t) => {
      if (!hasCompose(t)) return;
      assert.equal(compare(temporaryFolder(t, files), main, {}), undefined);
    });
  }
});

/** How many of the corpus's files are compared, the largest first: each takes docker-compose half a second. */
const mostFiles = 38;

test('the merged view of real deployments is docker-compose’s', (t) => {
  const root = sharedPath('corpus', t);
  const own = sharedPath('deployments/abunfi', t);
  if (root === undefined || own === undefined || !hasCompose(t)) return;
  const found = [root, own].flatMap((folder) => filesBelow(folder).map((path) => join(folder, path)));
  // Authelia's test suites are pieces that none of them accepts alone.
  const files = found.filter(
    (path) => /compose[^/]*\.ya?ml$/.test(path) && !path.includes('/internal/') && statSync(path).size > 0,
  );
  const largest = files.sort((a, b) => statSync(b).size - statSync(a).size).slice(0, mostFiles);
  const plans = largest.map((path) => [basename(path)]);
  plans.push(
    ['docker-compose.yml', 'docker-compose.nginx.yml'],
    ['docker-compose.yml', 'docker-compose.without-nginx.yml'],
  );
  const mattermost = join(root, 'mattermost+docker/docker-compose.yml');
  const refusals = [...largest, mattermost, mattermost].flatMap((path, index) => {
    const refusal = compare(dirname(path), plans[index]!, variablesFor(path));
    return refusal === undefined ? [] : [`${path}: ${refusal}`];
  });
  for (const refusal of refusals) t.diagnostic(refusal);
  assert.ok(refusals.length <= 8, 'docker-compose accepts most of the corpus');
});

/** The values that a deployment's example gives, and a port number for what would be blank. */
function variablesFor(path: string): Texts {
  const folder = dirname(path);
  const examples = readdirSync(folder).filter((name) => /env.*\.example$|^env\.example$/.test(name));
  const given = Object.assign({}, ...examples.map((name) => dotenv(join(folder, name)))) as Texts;
  const own = dotenv(join(folder, '.env'));
  const bare = Array.from(readFileSync(path, 'utf8').matchAll(/\$\{(\w+)(?::?\?|\})/g), (match) => match[1]!);
  const blank = bare.filter((name) => own[name] === undefined && given[name] === undefined);
  return { ...Object.fromEntries(blank.map((name) => [name, '8080'])), ...given };
}
