import {
  type Deployment,
  defineRule,
  folderOf,
  joinPath,
  nameOf,
  relativePath,
  skip,
} from '../../core/rule.ts';
import { projectFolder } from '../shared/pipelines.ts';

export default defineRule({
  id: 'deployment/missing-update-tool',
  title: 'Nothing proposes updates of images and packages',
  category: 'supply-chain',
  severity: 'info',
  priority: 3,
  remedy: 'Let Dependabot or Renovate propose updates.',
  strength: 'A tool proposes updates of images and packages',
  rationale:
    'A pinned version is right on the day it is written and has known holes some months later. Dependabot and Renovate read the same files and propose the next version as a change that the tests judge; without them somebody has to remember.',
  references: [
    'https://docs.github.com/en/code-security/dependabot/working-with-dependabot/dependabot-options-reference',
    'https://docs.renovatebot.com/modules/manager/docker-compose/',
  ],
  catalogue: ['deployment/update-tool-missing'],
  production: true,
  on: 'deployment',
  bad: {
    'compose.yaml': `services:
  cache:
    image: valkey/valkey:9.0
`,
    '.github/CODEOWNERS': '* @shop\n',
    'package.json': '{}\n',
  },
  good: {
    'compose.yaml': `services:
  cache:
    image: valkey/valkey:9.0
`,
    '.github/CODEOWNERS': '* @shop\n',
    'package.json': '{}\n',
    '.github/dependabot.yml': `version: 2
updates:
  - package-ecosystem: docker-compose
    directory: /
    schedule:
      interval: weekly
  - package-ecosystem: npm
    directory: /
    schedule:
      interval: weekly
`,
  },
  *check(deployment) {
    const root = projectFolder(deployment);
    // Dependabot is GitHub's; what other hosts run for a repository does not show in it.
    if (root === undefined || !deployment.tree.isFolder(joinPath(root, '.github'))) return skip;
    if (hasUpdateTool(deployment, root)) return;
    const path = joinPath(root, '.github/dependabot.yml');
    yield {
      at: deployment.span,
      message:
        'Neither Dependabot nor Renovate is set up: nobody is told when an image of this deployment is out of date.',
      fix: () => ({
        title: `Create "${deployment.show(path)}"`,
        safety: 'review' as const,
        edits: [{ create: path, text: dependabotText(deployment, root) }],
      }),
    };
  },
});

const configurations = [
  '.github/dependabot.yml',
  '.github/dependabot.yaml',
  'renovate.json',
  'renovate.json5',
  '.renovaterc',
  '.renovaterc.json',
  '.renovaterc.json5',
  '.github/renovate.json',
  '.github/renovate.json5',
  '.gitlab/renovate.json',
  'updatecli.d',
  'updatecli.yaml',
];

function hasUpdateTool(deployment: Deployment, root: string): boolean {
  return (
    configurations.some((name) => deployment.tree.exists(joinPath(root, name))) ||
    deployment.text(joinPath(root, 'package.json'))?.text.includes('"renovate"') === true ||
    deployment.workflows.some(({ source }) =>
      /renovate|dependabot|updatecli|diun|dockcheck/i.test(source.text),
    )
  );
}

/** Source: docs.github.com "Dependabot supported ecosystems and repositories". 2026-11. */
const manifests: readonly (readonly [name: RegExp, ecosystem: string])[] = [
  [/^package\.json$/, 'npm'],
  [/^(?:requirements.*\.txt|pyproject\.toml|Pipfile)$/, 'pip'],
  [/^go\.mod$/, 'gomod'],
  [/^Cargo\.toml$/, 'cargo'],
  [/^composer\.json$/, 'composer'],
  [/^Gemfile$/, 'bundler'],
  [/^pom\.xml$/, 'maven'],
  [/^build\.gradle(?:\.kts)?$/, 'gradle'],
];

function dependabotText(deployment: Deployment, root: string): string {
  const { tree, composeFiles, dockerfiles } = deployment;
  const updates = new Set<string>();
  const add = (ecosystem: string, folder: string) => {
    const directory = relativePath(root, folder);
    updates.add(`  - package-ecosystem: ${ecosystem}
    directory: ${directory === '.' ? '/' : `/${directory}`}
    schedule:
      interval: weekly
`);
  };
  for (const { source } of composeFiles) add('docker-compose', folderOf(source.path));
  for (const { dockerfile } of dockerfiles) add('docker', folderOf(dockerfile.source.path));
  const folders = new Set([root, ...dockerfiles.map(({ context }) => context)]);
  for (const folder of folders) {
    for (const path of tree.below(folder)) {
      if (folderOf(path) !== folder) continue;
      const ecosystem = manifests.find(([name]) => name.test(nameOf(path)))?.[1];
      if (ecosystem !== undefined) add(ecosystem, folder);
    }
  }
  if (deployment.workflows.some(({ steps }) => steps.some(({ uses }) => uses))) add('github-actions', root);
  return `version: 2\nupdates:\n${[...updates].join('')}`;
}
